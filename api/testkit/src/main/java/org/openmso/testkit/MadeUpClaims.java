package org.openmso.testkit;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openmso.api.Money;
import org.openmso.api.billing.Accident;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Drug;
import org.openmso.api.billing.Facility;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.Origin;
import org.openmso.api.billing.Payer;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;

/** Claims of people who exist in tests only, and the settings of a practice that bills them. */
public final class MadeUpClaims {
    /** A day after the services of these claims. */
    public static final String NOW = "2026-10-05T09:15:00Z";

    /** The settings of capability {@code billing} with all that the contract asks for. */
    public static final Map<String, String> SETTINGS =
            Map.of(
                    "submitter.name", "Harbor Billing",
                    "submitter.id", "SUBMIT01",
                    "submitter.contact", "EDI Desk",
                    "submitter.phone", "(555) 555-0100",
                    "receiver.name", "Example Plan",
                    "receiver.id", "PAYER01",
                    "usage", "T");

    /** Cents; more than a claim can carry. */
    private static final long LARGE = 100_000_000_000L;

    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);

    private static final BillingProvider CLINIC =
            new BillingProvider(
                    new Provider(true, "Harbor Clinic", "", "1234567893", "207Q00000X"),
                    new Address("100 Main St", "Suite 2", "Springfield", "IL", "627010001"),
                    BillingProvider.TaxIdKind.EI,
                    "990000001");

    private static final Payer PLAN = new Payer("Example Plan", "PAYER01", "CI", Address.NONE);

    private static final Person PATIENT =
            new Person(
                    "Quillfeather",
                    "Zelphira",
                    "",
                    "",
                    Optional.of(LocalDate.of(1947, 3, 29)),
                    Optional.empty(),
                    Person.Gender.F,
                    new Address("5 Thimblerig Ave", "", "Springfield", "IL", "62704"));

    private static final Person CHILD =
            new Person(
                    "Quillfeather",
                    "Bartimaeus",
                    "",
                    "",
                    Optional.of(LocalDate.of(2021, 7, 30)),
                    Optional.empty(),
                    Person.Gender.M,
                    PATIENT.address());

    /** What must never be told of the patient in a message. */
    static final List<String> PRIVATE =
            List.of("quillfeather", "zelphira", "1947-03-29", "19470329", "thimblerig", "zq7mem");

    private MadeUpClaims() {}

    /**
     * An office visit with nothing wrong; its amount is the number in dollars.
     *
     * @param number from 1; makes the claim's control number {@code ACCT-number} and member
     */
    public static ProfessionalClaim visit(int number) {
        return ProfessionalClaim.builder()
                .origin(new Origin("made-up", "Claim/" + number))
                .number("ACCT-" + number)
                .billingProvider(CLINIC)
                .coverage(
                        new Coverage(
                                PLAN,
                                "P",
                                PATIENT,
                                "ZQ7MEM" + number,
                                "GRP100",
                                "",
                                Coverage.SELF,
                                "",
                                Optional.empty(),
                                Optional.empty()))
                .patient(PATIENT)
                .total(Money.ofCents(100L * number))
                .diagnoses(List.of("E119"))
                .lines(List.of(line(100L * number)))
                .build();
    }

    /** The visit without any line: nothing that could be billed. */
    public static ProfessionalClaim withoutLines(int number) {
        return visit(number).toBuilder().lines(List.of()).total(Money.ZERO).build();
    }

    /**
     * Claims as they may come, whole but unusual, each with a number that says what is odd: many
     * lines, every optional part, no part at all, long texts, large amounts. Some could be billed,
     * others not.
     */
    static List<ProfessionalClaim> odd() {
        ProfessionalClaim visit = visit(100);
        Coverage self = visit.coverage();
        return List.of(
                visit.toBuilder()
                        .number("FIFTY-LINES")
                        .lines(IntStream.rangeClosed(1, 50).mapToObj(it -> line(it, 200)).toList())
                        .build(),
                visit.toBuilder()
                        .number("TWELVE-DIAGNOSES")
                        .diagnoses(
                                IntStream.rangeClosed(10, 21).mapToObj(it -> "M25" + it).toList())
                        .build(),
                visit.toBuilder()
                        .number("REPLACEMENT")
                        .frequency(Frequency.REPLACEMENT)
                        .payerControlNumber("ICN0001")
                        .build(),
                visit.toBuilder()
                        .number("VOID")
                        .frequency(Frequency.VOID)
                        .payerControlNumber("ICN0002")
                        .build(),
                visit.toBuilder()
                        .number("DEPENDANT")
                        .coverage(coverage(self, PATIENT, "19"))
                        .patient(CHILD)
                        .build(),
                everyPart(visit),
                visit.toBuilder()
                        .number("LONG-TEXTS")
                        .patient(longNamed(PATIENT))
                        .coverage(coverage(self, longNamed(PATIENT), Coverage.SELF))
                        .priorAuthorization("A".repeat(300))
                        .build(),
                visit.toBuilder()
                        .number("LARGE-AMOUNTS")
                        .total(Money.ofCents(LARGE))
                        .patientPaid(Money.ofCents(-LARGE))
                        .lines(List.of(line(1, LARGE), line(2, -1)))
                        .build(),
                visit.toBuilder()
                        .number("ODD-CODES")
                        .placeOfService("?")
                        .diagnoses(List.of("", "e11.9", "ÄÖÜ"))
                        .lines(List.of(oddlyCoded()))
                        .build(),
                visit.toBuilder().number("NO-LINES").lines(List.of()).total(Money.ZERO).build(),
                visit.toBuilder().number("NO-DIAGNOSES").diagnoses(List.of()).build(),
                ProfessionalClaim.unread(visit.origin(), "NO-PART-AT-ALL").build());
    }

    private static ProfessionalClaim everyPart(ProfessionalClaim visit) {
        var clinician = new Provider(false, "Roe", "Richard", "1928374655", "207Q00000X");
        ServiceLine line = visit.lines().get(0);
        return visit.toBuilder()
                .number("EVERY-PART")
                .otherCoverages(List.of(second(visit.coverage())))
                .priorAuthorization("AUTH0001")
                .accident(new Accident(Accident.Kind.AA, Optional.of(DAY.minusDays(9)), "IL"))
                .onset(DAY.minusDays(9))
                .admission(DAY.minusDays(1))
                .discharge(DAY)
                .patientPaid(Money.ofCents(100))
                .rendering(clinician)
                .referring(clinician)
                .supervising(clinician)
                .facility(new Facility("Harbor Hospital", "", CLINIC.address()))
                .lines(
                        List.of(
                                new ServiceLine(
                                        line.control(),
                                        line.procedure(),
                                        List.of("25", "59", "76", "LT"),
                                        "In words",
                                        line.charge(),
                                        new BigDecimal("0.125"),
                                        true,
                                        "22",
                                        List.of(1),
                                        DAY.minusDays(1),
                                        DAY,
                                        Optional.of(clinician),
                                        Optional.of(
                                                new Drug(
                                                        "00000000001",
                                                        new BigDecimal("1.5"),
                                                        "ML")))))
                .build();
    }

    private static Coverage second(Coverage first) {
        return new Coverage(
                first.payer(),
                "S",
                first.subscriber(),
                "ZQ7MEMB",
                "",
                "Second group",
                Coverage.SELF,
                "",
                Optional.of(DAY.minusYears(1)),
                Optional.of(DAY.plusYears(1)));
    }

    private static Coverage coverage(Coverage like, Person subscriber, String relationship) {
        return new Coverage(
                like.payer(),
                like.responsibility(),
                subscriber,
                like.memberId(),
                like.groupNumber(),
                like.groupName(),
                relationship,
                like.insuranceType(),
                like.from(),
                like.to());
    }

    private static Person longNamed(Person like) {
        return new Person(
                like.lastName() + "-" + "Ñandú".repeat(60),
                like.firstName() + " " + "z".repeat(300),
                "~*:^",
                "JR",
                like.birthDate(),
                like.deathDate(),
                like.gender(),
                like.address());
    }

    private static ServiceLine oddlyCoded() {
        return new ServiceLine(
                "",
                "",
                List.of("", "x"),
                "",
                Money.ZERO,
                new BigDecimal("-1e9"),
                true,
                "",
                List.of(0, 99),
                LocalDate.of(1, 1, 1),
                LocalDate.of(9999, 12, 31),
                Optional.of(Provider.NONE),
                Optional.empty());
    }

    private static ServiceLine line(long cents) {
        return line(1, cents);
    }

    private static ServiceLine line(int number, long cents) {
        return new ServiceLine(
                "L" + number,
                "G0108",
                List.of(),
                "",
                Money.ofCents(cents),
                BigDecimal.ONE,
                false,
                "",
                List.of(1),
                DAY,
                DAY,
                Optional.empty(),
                Optional.empty());
    }
}
