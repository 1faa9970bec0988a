package org.openmso.testkit;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openmso.api.Money;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.Coverage;
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

    private static ServiceLine line(long cents) {
        return new ServiceLine(
                "L1",
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
