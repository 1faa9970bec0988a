package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openmso.api.InvalidSettings;
import org.openmso.api.Problem;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.rules.ClaimRules;
import org.openmso.testkit.LeakTest;
import org.openmso.testkit.MadeUpClaims;
import org.openmso.testkit.MsoExtension;
import org.openmso.testkit.SwapUnderLoad;

/** The rules, in a real framework and through OpenMSO's guard. */
class ${className}Test {
    @RegisterExtension
    static final MsoExtension MSO =
            MsoExtension.with(Path.of("target/classes"))
                    .practice("oak-street")
                    .practice("elm-street")
                    .setting("elm-street", ClaimRules.CAPABILITY, AuthorizationRule.SETTING, "300")
                    .practice("ash-street")
                    .setting("ash-street", ClaimRules.CAPABILITY, AuthorizationRule.SETTING, "no");

    @Test
    void whatIsAboveTheLimitWantsAnAuthorization() {
        assertEquals(List.of(), found("oak-street", visit(200)));
        assertEquals(List.of(AuthorizationRule.MISSING), found("oak-street", visit(201)));
    }

    @Test
    void anAuthorizationOrAVoidSatisfiesTheRule() {
        ProfessionalClaim large = visit(900);
        assertEquals(
                List.of(), found("oak-street", large.toBuilder().priorAuthorization("A1").build()));
        assertEquals(
                List.of(),
                found("oak-street", large.toBuilder().frequency(Frequency.VOID).build()));
    }

    @Test
    void everyPracticeHasItsOwnLimit() {
        assertEquals(List.of(), found("elm-street", visit(300)));
        assertEquals(List.of(AuthorizationRule.MISSING), found("elm-street", visit(301)));
    }

    @Test
    void aLimitThatIsNoAmountIsRefused() {
        ClaimRules rules = MSO.get(ClaimRules.class, "ash-street");
        InvalidSettings refusal = assertThrows(InvalidSettings.class, () -> rules.check(visit(1)));
        assertEquals(AuthorizationRule.NO_AMOUNT, refusal.code());
    }

    @Test
    void noCallIsLostWhileTheBundleIsReplaced() {
        SwapUnderLoad.of(MSO).threads(2).swaps(5).run(() -> found("oak-street", visit(201)));
    }

    @Test
    void noVersionStaysInMemory() {
        LeakTest.of(MSO).swaps(4).run(() -> found("oak-street", visit(201)));
    }

    /** An office visit that costs so many dollars. */
    private static ProfessionalClaim visit(int dollars) {
        return MadeUpClaims.visit(dollars);
    }

    private static List<String> found(String practice, ProfessionalClaim claim) {
        return MSO.get(ClaimRules.class, practice).check(claim).stream()
                .map(Problem::code)
                .toList();
    }
}
