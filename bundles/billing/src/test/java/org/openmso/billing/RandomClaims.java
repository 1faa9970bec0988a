package org.openmso.billing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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

/**
 * Claims made by chance: most parts good, some hostile. How often a part is hostile is given, so
 * that a test can have claims that mostly pass, or such that never do.
 */
final class RandomClaims {
    private static final String[] HOSTILE = {
        "",
        " ",
        "*",
        "~",
        "^",
        ":",
        "A*B~C:D^E",
        "ISA*00*",
        "~ST*837",
        "\u0000",
        "\r\n",
        "\uD83D\uDE00",
        "\uD83D",
        "\u5F20\u4F1F",
        "Nu\u00F1ez",
        "\u0301",
        "a\u0301\u0301",
        "X".repeat(200),
        "\uFFFF",
        "\u202Eabc",
        "'; DROP TABLE",
        "&amp;",
        "0",
        "-1",
        "1E9",
        "null",
        "  lead",
        "trail  ",
        "\u00DF",
    };
    private static final String[] NAMES = {
        "Doe", "Roe", "Poe", "O'Hara", "van der Low", "Nu\u00F1ez"
    };
    private static final String[] CODES = {"G0108", "J3420", "99213", "0001F", "99499"};
    private static final String[] DIAGNOSES = {"E119", "D519", "Z3A38", "C4A9", "U071", "S134XXA"};
    private static final String[] STATES = {"IL", "NY", "PR", "AE"};

    private final Random random;
    private final double hostility;
    private int made;

    RandomClaims(long seed, double hostility) {
        this.random = new Random(seed);
        this.hostility = hostility;
    }

    ProfessionalClaim next() {
        made++;
        Person patient = person();
        List<ServiceLine> lines = new ArrayList<>();
        List<String> diagnoses = new ArrayList<>();
        int count = 1 + random.nextInt(hostile() ? 14 : DIAGNOSES.length);
        for (int i = 0; i < count; i++) {
            diagnoses.add(text(DIAGNOSES[i % DIAGNOSES.length]));
        }
        int lineCount = hostile() ? random.nextInt(60) : 1 + random.nextInt(4);
        long total = 0;
        for (int i = 1; i <= lineCount; i++) {
            ServiceLine line = line(i, count);
            lines.add(line);
            total += hostile() ? 1 : line.charge().cents();
        }
        var builder =
                ProfessionalClaim.builder()
                        .origin(new Origin("random", "Claim/" + made))
                        .number(text("C-" + made))
                        .billingProvider(billingProvider())
                        .coverage(coverage("P", patient))
                        .patient(patient)
                        .total(Money.ofCents(total))
                        .placeOfService(text("11"))
                        .signatureOnFile(random.nextBoolean())
                        .acceptsAssignment(random.nextBoolean())
                        .benefitsAssigned(random.nextBoolean())
                        .releaseOfInformation(random.nextBoolean())
                        .patientPaid(Money.ofCents(hostile() ? random.nextLong() : 0))
                        .diagnoses(diagnoses)
                        .lines(lines);
        optionalParts(builder);
        return builder.build();
    }

    private void optionalParts(ProfessionalClaim.Builder builder) {
        if (random.nextInt(4) == 0) {
            builder.otherCoverages(List.of(coverage("S", person())));
        }
        if (random.nextInt(4) == 0) {
            builder.frequency(random.nextBoolean() ? Frequency.REPLACEMENT : Frequency.VOID)
                    .payerControlNumber(text("ICN" + made));
        }
        if (random.nextInt(4) == 0) {
            builder.priorAuthorization(text("AUTH" + made));
        }
        if (random.nextInt(6) == 0) {
            var kind = Accident.Kind.values()[random.nextInt(3)];
            builder.accident(new Accident(kind, Optional.of(day()), text("IL")));
        }
        if (random.nextInt(6) == 0) {
            builder.onset(day()).admission(MadeUp.DAY).discharge(MadeUp.TODAY);
        }
        if (random.nextBoolean()) {
            builder.rendering(provider());
        }
        if (random.nextInt(4) == 0) {
            builder.referring(provider()).supervising(provider());
        }
        if (random.nextInt(4) == 0) {
            builder.facility(
                    new Facility(text("Lake Hospital"), text("1000000012"), address("606010001")));
        }
    }

    private ServiceLine line(int number, int diagnoses) {
        var line =
                new MadeUp.Line(
                        text("L" + number),
                        text(pick(CODES)),
                        hostile() ? random.nextLong() : 1 + random.nextInt(1_000_000),
                        1 + random.nextInt(diagnoses));
        line.units = quantity();
        line.minutes = hostile();
        line.description = random.nextInt(3) == 0 ? text("what was done") : "";
        line.place = random.nextInt(5) == 0 ? text("12") : "";
        if (random.nextInt(3) == 0) {
            line.modifiers(text("25"), text("59"));
        }
        LocalDate from = day();
        line.days(from, hostile() ? day() : random.nextBoolean() ? from : MadeUp.TODAY);
        if (random.nextInt(5) == 0) {
            line.rendering(provider());
        }
        if (random.nextInt(5) == 0) {
            line.drug(new Drug(text("00026063512"), quantity(), text("ML")));
        }
        return line.build();
    }

    private BillingProvider billingProvider() {
        return new BillingProvider(
                hostile() ? provider() : MadeUp.CLINIC,
                hostile() ? address("627010001") : MadeUp.MAIN_STREET,
                BillingProvider.TaxIdKind.EI,
                text("990000001"));
    }

    private Coverage coverage(String rank, Person patient) {
        boolean self = random.nextBoolean();
        return new Coverage(
                new Payer(text("Example Plan"), text("PAYER01"), text("CI"), payerAddress()),
                text(rank),
                self ? patient : person(),
                text("MEM" + random.nextInt(100_000)),
                random.nextBoolean() ? text("GRP1") : "",
                random.nextBoolean() ? text("Group One") : "",
                text(self ? "18" : "19"),
                hostile() ? "12" : "",
                Optional.empty(),
                hostile() ? Optional.of(day()) : Optional.empty());
    }

    private Address payerAddress() {
        return random.nextBoolean() ? Address.NONE : address("606010003");
    }

    private Person person() {
        return new Person(
                text(pick(NAMES)),
                text("Jane"),
                random.nextInt(3) == 0 ? text("Q") : "",
                random.nextInt(5) == 0 ? text("JR") : "",
                hostile() ? Optional.empty() : Optional.of(LocalDate.of(1980, 2, 29)),
                random.nextInt(20) == 0 ? Optional.of(MadeUp.TODAY) : Optional.empty(),
                Person.Gender.values()[random.nextInt(3)],
                address("62704"));
    }

    private Provider provider() {
        return new Provider(
                hostile(),
                text("Poe"),
                text("Paula"),
                text(random.nextBoolean() ? "1122334455" : "1023456787"),
                random.nextBoolean() ? text("207Q00000X") : "");
    }

    private Address address(String zip) {
        return new Address(
                text(random.nextInt(999) + " Oak Ave"),
                random.nextInt(3) == 0 ? text("Apt 2") : "",
                text("Springfield"),
                text(pick(STATES)),
                text(zip));
    }

    private BigDecimal quantity() {
        if (hostile()) {
            return BigDecimal.valueOf(random.nextLong(), random.nextInt(40) - 20);
        }
        return BigDecimal.valueOf(1 + random.nextInt(99_999), random.nextInt(4));
    }

    private LocalDate day() {
        return hostile()
                ? LocalDate.ofEpochDay(random.nextInt(8_000_000) - 1_000_000)
                : MadeUp.DAY.plusDays(random.nextInt(4));
    }

    private String text(String good) {
        return hostile() ? pick(HOSTILE) : good;
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private boolean hostile() {
        return random.nextDouble() < hostility;
    }
}
