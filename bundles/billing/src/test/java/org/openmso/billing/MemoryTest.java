package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openmso.api.Money;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Payer;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;

/** What waits for its transaction set is bounded, whatever the EHR puts into a field. */
class MemoryTest {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void four_hundred_claims_with_megabytes_in_every_name_and_address_fit_into_64_mebibytes()
            throws Exception {
        assertEquals("400 ready", child(Crowd.class));
    }

    @Test
    void the_largest_claims_make_a_transaction_set_before_there_are_5000() {
        List<ServiceLine> lines =
                IntStream.rangeClosed(1, 50)
                        .mapToObj(
                                i ->
                                        new MadeUp.Line("L" + i, "G0108", 100 + i, 1)
                                                .description("D".repeat(80))
                                                .rendering(MadeUp.POE)
                                                .build())
                        .toList();
        long total = lines.stream().mapToLong(line -> line.charge().cents()).sum();
        var target = new MemoryTarget();
        BatchReport report =
                new FakePractice()
                        .billing()
                        .prepare(
                                sink -> {
                                    for (int i = 0; i < 3_000; i++) {
                                        sink.claim(
                                                MadeUp.officeVisit(i).toBuilder()
                                                        .lines(lines)
                                                        .total(Money.ofCents(total))
                                                        .build(),
                                                List.of());
                                    }
                                },
                                target,
                                outcome -> {});
        assertEquals(3_000, report.ready());
        assertEquals(2, target.text().lines().filter(line -> line.startsWith("ST*")).count());
    }

    /** In a Java of its own, with little memory. */
    static final class Crowd {
        public static void main(String[] args) {
            BatchReport report =
                    new FakePractice()
                            .billing()
                            .prepare(
                                    sink -> {
                                        for (int i = 0; i < 400; i++) {
                                            sink.claim(spreading(i), List.of());
                                        }
                                    },
                                    new MemoryTarget(),
                                    outcome -> {});
            System.out.println(report.ready() + " ready");
        }

        private static ProfessionalClaim spreading(int number) {
            var address = new Address(text("1"), text("2"), text("3"), "IL", "627010001");
            var broken = new Address(text("1"), "", "", text("IL"), text("6"));
            var person =
                    new Person(
                            text("A"),
                            text("B"),
                            text("C"),
                            text("D"),
                            MadeUp.JANE.birthDate(),
                            Optional.empty(),
                            Person.Gender.F,
                            address);
            var clinic = new Provider(true, text("H"), text("I"), "1234567893", "");
            var coverage =
                    new Coverage(
                            new Payer(text("P"), "PAYER01", "CI", broken),
                            "P",
                            person,
                            "MEM" + number,
                            "",
                            text("G"),
                            Coverage.SELF,
                            "",
                            Optional.empty(),
                            Optional.empty());
            return MadeUp.officeVisit(number).toBuilder()
                    .billingProvider(
                            new BillingProvider(
                                    clinic, address, BillingProvider.TaxIdKind.EI, "990000001"))
                    .coverage(coverage)
                    .patient(person)
                    .build();
        }

        private static String text(String letter) {
            return letter.repeat(MEBIBYTE / letter.length());
        }
    }

    private static String child(Class<?> program) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return output.strip();
    }
}
