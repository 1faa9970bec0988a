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
