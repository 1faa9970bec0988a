package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openmso.api.Money;
import org.openmso.api.billing.Accident;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Facility;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.Origin;
import org.openmso.api.billing.Payer;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;
import org.openmso.billing.verify.Structure837P;

/** One value at a time is turned against the writer, in a claim that has every part. */
class HostileClaimsTest {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "*",
                    "~",
                    "^",
                    ":",
                    "A*B",
                    "A~B",
                    "A^B",
                    "A:B",
                    "~ST*837*9999~",
                    "\u0000A",
                    "A\r\nB",
                    "\uD83D\uDE00",
                    "\uD83D",
                    "\uDE00",
                    "\u5F20\u4F1F",
                    "\u0301",
                    "\uFEFFA",
                    "\u00C5\u00DF\u0131\u0152",
                    "lower",
                    " A",
                    "A ",
                    "A  B",
                    "X".repeat(81),
                    "\u00E9".repeat(5_000),
                    "Z".repeat(200_000),
                    "0",
                    "-1",
                    "1E9",
                    "\uFF11\uFF12");

    private static final List<LocalDate> DAYS =
            List.of(
                    LocalDate.MIN,
                    LocalDate.of(0, 1, 1),
                    LocalDate.of(1, 1, 1),
                    LocalDate.of(9999, 12, 31),
                    LocalDate.of(10_000, 1, 1),
                    LocalDate.MAX);

    private static final List<Long> CENTS =
            List.of(Long.MIN_VALUE, -1L, 0L, 1L, 10_000_000_000L, Long.MAX_VALUE);

    private static final List<BigDecimal> QUANTITIES =
            List.of(
                    BigDecimal.ZERO,
                    new BigDecimal("-1"),
                    new BigDecimal("0.0001"),
                    new BigDecimal("99999999"),
                    new BigDecimal("1E+9"),
                    new BigDecimal("1E-999999999"),
                    new BigDecimal("1E+999999999"));

    @Test
    void no_single_hostile_value_breaks_a_batch_or_a_file() {
        List<ProfessionalClaim> claims = Spoilt.each(everything(), HostileClaimsTest::others);
        assertTrue(claims.size() > 3_000, () -> "only " + claims.size());
        int ready = 0;
        for (ProfessionalClaim claim : claims) {
            var target = new MemoryTarget();
            var outcomes = new ArrayList<ClaimOutcome>();
            new FakePractice()
                    .billing()
                    .prepare(sink -> sink.claim(claim, List.of()), target, outcomes::add);
            assertEquals(1, outcomes.size());
            if (outcomes.get(0).status() == ClaimOutcome.Status.READY) {
                ready++;
                Structure837P file = Structure837P.read(target.bytes());
                assertEquals(List.of(), file.faults(), target::text);
                assertEquals(1, file.claims().size());
            }
        }
        assertTrue(ready > 500 && ready < claims.size(), "ready: " + ready);
    }

    @Test
    void all_of_them_in_one_batch_are_decided_each_once() {
        List<ProfessionalClaim> claims = Spoilt.each(everything(), HostileClaimsTest::others);
        var target = new MemoryTarget();
        var outcomes = new ArrayList<ClaimOutcome>();
        new FakePractice()
                .billing()
                .prepare(
                        sink -> claims.forEach(claim -> sink.claim(claim, List.of())),
                        target,
                        outcomes::add);
        assertEquals(
                claims.stream().map(ProfessionalClaim::number).toList(),
                outcomes.stream().map(ClaimOutcome::claim).toList());
        Structure837P file = Structure837P.read(target.bytes());
        assertEquals(List.of(), file.faults());
        assertEquals(
                outcomes.stream().filter(o -> o.status() == ClaimOutcome.Status.READY).count(),
                file.claims().size());
    }

    @Test
    void the_claim_with_every_part_is_clean() {
        assertEquals(List.of(), new FakePractice().billing().scrub(everything()));
    }

    @Test
    void a_claim_of_empty_strings_is_blocked_for_all_that_is_missing() {
        var nobody =
                new Person(
                        "",
                        "",
                        "",
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Person.Gender.U,
                        Address.NONE);
        var none = new Provider(false, "", "", "", "");
        var nothing =
                new Coverage(
                        new Payer("", "", "", Address.NONE),
                        "",
                        nobody,
                        "",
                        "",
                        "",
                        "",
                        "",
                        Optional.empty(),
                        Optional.empty());
        ProfessionalClaim claim =
                ProfessionalClaim.builder()
                        .origin(new Origin("", ""))
                        .number("")
                        .billingProvider(
                                new BillingProvider(
                                        none, Address.NONE, BillingProvider.TaxIdKind.EI, ""))
                        .coverage(nothing)
                        .patient(nobody)
                        .total(Money.ZERO)
                        .placeOfService("")
                        .build();
        String codes =
                new FakePractice()
                        .billing().scrub(claim).stream()
                                .map(p -> p.code().substring(4))
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining(" "));
        assertEquals(
                "3001 3003 3004 3005 3006 3007 3015 3023 3040 3041 3042 3045 3046 3047 3054",
                codes);
    }

    @Test
    void twelve_diagnoses_and_fifty_lines_of_the_largest_size_are_written() {
        var diagnoses = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            diagnoses.add("S" + (10 + i) + "XXXA");
        }
        var lines =
                Collections.nCopies(50, 0).stream()
                        .map(zero -> new MadeUp.Line("", "G0108", 199_999_999, 12, 1, 11, 2))
                        .toList();
        int number = 0;
        for (MadeUp.Line line : lines) {
            line.control = "L".repeat(28) + (10 + number++);
            line.modifiers("76", "25", "59", "QW").description("W".repeat(80)).units("99999.999");
            line.rendering(MadeUp.POE).drug(MadeUp.drug("00026063512", "999999999999.999", "ML"));
            line.place("12");
        }
        ProfessionalClaim claim =
                everything().toBuilder()
                        .number("N".repeat(20))
                        .diagnoses(diagnoses)
                        .lines(lines.stream().map(MadeUp.Line::build).toList())
                        .total(Money.ofCents(50 * 199_999_999L))
                        .build();
        assertEquals(List.of(), new FakePractice().billing().scrub(claim));
        var target = new MemoryTarget();
        new FakePractice()
                .billing()
                .prepare(sink -> sink.claim(claim, List.of()), target, outcome -> {});
        Structure837P file = Structure837P.read(target.bytes());
        assertEquals(List.of(), file.faults());
        assertEquals(50, file.claims().get(0).lines());
        assertEquals(new BigDecimal("99999999.5"), file.claims().get(0).total());
    }

    private static List<?> others(Object value) {
        if (value instanceof Origin) {
            return List.of();
        }
        if (value instanceof String) {
            return TEXTS;
        }
        if (value instanceof LocalDate) {
            return DAYS;
        }
        if (value instanceof Long) {
            return CENTS;
        }
        if (value instanceof BigDecimal) {
            return QUANTITIES;
        }
        if (value instanceof Boolean flag) {
            return List.of(!flag);
        }
        if (value instanceof Integer) {
            return List.of(-1, 0, 13, Integer.MAX_VALUE, Integer.MIN_VALUE);
        }
        return List.of();
    }

    /** A dependant's claim with everything that a claim can have. */
    private static ProfessionalClaim everything() {
        var home = new Address("5 Oak Ave", "Apt 1", "Springfield", "IL", "62704");
        var child =
                new Person(
                        "Doe",
                        "Tim",
                        "T",
                        "JR",
                        Optional.of(LocalDate.of(2015, 3, 1)),
                        Optional.of(MadeUp.TODAY),
                        Person.Gender.M,
                        home);
        return MadeUp.officeVisit().toBuilder()
                .coverage(
                        MadeUp.holding(
                                MadeUp.coverage(
                                        MadeUp.SECOND_PLAN, "P", MadeUp.JOHN, "MEM2", "19", ""),
                                LocalDate.of(2020, 1, 1),
                                LocalDate.of(2026, 12, 31)))
                .otherCoverages(
                        List.of(
                                MadeUp.coverage(
                                        MadeUp.SECOND_PLAN, "S", MadeUp.JANE, "MEM3", "01", "")))
                .patient(child)
                .frequency(Frequency.REPLACEMENT)
                .payerControlNumber("ICN1")
                .priorAuthorization("AUTH1")
                .accident(
                        new Accident(Accident.Kind.AA, Optional.of(LocalDate.of(2026, 9, 1)), "IL"))
                .onset(LocalDate.of(2026, 9, 2))
                .admission(LocalDate.of(2026, 9, 30))
                .discharge(LocalDate.of(2026, 10, 2))
                .patientPaid(Money.ofCents(100))
                .referring(MadeUp.POE)
                .supervising(MadeUp.LOW)
                .facility(new Facility("Lake Hospital", "1000000012", MadeUp.HOSPITAL.address()))
                .total(Money.ofCents(15_000))
                .lines(
                        List.of(
                                new MadeUp.Line("L1", "J3490", 15_000, 1, 2)
                                        .modifiers("25", "59")
                                        .description("made up")
                                        .units("1.5")
                                        .place("12")
                                        .days(MadeUp.DAY, MadeUp.DAY.plusDays(1))
                                        .rendering(MadeUp.POE)
                                        .drug(MadeUp.drug("00026063512", "2.5", "ML"))
                                        .build()))
                .build();
    }
}
