package org.openmso.billing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.openmso.api.Money;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Drug;
import org.openmso.api.billing.Facility;
import org.openmso.api.billing.Origin;
import org.openmso.api.billing.Payer;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;

/** People, places and claims that exist in tests only. */
final class MadeUp {
    static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    static final LocalDate TODAY = LocalDate.of(2026, 10, 5);

    static final Address OAK_AVENUE = new Address("5 Oak Ave", "", "Springfield", "IL", "62704");
    static final Address MAIN_STREET =
            new Address("100 Main St", "Suite 2", "Springfield", "IL", "627010001");

    static final Provider CLINIC =
            new Provider(true, "Harbor Clinic", "", "1234567893", "207Q00000X");
    static final Provider SECOND_CLINIC = new Provider(true, "Hill Clinic", "", "1000000004", "");
    static final Provider ROE = new Provider(false, "Roe", "Richard", "1928374655", "207Q00000X");
    static final Provider POE = new Provider(false, "Poe", "Paula", "1122334455", "");
    static final Provider LOW = new Provider(false, "Low", "Laura", "1023456787", "");

    static final BillingProvider HARBOR =
            new BillingProvider(CLINIC, MAIN_STREET, BillingProvider.TaxIdKind.EI, "990000001");
    static final BillingProvider HILL =
            new BillingProvider(
                    SECOND_CLINIC,
                    new Address("7 Hill Rd", "", "Peoria", "IL", "616020002"),
                    BillingProvider.TaxIdKind.EI,
                    "990000002");
    static final Facility HOSPITAL =
            new Facility(
                    "Lake Hospital",
                    "1000000012",
                    new Address("1 Lake Dr", "", "Peoria", "IL", "616040001"));

    static final Payer PLAN = new Payer("Example Plan", "PAYER01", "CI", Address.NONE);
    static final Payer SECOND_PLAN =
            new Payer(
                    "Second Plan",
                    "PAYER02",
                    "BL",
                    new Address("9 Pine Ct", "", "Chicago", "IL", "606010003"));
    static final Payer MEDICARE = new Payer("Medicare Part B", "MEDB", "MB", Address.NONE);

    static final Person JANE = person("Doe", "Jane", 1980, Person.Gender.F);
    static final Person JOHN = person("Doe", "John", 1978, Person.Gender.M);
    static final Person TIM = person("Doe", "Tim", 2015, Person.Gender.M);

    private MadeUp() {}

    /** An office visit of a patient who holds the policy; clean. */
    static ProfessionalClaim officeVisit() {
        return ProfessionalClaim.builder()
                .origin(new Origin("made-up", "Claim/1"))
                .number("ACCT-1001")
                .billingProvider(HARBOR)
                .coverage(self(JANE, "MEM0001"))
                .patient(JANE)
                .total(Money.ofCents(15_000))
                .rendering(ROE)
                .diagnoses(List.of("E119", "D519"))
                .lines(List.of(line("L1", "G0108", 11_000, 1), line("L2", "J3420", 4_000, 2)))
                .build();
    }

    /** The clean office visit under another number and of another member. */
    static ProfessionalClaim officeVisit(int number) {
        return officeVisit().toBuilder()
                .origin(new Origin("made-up", "Claim/" + number))
                .number("ACCT-" + number)
                .coverage(self(JANE, "MEM" + number))
                .build();
    }

    static Person person(String last, String first, int year, Person.Gender gender) {
        return new Person(
                last,
                first,
                "",
                "",
                Optional.of(LocalDate.of(year, 2, 28)),
                Optional.empty(),
                gender,
                OAK_AVENUE);
    }

    static Person named(Person person, String last, String first) {
        return new Person(
                last,
                first,
                person.middleName(),
                person.suffix(),
                person.birthDate(),
                person.deathDate(),
                person.gender(),
                person.address());
    }

    static Person living(Person person, Address address) {
        return new Person(
                person.lastName(),
                person.firstName(),
                person.middleName(),
                person.suffix(),
                person.birthDate(),
                person.deathDate(),
                person.gender(),
                address);
    }

    static Person lived(Person person, Optional<LocalDate> birth, Optional<LocalDate> death) {
        return new Person(
                person.lastName(),
                person.firstName(),
                person.middleName(),
                person.suffix(),
                birth,
                death,
                person.gender(),
                person.address());
    }

    static Coverage self(Person person, String memberId) {
        return coverage(PLAN, "P", person, memberId, Coverage.SELF, "");
    }

    static Coverage coverage(
            Payer payer,
            String responsibility,
            Person subscriber,
            String memberId,
            String relationship,
            String insuranceType) {
        return new Coverage(
                payer,
                responsibility,
                subscriber,
                memberId,
                "GRP100",
                "",
                relationship,
                insuranceType,
                Optional.empty(),
                Optional.empty());
    }

    static Coverage holding(Coverage coverage, LocalDate from, LocalDate to) {
        return new Coverage(
                coverage.payer(),
                coverage.responsibility(),
                coverage.subscriber(),
                coverage.memberId(),
                coverage.groupNumber(),
                coverage.groupName(),
                coverage.relationship(),
                coverage.insuranceType(),
                Optional.of(from),
                Optional.of(to));
    }

    static ServiceLine line(String control, String procedure, long cents, Integer... pointers) {
        return new Line(control, procedure, cents, pointers).build();
    }

    static Drug drug(String ndc, String quantity, String unit) {
        return new Drug(ndc, new BigDecimal(quantity), unit);
    }

    /** A line of which tests change one thing. */
    static final class Line {
        String control;
        String procedure;
        List<String> modifiers = List.of();
        String description = "";
        long cents;
        BigDecimal units = BigDecimal.ONE;
        boolean minutes;
        String place = "";
        List<Integer> pointers;
        LocalDate from = DAY;
        LocalDate to = DAY;
        Optional<Provider> rendering = Optional.empty();
        Optional<Drug> drug = Optional.empty();

        Line(String control, String procedure, long cents, Integer... pointers) {
            this.control = control;
            this.procedure = procedure;
            this.cents = cents;
            this.pointers = List.of(pointers);
        }

        Line modifiers(String... codes) {
            modifiers = List.of(codes);
            return this;
        }

        Line description(String text) {
            description = text;
            return this;
        }

        Line units(String number) {
            units = new BigDecimal(number);
            return this;
        }

        Line minutes(String number) {
            minutes = true;
            return units(number);
        }

        Line place(String code) {
            place = code;
            return this;
        }

        Line days(LocalDate first, LocalDate last) {
            from = first;
            to = last;
            return this;
        }

        Line rendering(Provider provider) {
            rendering = Optional.of(provider);
            return this;
        }

        Line drug(Drug given) {
            drug = Optional.of(given);
            return this;
        }

        ServiceLine build() {
            return new ServiceLine(
                    control,
                    procedure,
                    modifiers,
                    description,
                    Money.ofCents(cents),
                    units,
                    minutes,
                    place,
                    pointers,
                    from,
                    to,
                    rendering,
                    drug);
        }
    }
}
