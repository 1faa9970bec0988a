package org.openmso.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.openmso.api.MsoException;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.ProfessionalClaim;

/** The host of {@link BillingContractTest}, and how its tests speak to it. */
abstract class BillingUnderTest {
    /** The practice that most tests bill for. */
    public static final String FIRST = "oak-street";

    /** Another practice of the same MSO. */
    public static final String SECOND = "elm-street";

    /** A third one. */
    public static final String THIRD = "pine-street";

    static final String UNSET = "without-settings";
    static final String MISSET = "with-a-wrong-flag";

    /** OpenMSO with the bundle. */
    @RegisterExtension protected final MsoExtension mso;

    final RecordedSequences sequences = new RecordedSequences();

    BillingUnderTest(MsoExtension host) {
        mso =
                host.clock(SetClock.at(MadeUpClaims.NOW))
                        .sequences(sequences)
                        .expecting(Code.of(1038))
                        .practice(FIRST)
                        .settings(FIRST, Billing.CAPABILITY, MadeUpClaims.SETTINGS)
                        .practice(SECOND)
                        .settings(SECOND, Billing.CAPABILITY, MadeUpClaims.SETTINGS)
                        .practice(THIRD)
                        .settings(THIRD, Billing.CAPABILITY, MadeUpClaims.SETTINGS)
                        .practice(UNSET)
                        .practice(MISSET)
                        .settings(MISSET, Billing.CAPABILITY, MadeUpClaims.SETTINGS)
                        .setting(
                                MISSET,
                                Billing.CAPABILITY,
                                "payers.PAYER01.accepts-replacement",
                                "perhaps");
    }

    /** A claim with nothing wrong; another one for each number from 1. */
    protected ProfessionalClaim clean(int number) {
        return MadeUpClaims.visit(number);
    }

    /** A claim that no payer takes; another one for each number from 1. */
    protected ProfessionalClaim unfit(int number) {
        return MadeUpClaims.withoutLines(number);
    }

    static void nothingRemains(RecordedTarget target) {
        assertEquals(List.of(), target.committed(), "visible though it failed");
        assertEquals(0, target.stillOpen(), "interchanges are left open");
    }

    static <T extends MsoException> void coded(Class<T> type, int number, Executable call) {
        assertEquals(Code.of(number), assertThrows(type, call).code());
    }

    static boolean hasError(List<Problem> problems) {
        assertNotNull(problems, "the problems are null");
        return problems.stream().anyMatch(Problem::isError);
    }

    static List<String> numbers(List<ClaimOutcome> outcomes) {
        return outcomes.stream().map(ClaimOutcome::claim).sorted().toList();
    }

    ClaimFeed feed(int first, int last) {
        return sink -> {
            for (int i = first; i <= last; i++) {
                sink.claim(clean(i), List.of());
            }
        };
    }

    Billing billing() {
        return mso.get(Billing.class, FIRST);
    }

    BatchReport prepare(
            ClaimFeed feed,
            RecordedTarget target,
            org.openmso.api.billing.OutcomeListener outcomes) {
        return billing().prepare(feed, target, outcomes);
    }
}
