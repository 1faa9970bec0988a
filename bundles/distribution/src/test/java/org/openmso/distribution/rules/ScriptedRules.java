package org.openmso.distribution.rules;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.openmso.api.Health;
import org.openmso.api.Problem;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.rules.ClaimRules;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;
import org.openmso.api.spi.ProvidesCapability;
import org.osgi.framework.FrameworkUtil;

/** Claim rules of another author, which do what the practice's setting {@code do} says. */
@ProvidesCapability(contract = ClaimRules.class)
public final class ScriptedRules implements Capability<ClaimRules> {
    @Override
    public ClaimRules open(PracticeContext practice) {
        return new Script(practice);
    }

    @Override
    public Health probe() {
        return Health.up();
    }

    private record Script(PracticeContext practice) implements ClaimRules {
        @Override
        public List<Problem> check(ProfessionalClaim claim) {
            return switch (practice.settings().getOrDefault("do", "want-authorization")) {
                case "want-authorization" -> wantAuthorization(claim);
                case "tell-version" -> tellVersion();
                case "hang" -> hang();
                case "throw" ->
                        throw new IllegalStateException(
                                "no table for " + claim.patient().lastName());
                case "ask-billing" -> practice.find(Billing.class).orElseThrow().scrub(claim);
                default -> throw new IllegalArgumentException("no such script");
            };
        }
    }

    private static List<Problem> wantAuthorization(ProfessionalClaim claim) {
        return claim.priorAuthorization().isEmpty()
                ? List.of(
                        Problem.error(
                                "ACME-0001",
                                "2300 REF*G1",
                                "Acme wants an authorization.",
                                "Ask Acme for one."))
                : List.of();
    }

    private static List<Problem> tellVersion() {
        return List.of(
                Problem.warning(
                        "ACME-0002",
                        "",
                        "Judged by version "
                                + FrameworkUtil.getBundle(ScriptedRules.class).getVersion()
                                + ".",
                        "Nothing."));
    }

    /** Until the call is given up. */
    private static List<Problem> hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }
}
