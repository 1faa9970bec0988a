package org.example.authorization;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.testkit.ClaimRulesContractTest;
import org.openmso.testkit.MadeUpClaims;

/** What OpenMSO wants of any claim rules, asked of these. */
class PayerRulesContractTest extends ClaimRulesContractTest {
    PayerRulesContractTest() {
        super(Path.of("target/classes"));
    }

    /** One claim more, in which the rules find something. */
    @Override
    protected List<ProfessionalClaim> claims() {
        var claims = new ArrayList<>(super.claims());
        claims.add(MadeUpClaims.visit(201));
        return claims;
    }
}
