package org.example.authorization;

import java.util.List;
import org.openmso.api.Health;
import org.openmso.api.Money;
import org.openmso.api.Problem;
import org.openmso.api.billing.Origin;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.rules.ClaimRules;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;
import org.openmso.api.spi.ProvidesCapability;

/**
 * Provides the claim rules. OpenMSO makes one object of it, and opens it once for each practice.
 */
@ProvidesCapability(contract = ClaimRules.class)
public final class PayerRules implements Capability<ClaimRules> {
    /** For OpenMSO, which reads the class's name from the bundle's manifest. */
    public PayerRules() {}

    @Override
    public ClaimRules open(PracticeContext practice) {
        return new RulesOf(practice);
    }

    /** A made-up claim just above a limit must be found. */
    @Override
    public Health probe() {
        ProfessionalClaim claim =
                ProfessionalClaim.unread(new Origin("self-check", "Claim/1"), "1")
                        .total(Money.ofCents(20_001))
                        .build();
        return new AuthorizationRule(Money.ofCents(20_000)).check(claim).isEmpty()
                ? Health.down(
                        Problem.error(
                                AuthorizationRule.SELF_CHECK,
                                "",
                                "The rules did not find what they must find.",
                                "Go back to the version before this one."))
                : Health.up();
    }

    /**
     * The rules of one practice. No lambda: bnd sees who implements a contract, and narrows the
     * versions that the bundle accepts.
     */
    private record RulesOf(PracticeContext practice) implements ClaimRules {
        /** Reads the settings here, so that wrong ones refuse the practice's calls only. */
        @Override
        public List<Problem> check(ProfessionalClaim claim) {
            return AuthorizationRule.of(practice.settings()).check(claim);
        }
    }
}
