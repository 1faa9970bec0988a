package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.openmso.api.InvalidSettings;
import org.openmso.api.Money;
import org.openmso.api.OutputFailed;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.Origin;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.billing.verify.Segment;
import org.openmso.billing.verify.Structure837P;

/** What becomes of the claims of a batch. */
class BatchTest {
    private final MemoryTarget target = new MemoryTarget();
    private final List<ClaimOutcome> outcomes = new ArrayList<>();

    @Test
    void an_empty_batch_makes_no_interchange() {
        assertEquals(
                new BatchReport(0, 0, Money.ZERO, List.of()), prepare(new FakePractice(), s -> {}));
        assertEquals(0, target.created.get());
    }

    @Test
    void a_batch_of_blocked_claims_makes_no_interchange_and_uses_no_control_number() {
        var practice = new FakePractice();
        BatchReport report =
                prepare(practice, s -> s.claim(number(MadeUp.officeVisit(), ""), List.of()));
        assertEquals(new BatchReport(0, 1, Money.ZERO, List.of()), report);
        assertEquals(1, practice.nextShared("interchange"));
    }

    @Test
    void ready_and_blocked_claims_are_told_in_the_order_of_the_feed_with_all_their_problems() {
        var warning = Problem.warning("MSO-2128", "Coverage/1", "w", "f");
        var error = Problem.error("MSO-2101", "Claim/2", "e", "f");
        ProfessionalClaim wrong = MadeUp.officeVisit(2).toBuilder().total(Money.ofCents(1)).build();
        BatchReport report =
                prepare(
                        new FakePractice(),
                        sink -> {
                            sink.claim(MadeUp.officeVisit(1), List.of(warning));
                            sink.blocked(
                                    ProfessionalClaim.unread(new Origin("in", "Claim/9"), "N9")
                                            .build(),
                                    List.of(error, warning));
                            sink.claim(wrong, List.of(warning));
                            sink.claim(MadeUp.officeVisit(3), List.of());
                        });
        assertEquals(
                new BatchReport(2, 2, Money.ofCents(30_000), List.of("oak-street-000000001.837")),
                report);
        assertEquals(
                List.of("ACCT-1 READY", "N9 BLOCKED", "ACCT-2 BLOCKED", "ACCT-3 READY"),
                outcomes.stream().map(o -> o.claim() + " " + o.status()).toList());
        assertEquals(List.of(warning), outcomes.get(0).problems());
        assertEquals(List.of(error, warning), outcomes.get(1).problems());
        assertEquals(new Origin("in", "Claim/9"), outcomes.get(1).origin());
        assertEquals(warning, outcomes.get(2).problems().get(0));
        assertEquals("MSO-3010", outcomes.get(2).problems().get(1).code());
        assertEquals(Money.ofCents(15_000), outcomes.get(0).charge());
        assertEquals(Money.ZERO, outcomes.get(2).charge());
        assertEquals(2, Structure837P.read(target.bytes()).claims().size());
    }

    @Test
    void the_same_service_on_a_later_claim_blocks_it_and_every_further_one() {
        ProfessionalClaim visit = MadeUp.officeVisit();
        prepare(
                new FakePractice(),
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
                new FakePractice(),
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
                new FakePractice(),
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
                new FakePractice(),
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
                new FakePractice(),
                sink -> {
                    sink.claim(one(new MadeUp.Line("L1", "G0108", 1_000, 1)), List.of());
                    sink.claim(replacement(), List.of());
                });
        assertEquals(List.of(), codes(0));
        assertEquals(List.of("MSO-3060"), codes(1));
        assertEquals(ClaimOutcome.Status.READY, outcomes.get(1).status());
    }

    @Test
    void an_original_after_a_replacement_of_that_day_warns_though_services_differ() {
        prepare(
                new FakePractice(),
                sink -> {
                    sink.claim(replacement(), List.of());
                    sink.claim(one(new MadeUp.Line("L1", "G0108", 1_000, 1)), List.of());
                });
        assertEquals(List.of(), codes(0));
        assertEquals(List.of("MSO-3060"), codes(1));
        assertEquals(ClaimOutcome.Status.READY, outcomes.get(1).status());
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
                new FakePractice(),
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
                new FakePractice(),
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
                new FakePractice(),
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
                new FakePractice(),
                sink -> {
                    sink.claim(visit.toBuilder().diagnoses(List.of()).build(), List.of());
                    sink.claim(visit, List.of());
                });
        assertEquals(List.of(), codes(1));
    }

    @Test
    void more_than_5000_claims_make_further_transaction_sets() {
        int count = 12_001;
        BatchReport report =
                prepare(
                        new FakePractice(),
                        sink -> {
                            for (int i = 0; i < count; i++) {
                                sink.claim(MadeUp.officeVisit(i), List.of());
                            }
                        });
        assertEquals(count, report.ready());
        assertEquals(1, report.interchanges().size());
        Structure837P file = Structure837P.read(target.bytes());
        assertEquals(List.of(), file.faults());
        assertEquals(count, file.claims().size());
        assertEquals(
                List.of("0001", "0002", "0003"),
                file.segments().stream()
                        .filter(s -> s.id().equals("ST"))
                        .map(s -> s.element(2))
                        .toList());
    }

    @Test
    void more_than_100_claims_of_one_patient_make_further_patient_loops() {
        for (boolean self : new boolean[] {true, false}) {
            var own = new MemoryTarget();
            var coverage =
                    MadeUp.coverage(MadeUp.PLAN, "P", MadeUp.JANE, "M1", self ? "18" : "19", "");
            new FakePractice()
                    .billing()
                    .prepare(
                            sink -> {
                                for (int i = 0; i < 250; i++) {
                                    var line = new MadeUp.Line("L1", "G0108", 100 + i, 1);
                                    sink.claim(
                                            number(one(line), "N" + i).toBuilder()
                                                    .coverage(coverage)
                                                    .build(),
                                            List.of());
                                }
                            },
                            own,
                            outcomes::add);
            Structure837P file = Structure837P.read(own.bytes());
            assertEquals(List.of(), file.faults());
            assertEquals(250, file.claims().size());
        }
    }

    @Test
    void control_numbers_never_come_again_over_many_batches() {
        var practice = new FakePractice();
        Set<String> interchanges = new TreeSet<>();
        Set<String> groups = new TreeSet<>();
        Set<String> sets = new TreeSet<>();
        Set<String> references = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            prepare(practice, sink -> sink.claim(MadeUp.officeVisit(), List.of()));
        }
        for (byte[] file : target.visible.values()) {
            for (Segment segment : Structure837P.read(file).segments()) {
                switch (segment.id()) {
                    case "ISA" -> interchanges.add(segment.element(13));
                    case "GS" -> groups.add(segment.element(6));
                    case "ST" -> sets.add(segment.element(2));
                    case "BHT" -> references.add(segment.element(3));
                    default -> {}
                }
            }
        }
        assertEquals(50, target.visible.size());
        assertEquals(50, interchanges.size());
        assertEquals(50, groups.size());
        assertEquals(50, sets.size());
        assertEquals(50, references.size());
    }

    @Test
    void the_last_control_number_is_used_and_the_next_one_refused() {
        var practice = new FakePractice().after("interchange", 999_999_998);
        BatchReport last = prepare(practice, sink -> sink.claim(MadeUp.officeVisit(), List.of()));
        assertEquals(List.of("oak-street-999999999.837"), last.interchanges());
        var refusal =
                assertThrows(
                        OutputFailed.class,
                        () ->
                                prepare(
                                        practice,
                                        sink -> sink.claim(MadeUp.officeVisit(), List.of())));
        assertEquals("MSO-3103", refusal.code());
        assertEquals(1, target.visible.size());
    }

    @Test
    void two_threads_prepare_at_once_and_each_has_a_file_of_its_own() throws Exception {
        var billing = new FakePractice().billing();
        Callable<BatchReport> batch =
                () ->
                        billing.prepare(
                                sink -> {
                                    for (int i = 0; i < 3_000; i++) {
                                        sink.claim(MadeUp.officeVisit(i), List.of());
                                    }
                                },
                                target,
                                outcome -> {});
        var pool = Executors.newFixedThreadPool(2);
        try {
            for (var done : pool.invokeAll(List.of(batch, batch, batch, batch))) {
                assertEquals(3_000, done.get().ready());
            }
        } finally {
            pool.shutdownNow();
        }
        assertEquals(4, target.visible.size());
        for (byte[] file : target.visible.values()) {
            assertEquals(List.of(), Structure837P.read(file).faults());
        }
    }

    @Test
    void today_and_the_times_of_the_file_are_those_of_the_hosts_zone() {
        var samoa = new FakePractice().on(LocalDate.of(2026, 10, 1)).in("Pacific/Pago_Pago");
        prepare(samoa, sink -> sink.claim(MadeUp.officeVisit(), List.of()));
        assertEquals(List.of("MSO-3026", "MSO-3026"), codes(0));

        var hawaii = new FakePractice().on(LocalDate.of(2026, 10, 2)).in("Pacific/Honolulu");
        prepare(hawaii, sink -> sink.claim(MadeUp.officeVisit(), List.of()));
        Segment isa = Structure837P.read(target.bytes()).segments().get(0);
        assertEquals("261001", isa.element(9));
        assertEquals("2315", isa.element(10));
    }

    @Test
    void today_and_the_times_of_the_file_are_those_of_the_practices_zone_where_it_is_set() {
        var samoa = new FakePractice().on(LocalDate.of(2026, 10, 1)).at("Pacific/Pago_Pago");
        prepare(samoa, sink -> sink.claim(MadeUp.officeVisit(), List.of()));
        assertEquals(List.of("MSO-3026", "MSO-3026"), codes(0));
        assertEquals(2, samoa.billing().scrub(MadeUp.officeVisit()).size());

        // The host's clock shows another day than the practice's.
        var hawaii =
                new FakePractice()
                        .on(LocalDate.of(2026, 10, 2))
                        .in("Pacific/Kiritimati")
                        .at("Pacific/Honolulu");
        prepare(hawaii, sink -> sink.claim(MadeUp.officeVisit(), List.of()));
        Segment isa = Structure837P.read(target.bytes()).segments().get(0);
        assertEquals("261001", isa.element(9));
        assertEquals("2315", isa.element(10));
    }

    @Test
    void a_practice_in_no_time_zone_is_refused() {
        var nowhere = new FakePractice().at("Mars/Base");
        var refusal =
                assertThrows(
                        InvalidSettings.class,
                        () ->
                                prepare(
                                        nowhere,
                                        sink -> sink.claim(MadeUp.officeVisit(), List.of())));
        assertEquals("MSO-3101", refusal.code());
        assertEquals("practice oak-street, settings.fhir.zone", refusal.problem().path());
    }

    @Test
    void a_sink_kept_after_the_batch_refuses_claims() {
        var kept = new ArrayList<ClaimSink>();
        prepare(new FakePractice(), kept::add);
        assertThrows(
                IllegalStateException.class,
                () -> kept.get(0).claim(MadeUp.officeVisit(), List.of()));
    }

    @Test
    void an_error_among_the_warnings_of_a_feed_blocks_all_the_same() {
        var error = Problem.error("MSO-2101", "", "e", "f");
        prepare(new FakePractice(), sink -> sink.claim(MadeUp.officeVisit(), List.of(error)));
        assertEquals(ClaimOutcome.Status.BLOCKED, outcomes.get(0).status());
    }

    @Test
    void a_patient_known_by_two_addresses_has_two_loops() {
        prepare(
                new FakePractice(),
                sink -> {
                    sink.claim(MadeUp.officeVisit(1), List.of());
                    sink.claim(
                            MadeUp.officeVisit(1).toBuilder()
                                    .number("OTHER")
                                    .patient(
                                            MadeUp.lived(
                                                    MadeUp.JANE,
                                                    Optional.of(LocalDate.of(1980, 2, 27)),
                                                    Optional.empty()))
                                    .build(),
                            List.of());
                });
        Structure837P file = Structure837P.read(target.bytes());
        assertEquals(List.of(), file.faults());
        assertTrue(file.segments().stream().filter(s -> s.id().equals("HL")).count() == 3);
    }

    private BatchReport prepare(FakePractice practice, ClaimFeed feed) {
        return practice.billing().prepare(feed, target, outcomes::add);
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
