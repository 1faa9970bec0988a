package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openmso.api.Money;
import org.openmso.api.Problem;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.ProfessionalClaim;

/** What a later claim of a batch repeats of an earlier one. */
class DuplicatesTest {
    private final List<ClaimOutcome> outcomes = new ArrayList<>();

    @Test
    void the_same_service_on_a_later_claim_blocks_it_and_every_further_one() {
        ProfessionalClaim visit = MadeUp.officeVisit();
        prepare(
                sink -> {
                    sink.claim(visit, List.of());
                    sink.claim(number(visit, "ACCT-2"), List.of());
                    sink.claim(number(visit, "ACCT-3"), List.of());
                });
        assertEquals(List.of(), codes(0));
        assertEquals(List.of("MSO-3030", "MSO-3030"), codes(1));
        assertEquals(List.of("MSO-3030", "MSO-3030"), codes(2));
    }

    @Test
    void another_day_charge_modifier_payer_or_patient_is_another_service() {
        ProfessionalClaim visit = one(new MadeUp.Line("L1", "G0108", 1_000, 1));
        var spouse = MadeUp.coverage(MadeUp.SECOND_PLAN, "P", MadeUp.JANE, "MEM0001", "18", "");
        List<ProfessionalClaim> others =
                List.of(
                        one(
                                new MadeUp.Line("L1", "G0108", 1_000, 1)
                                        .days(MadeUp.TODAY, MadeUp.TODAY)),
                        one(new MadeUp.Line("L1", "G0108", 1_001, 1)),
                        one(new MadeUp.Line("L1", "G0108", 1_000, 1).modifiers("76")),
                        one(new MadeUp.Line("L1", "G0108", 1_000, 1).modifiers("76", "25")),
                        visit.toBuilder().coverage(spouse).build(),
                        visit.toBuilder()
                                .patient(MadeUp.named(MadeUp.JANE, "Doe", "Janet"))
                                .build());
        prepare(
                sink -> {
                    sink.claim(visit, List.of());
                    int n = 0;
                    for (ProfessionalClaim other : others) {
                        sink.claim(number(other, "N" + n++), List.of());
                    }
                    sink.claim(
                            number(
                                    one(
                                            new MadeUp.Line("L1", "G0108", 1_000, 1)
                                                    .modifiers("25", "76")),
                                    "AGAIN"),
                            List.of());
                });
        for (int i = 0; i <= others.size(); i++) {
            assertEquals(List.of(), codes(i));
        }
        assertEquals(List.of("MSO-3030"), codes(7));
    }

    @Test
    void a_claim_number_that_comes_again_blocks() {
        prepare(
                sink -> {
                    sink.claim(MadeUp.officeVisit(1), List.of());
                    sink.claim(number(MadeUp.officeVisit(2), "ACCT-1"), List.of());
                });
        assertEquals(List.of("MSO-3032"), codes(1));
    }

    @Test
    void a_void_or_replacement_is_no_duplicate() {
        ProfessionalClaim visit = MadeUp.officeVisit();
        var changed = visit.toBuilder().payerControlNumber("ICN1");
        prepare(
                sink -> {
                    sink.claim(changed.frequency(Frequency.VOID).build(), List.of());
                    sink.claim(visit, List.of());
                    sink.claim(
                            number(changed.frequency(Frequency.REPLACEMENT).build(), "ACCT-2"),
                            List.of());
                });
        assertEquals(List.of(), codes(0));
        assertEquals(List.of(), codes(1));
        assertEquals(List.of("MSO-3060"), codes(2), "a warning, for it beside the original");
        assertEquals(ClaimOutcome.Status.READY, outcomes.get(2).status());
    }

    /** A replacement of the day, by other services than the originals have. */
    private static ProfessionalClaim replacement() {
        return number(
                one(new MadeUp.Line("L1", "G0109", 2_000, 1)).toBuilder()
                        .payerControlNumber("ICN1")
                        .frequency(Frequency.REPLACEMENT)
                        .build(),
                "ACCT-2");
    }

    @Test
    void a_replacement_after_an_original_of_that_day_warns_though_services_differ() {
        prepare(
                sink -> {
                    sink.claim(one(new MadeUp.Line("L1", "G0108", 1_000, 1)), List.of());
                    sink.claim(replacement(), List.of());
                });
        assertEquals(List.of(), codes(0));
        assertEquals(List.of("MSO-3060"), codes(1));
        assertEquals(ClaimOutcome.Status.READY, outcomes.get(1).status());
        assertEquals(
                "Claim ACCT-1001 of the batch is an original for the same patient, payer and day;"
                        + " this one is a replacement.",
                outcomes.get(1).problems().get(0).message());
    }

    @Test
    void an_original_after_a_replacement_of_that_day_warns_though_services_differ() {
        prepare(
                sink -> {
                    sink.claim(replacement(), List.of());
                    sink.claim(one(new MadeUp.Line("L1", "G0108", 1_000, 1)), List.of());
                });
        assertEquals(List.of(), codes(0));
        assertEquals(List.of("MSO-3060"), codes(1));
        assertEquals(ClaimOutcome.Status.READY, outcomes.get(1).status());
        assertEquals(
                "Claim ACCT-2 of the batch is a replacement for the same patient, payer and day;"
                        + " this one is an original.",
                outcomes.get(1).problems().get(0).message());
    }

    @Test
    void a_replacement_beside_originals_of_other_days_and_patients_is_no_matter() {
        ProfessionalClaim replacement =
                number(
                        one(new MadeUp.Line("L1", "G0108", 1_000, 1)).toBuilder()
                                .payerControlNumber("ICN1")
                                .frequency(Frequency.REPLACEMENT)
                                .build(),
                        "ACCT-2");
        prepare(
                sink -> {
                    sink.claim(
                            one(
                                    new MadeUp.Line("L1", "G0108", 1_000, 1)
                                            .days(MadeUp.TODAY, MadeUp.TODAY)),
                            List.of());
                    sink.claim(
                            number(
                                    one(new MadeUp.Line("L1", "G0108", 1_000, 1)).toBuilder()
                                            .patient(MadeUp.named(MadeUp.JANE, "Doe", "Janet"))
                                            .build(),
                                    "ACCT-3"),
                            List.of());
                    sink.claim(replacement, List.of());
                    sink.claim(
                            number(
                                    replacement.toBuilder().payerControlNumber("ICN2").build(),
                                    "ACCT-4"),
                            List.of());
                });
        for (int i = 0; i < 4; i++) {
            assertEquals(List.of(), codes(i));
        }
    }

    @Test
    void an_original_and_its_replacement_under_one_number_block() {
        ProfessionalClaim visit = MadeUp.officeVisit();
        var changed = visit.toBuilder().payerControlNumber("ICN1");
        prepare(
                sink -> {
                    sink.claim(visit, List.of());
                    sink.claim(changed.frequency(Frequency.REPLACEMENT).build(), List.of());
                    sink.claim(changed.frequency(Frequency.VOID).build(), List.of());
                });
        assertEquals(List.of("MSO-3032", "MSO-3060"), codes(1));
        assertEquals(List.of(), codes(2), "a void may share it");
    }

    @Test
    void names_that_are_written_alike_are_the_same_patient() {
        ProfessionalClaim visit = MadeUp.officeVisit();
        String longName = "Brook".repeat(12);
        List<String> last = List.of("Brook", "Br\u00f6ok", " brook", longName, longName + "er");
        prepare(
                sink -> {
                    int n = 0;
                    for (String name : last) {
                        sink.claim(
                                visit.toBuilder()
                                        .number("N" + n++)
                                        .patient(MadeUp.named(MadeUp.JANE, name, "Jane"))
                                        .build(),
                                List.of());
                    }
                });
        assertEquals(List.of(), codes(0));
        assertEquals(List.of("MSO-3043", "MSO-3030", "MSO-3030"), codes(1));
        assertEquals(List.of("MSO-3030", "MSO-3030"), codes(2));
        assertEquals(List.of(), codes(3));
        assertEquals(List.of("MSO-3043", "MSO-3030", "MSO-3030"), codes(4));
    }

    @Test
    void what_a_blocked_claim_holds_makes_no_later_claim_a_duplicate() {
        ProfessionalClaim visit = MadeUp.officeVisit();
        prepare(
                sink -> {
                    sink.claim(visit.toBuilder().diagnoses(List.of()).build(), List.of());
                    sink.claim(visit, List.of());
                });
        assertEquals(List.of(), codes(1));
    }

    @Test
    void each_of_many_replacements_names_the_original_of_its_patient() {
        int many = 3_000;
        prepare(
                sink -> {
                    for (int i = 0; i < many; i++) {
                        sink.claim(number(MadeUp.officeVisit(i), "ORIGINAL-" + i), List.of());
                    }
                    for (int i = 0; i < many; i++) {
                        sink.claim(
                                MadeUp.officeVisit(i).toBuilder()
                                        .number("REPLACEMENT-" + i)
                                        .payerControlNumber("ICN" + i)
                                        .frequency(Frequency.REPLACEMENT)
                                        .build(),
                                List.of());
                    }
                });
        for (int i = 0; i < many; i++) {
            String told = outcomes.get(many + i).problems().get(0).message();
            assertTrue(told.startsWith("Claim ORIGINAL-" + i + " of the batch"), told);
        }
    }

    private void prepare(ClaimFeed feed) {
        new FakePractice().billing().prepare(feed, new MemoryTarget(), outcomes::add);
    }

    private List<String> codes(int outcome) {
        return outcomes.get(outcome).problems().stream().map(Problem::code).toList();
    }

    private static ProfessionalClaim number(ProfessionalClaim claim, String number) {
        return claim.toBuilder().number(number).build();
    }

    private static ProfessionalClaim one(MadeUp.Line line) {
        return MadeUp.officeVisit().toBuilder()
                .total(Money.ofCents(line.cents))
                .lines(List.of(line.build()))
                .build();
    }
}
