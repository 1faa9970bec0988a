package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.openmso.api.Problem;
import org.openmso.api.billing.ProfessionalClaim;

/** One thing changed on the clean office visit, and all that the scrub must say about it. */
final class ScrubCase {
    private ScrubCase() {}

    /**
     * A test.
     *
     * @param sentence its name
     * @param expected code without MSO-, severity E or W, place, such as {@code 3010E CLM02}
     */
    static DynamicTest of(
            String sentence, UnaryOperator<ProfessionalClaim.Builder> change, String... expected) {
        return of(sentence, new FakePractice(), change, expected);
    }

    static DynamicTest of(
            String sentence,
            FakePractice practice,
            UnaryOperator<ProfessionalClaim.Builder> change,
            String... expected) {
        return DynamicTest.dynamicTest(
                sentence,
                () -> {
                    ProfessionalClaim claim =
                            change.apply(MadeUp.officeVisit().toBuilder()).build();
                    assertEquals(
                            Arrays.stream(expected).sorted().toList(),
                            said(practice.billing().scrub(claim)));
                });
    }

    static List<String> said(List<Problem> problems) {
        return problems.stream()
                .map(p -> p.code().substring(4) + (p.isError() ? "E " : "W ") + p.path())
                .sorted()
                .toList();
    }
}
