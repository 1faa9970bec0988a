package org.openmso.billing;

import static org.openmso.billing.ScrubCase.of;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openmso.api.Money;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.ServiceLine;

/** What the scrub says of lines, diagnoses, amounts and days. */
class ScrubServicesTest {
    private static final long TOTAL = 15_000;

    @TestFactory
    Stream<DynamicTest> amounts() {
        return Stream.of(
                of(
                        "a total that is not the sum of the lines blocks",
                        c -> c.total(Money.ofCents(15_001)),
                        "3010E CLM02"),
                of("a negative charge blocks", line(l -> l.cents = -5), "3011E 2400[1] SV102"),
                of("a charge of zero blocks", line(l -> l.cents = 0), "3011E 2400[1] SV102"),
                of(
                        "a charge of zero passes where the payer takes it",
                        new FakePractice().with("payers.PAYER01.allows-zero-charge", "true"),
                        line(l -> l.cents = 0)),
                of("no units block", line(l -> l.units("0")), "3012E 2400[1] SV104"),
                of("negative units block", line(l -> l.units("-1")), "3012E 2400[1] SV104"),
                of("four decimals block", line(l -> l.units("1.0001")), "3012E 2400[1] SV104"),
                of("three decimals and zeros pass", line(l -> l.units("1.12500"))),
                of(
                        "nine digits of units block",
                        line(l -> l.units("123456789")),
                        "3012E 2400[1] SV104"),
                of(
                        "units with a million zeros block without being written out",
                        line(l -> l.units = new BigDecimal("1E+1000000")),
                        "3012E 2400[1] SV104"),
                of(
                        "a number with 200,000 zeros after the point blocks at once",
                        line(l -> l.units = new BigDecimal(BigInteger.TEN.pow(200_000), 200_000)),
                        "3012E 2400[1] SV104"),
                of(
                        "a tiny number blocks",
                        line(l -> l.units = new BigDecimal("1E-1000000")),
                        "3012E 2400[1] SV104"),
                of("minutes of a visit block", line(l -> l.minutes("15")), "3013E 2400[1] SV103"),
                of(
                        "minutes of anesthesia pass",
                        line(
                                l -> {
                                    l.procedure = "01999";
                                    l.description = "made up";
                                    l.minutes("15");
                                })),
                of(
                        "a patient who paid more than the total blocks",
                        c -> c.patientPaid(Money.ofCents(15_001)),
                        "3014E AMT*F5"),
                of(
                        "a negative payment of the patient blocks",
                        c -> c.patientPaid(Money.ofCents(-1)),
                        "3014E AMT*F5"),
                of("the largest amount of ten digits passes", line(l -> l.cents = 99_999_999_99L)),
                of(
                        "one cent more blocks",
                        line(l -> l.cents = 100_000_000_00L),
                        "3049E 2400[1] SV102",
                        "3049E CLM02"),
                of(
                        "amounts that overflow a sum block",
                        c ->
                                c.total(Money.ofCents(Long.MAX_VALUE))
                                        .lines(
                                                List.of(
                                                        MadeUp.line(
                                                                "L1", "G0108", Long.MAX_VALUE, 1),
                                                        MadeUp.line(
                                                                "L2", "G0109", Long.MIN_VALUE, 1))),
                        "3011E 2400[2] SV102",
                        "3049E 2400[1] SV102",
                        "3049E 2400[2] SV102",
                        "3049E CLM02"),
                of(
                        "a drug code of 10 digits blocks",
                        line(l -> l.drug(MadeUp.drug("0002606351", "1", "ML"))),
                        "3044E 2410[1] LIN03"),
                of(
                        "a drug in spoons blocks",
                        line(l -> l.drug(MadeUp.drug("00026063512", "1", "TS"))),
                        "3044E 2410[1] LIN03"),
                of(
                        "no quantity of a drug blocks",
                        line(l -> l.drug(MadeUp.drug("00026063512", "0", "UN"))),
                        "3044E 2410[1] LIN03"));
    }

    @TestFactory
    Stream<DynamicTest> diagnoses() {
        return Stream.of(
                of(
                        "no diagnosis blocks, and so do pointers to none",
                        c -> c.diagnoses(List.of()),
                        "3015E 2300 HI",
                        "3017E 2400[1] SV107",
                        "3017E 2400[2] SV107"),
                of(
                        "thirteen diagnoses block",
                        c ->
                                c.diagnoses(
                                        List.of(
                                                "A00", "A01", "A02", "A03", "A04", "A05", "A06",
                                                "A07", "A08", "A09", "A10", "A11", "A12")),
                        "3015E 2300 HI"),
                of(
                        "a diagnosis twice blocks",
                        c -> c.diagnoses(List.of("E119", "E119")),
                        "3016E 2300 HI02"),
                of(
                        "an external cause as principal diagnosis blocks",
                        c -> c.diagnoses(List.of("W000XXA", "E119")),
                        "3018E 2300 HI01"),
                of(
                        "an external cause in second place passes",
                        c -> c.diagnoses(List.of("S134XXA", "V4352XA"))),
                of(
                        "a diagnosis with a dot blocks",
                        c -> c.diagnoses(List.of("E11.9", "D519")),
                        "3019E 2300 HI01"),
                of(
                        "an ICD-9 code blocks",
                        c -> c.diagnoses(List.of("E119", "25000")),
                        "3019E 2300 HI02"),
                of(
                        "codes with letters inside pass",
                        c -> c.diagnoses(List.of("C4A9", "Z3A38", "E10A0", "U071"))),
                of(
                        "a pointer past the diagnoses blocks",
                        line(l -> l.pointers = List.of(3)),
                        "3017E 2400[1] SV107"),
                of(
                        "a pointer of zero blocks",
                        line(l -> l.pointers = List.of(0)),
                        "3017E 2400[1] SV107"),
                of(
                        "the same pointer twice blocks",
                        line(l -> l.pointers = List.of(1, 1)),
                        "3017E 2400[1] SV107"),
                of(
                        "a line without pointer blocks",
                        line(l -> l.pointers = List.of()),
                        "3017E 2400[1] SV107"),
                of(
                        "five pointers block",
                        c ->
                                line(l -> l.pointers = List.of(1, 2, 3, 4, 5))
                                        .apply(
                                                c.diagnoses(
                                                        List.of(
                                                                "A00", "A01", "A02", "A03",
                                                                "A04"))),
                        "3017E 2400[1] SV107"));
    }

    @TestFactory
    Stream<DynamicTest> procedures() {
        return Stream.of(
                of(
                        "a procedure of four blocks",
                        line(l -> l.procedure = "9921"),
                        "3022E 2400[1] SV101-2"),
                of(
                        "a SNOMED code blocks",
                        line(l -> l.procedure = "44054006"),
                        "3022E 2400[1] SV101-2"),
                of(
                        "an unlisted code without words blocks",
                        line(l -> l.procedure = "99499"),
                        "3065E 2400[1] SV101-7"),
                of(
                        "an unlisted code with words passes",
                        line(
                                l -> {
                                    l.procedure = "99499";
                                    l.description = "made up";
                                })),
                of(
                        "a code of HCPCS that ends in 99 without words warns",
                        line(l -> l.procedure = "G0299"),
                        "3065W 2400[1] SV101-7"),
                of("a test of microbes that ends in 99 passes", line(l -> l.procedure = "87799")),
                of("a category III code passes", line(l -> l.procedure = "0075T")),
                of(
                        "a modifier of one blocks",
                        line(l -> l.modifiers("5")),
                        "3020E 2400[1] SV101-3"),
                of(
                        "LT with RT blocks",
                        line(l -> l.modifiers("LT", "RT")),
                        "3021E 2400[1] SV101-3"),
                of(
                        "26 with TC blocks",
                        line(l -> l.modifiers("26", "TC")),
                        "3021E 2400[1] SV101-3"),
                of(
                        "a modifier twice blocks",
                        line(l -> l.modifiers("25", "25")),
                        "3021E 2400[1] SV101-3"),
                of(
                        "five modifiers block",
                        line(l -> l.modifiers("22", "23", "24", "25", "27")),
                        "3021E 2400[1] SV101-3"),
                of(
                        "a place of service of one digit blocks",
                        c -> c.placeOfService("1"),
                        "3023E CLM05-1"),
                of(
                        "a place of service of a line blocks",
                        line(l -> l.place("XX")),
                        "3023E 2400[1] SV105"),
                of(
                        "a hospital stay without admission blocks",
                        c -> c.placeOfService("21"),
                        "3024E DTP*435"),
                of(
                        "a hospital line without admission blocks",
                        line(l -> l.place("21")),
                        "3024E DTP*435"),
                of(
                        "a hospital stay with admission passes",
                        c -> c.placeOfService("21").admission(MadeUp.DAY)),
                of(
                        "the same service twice on a claim warns",
                        c -> twice(c, ""),
                        "3031W 2400[2] SV101-2"),
                of("the same service twice with 76 passes", c -> twice(c, "76")),
                of(
                        "no lines block, and the total is not zero",
                        c -> c.lines(List.of()),
                        "3010E CLM02",
                        "3040E 2400 LX01"));
    }

    @TestFactory
    Stream<DynamicTest> days() {
        LocalDate day = MadeUp.DAY;
        return Stream.of(
                of(
                        "a service before birth blocks",
                        c ->
                                c.patient(
                                        MadeUp.lived(
                                                MadeUp.JANE,
                                                Optional.of(day.plusDays(1)),
                                                Optional.empty())),
                        "3025E 2400[1] DTP03",
                        "3025E 2400[2] DTP03"),
                of("a service of today passes", line(l -> l.days(MadeUp.TODAY, MadeUp.TODAY))),
                of(
                        "a service of tomorrow blocks",
                        line(l -> l.days(MadeUp.TODAY, MadeUp.TODAY.plusDays(1))),
                        "3026E 2400[1] DTP03"),
                of(
                        "a service after death blocks",
                        c ->
                                c.patient(
                                        MadeUp.lived(
                                                MadeUp.JANE,
                                                MadeUp.JANE.birthDate(),
                                                Optional.of(day.minusDays(1)))),
                        "3027E 2400[1] DTP03",
                        "3027E 2400[2] DTP03"),
                of(
                        "a service on the day of death passes",
                        c ->
                                c.patient(
                                        MadeUp.lived(
                                                MadeUp.JANE,
                                                MadeUp.JANE.birthDate(),
                                                Optional.of(day)))),
                of(
                        "days reversed block",
                        line(l -> l.days(day, day.minusDays(1))),
                        "3028E 2400[1] DTP03"),
                of(
                        "a discharge before admission blocks",
                        c -> c.admission(day).discharge(day.minusDays(1)),
                        "3028E DTP*096"),
                of(
                        "a year that X12 cannot write blocks",
                        c ->
                                c.patient(
                                        MadeUp.lived(
                                                MadeUp.JANE,
                                                Optional.of(LocalDate.of(1, 1, 1)),
                                                Optional.empty())),
                        "3052E 2010BA DMG02"),
                of(
                        "the last day of time blocks",
                        line(l -> l.days(day, LocalDate.MAX)),
                        "3026E 2400[1] DTP03",
                        "3052E 2400[1] DTP03"),
                of(
                        "an onset in the year 9999 blocks",
                        c -> c.onset(LocalDate.of(9999, 12, 31)),
                        "3056E DTP*431"),
                of("an onset of today passes", c -> c.onset(MadeUp.TODAY)),
                of(
                        "a Medicare service older than its year blocks",
                        new FakePractice().on(day.plusYears(1).plusDays(4)),
                        c -> c.coverage(medicare()),
                        "3048E 2400[1] DTP03",
                        "3048E 2400[2] DTP03"),
                of(
                        "a Medicare service near the end of its year warns",
                        new FakePractice().on(day.plusYears(1).minusDays(14)),
                        c -> c.coverage(medicare()),
                        "3048W 2400[1] DTP03",
                        "3048W 2400[2] DTP03"),
                of(
                        "a Medicare service 15 days before passes",
                        new FakePractice().on(day.plusYears(1).minusDays(15)),
                        c -> c.coverage(medicare())),
                of(
                        "an old service of a plan whose limit is unknown passes",
                        new FakePractice().on(day.plusYears(3)),
                        c -> c));
    }

    @TestFactory
    Stream<DynamicTest> limits() {
        return Stream.of(
                of("fifty lines pass", c -> many(c, 50)),
                of("fifty-one lines block", c -> many(c, 51), "3040E 2400 LX01"),
                of(
                        "every problem is found, not only the first",
                        c ->
                                c.number("")
                                        .total(Money.ofCents(1))
                                        .placeOfService("")
                                        .diagnoses(List.of("", "")),
                        "3010E CLM02",
                        "3016E 2300 HI02",
                        "3019E 2300 HI01",
                        "3019E 2300 HI02",
                        "3023E CLM05-1",
                        "3041E CLM01"));
    }

    private static Coverage medicare() {
        return MadeUp.coverage(MadeUp.MEDICARE, "P", MadeUp.JANE, "1EG4TE5MK73", "18", "");
    }

    private static ProfessionalClaim.Builder twice(
            ProfessionalClaim.Builder claim, String modifier) {
        var second = new MadeUp.Line("L2", "G0108", TOTAL / 2, 1);
        if (!modifier.isEmpty()) {
            second.modifiers(modifier);
        }
        return claim.lines(List.of(MadeUp.line("L1", "G0108", TOTAL / 2, 1), second.build()));
    }

    private static ProfessionalClaim.Builder many(ProfessionalClaim.Builder claim, int lines) {
        var built = new ArrayList<ServiceLine>();
        for (int i = 1; i <= lines; i++) {
            built.add(MadeUp.line("L" + i, "G0108", 100 + i, 1));
        }
        long total = built.stream().mapToLong(l -> l.charge().cents()).sum();
        return claim.total(Money.ofCents(total)).lines(built);
    }

    /** A claim of one line, changed, with the total that the line asks for. */
    private static UnaryOperator<ProfessionalClaim.Builder> line(Consumer<MadeUp.Line> change) {
        return claim -> {
            var line = new MadeUp.Line("L1", "G0108", TOTAL, 1);
            change.accept(line);
            return claim.total(Money.ofCents(line.cents)).lines(List.of(line.build()));
        };
    }
}
