package org.openmso.billing;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openmso.api.Health;
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
import org.openmso.api.host.InterchangeTarget;

/**
 * Writes a made-up claim in memory and compares it byte by byte with {@code self-check.837}, often
 * enough that the first real batch meets compiled code; then sees that the scrub blocks a wrong
 * one.
 */
final class SelfCheck {
    // The interpreter hands a method to the compiler after some hundred calls.
    private static final int ROUNDS = 400;

    private static final BillingSettings SETTINGS =
            new BillingSettings(
                    "HARBOR BILLING",
                    "SUBMIT01",
                    "EDI DESK",
                    "5555550100",
                    "EXAMPLE PLAN",
                    "PAYER01",
                    "T");
    private static final PayerFlags NO_FLAGS =
            new PayerFlags(new PracticeSettings("self-check", Map.of()));
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 10, 5, 9, 15);

    private SelfCheck() {}

    static Health run() {
        ProfessionalClaim claim = claim();
        String expected = Resource.text("self-check.837");
        for (int i = 0; i < ROUNDS; i++) {
            if (!written(claim).equals(expected)) {
                return Health.down(
                        Reason.SELF_CHECK.at("", "The made-up claim is not written as expected."));
            }
        }
        var found = new Findings();
        new Scrub(NO_FLAGS, NOW.toLocalDate())
                .judge(claim.toBuilder().total(Money.ofCents(1)).build(), found);
        return found.isBlocking()
                ? Health.up()
                : Health.down(Reason.SELF_CHECK.at("", "The scrub lets a wrong total pass."));
    }

    private static String written(ProfessionalClaim claim) {
        var memory = new Memory();
        var batch =
                new Batch(
                        SETTINGS,
                        NO_FLAGS,
                        AskedRules.none(),
                        NOW,
                        "self-check",
                        sequence -> 1,
                        name -> memory,
                        outcome -> {});
        batch.run(sink -> sink.claim(claim, List.of()));
        return memory.bytes.toString(StandardCharsets.US_ASCII);
    }

    private static ProfessionalClaim claim() {
        var clinic = new Provider(true, "Harbor Clinic", "", "1234567893", "");
        var home = new Address("5 Oak Ave", "", "Springfield", "IL", "62704");
        var patient =
                new Person(
                        "Doe",
                        "Jane",
                        "",
                        "",
                        Optional.of(LocalDate.of(1980, 2, 29)),
                        Optional.empty(),
                        Person.Gender.F,
                        home);
        var coverage =
                new Coverage(
                        new Payer("Example Plan", "PAYER01", "CI", Address.NONE),
                        "P",
                        patient,
                        "MEM0001",
                        "GRP100",
                        "",
                        Coverage.SELF,
                        "",
                        Optional.empty(),
                        Optional.empty());
        return ProfessionalClaim.builder()
                .origin(new Origin("self-check", "Claim/1"))
                .number("ACCT-1001")
                .billingProvider(
                        new BillingProvider(
                                clinic,
                                new Address("100 Main St", "", "Springfield", "IL", "627010001"),
                                BillingProvider.TaxIdKind.EI,
                                "990000001"))
                .coverage(coverage)
                .patient(patient)
                .total(Money.ofCents(15_000))
                .rendering(new Provider(false, "Roe", "Richard", "1928374655", ""))
                .diagnoses(List.of("E119", "D519"))
                .lines(List.of(line("L1", "G0108", 11_000, 1), line("L2", "J3420", 4_000, 2)))
                .build();
    }

    private static ServiceLine line(String control, String procedure, long cents, int pointer) {
        var day = LocalDate.of(2026, 10, 1);
        return new ServiceLine(
                control,
                procedure,
                List.of(),
                "",
                Money.ofCents(cents),
                BigDecimal.ONE,
                false,
                "",
                List.of(pointer),
                day,
                day,
                Optional.empty(),
                Optional.empty());
    }

    private static final class Memory implements InterchangeTarget.Interchange {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public OutputStream stream() {
            return bytes;
        }

        @Override
        public void commit() {
            // In memory, what is written is whole.
        }

        @Override
        public void close() {
            // Nothing to release.
        }
    }
}
