package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openmso.api.Money;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.testkit.LeakTest;
import org.openmso.testkit.MsoExtension;

/** The bundle as it is shipped, in a host. */
class BundleIT {
    @RegisterExtension
    static final MsoExtension MSO =
            MsoExtension.with(Path.of(System.getProperty("openmso.bundle")))
                    .clock(
                            Clock.fixed(
                                    MadeUp.TODAY.atTime(9, 15).toInstant(ZoneOffset.UTC),
                                    ZoneOffset.UTC))
                    .practice(MsoExtension.PRACTICE)
                    .settings(MsoExtension.PRACTICE, Billing.CAPABILITY, FakePractice.SETTINGS);

    @Test
    void bills_families_without_context_class_loader_and_leaves_no_loader_behind() {
        assertDoesNotThrow(() -> LeakTest.of(MSO).swaps(2).run(BundleIT::bill));
    }

    /** Claims of one subscriber and of one dependant, so that each meets one of its own kind. */
    private static long bill() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(null);
        try {
            long ready =
                    MSO.get(Billing.class)
                            .prepare(
                                    sink -> {
                                        for (int copy = 0; copy < 3; copy++) {
                                            sink.claim(
                                                    visit(MadeUp.self(MadeUp.JANE, "MEM1"), copy),
                                                    List.of());
                                            sink.claim(visit(childOfJane(), copy), List.of());
                                            sink.blocked(MadeUp.officeVisit(), List.of());
                                        }
                                    },
                                    new MemoryTarget(),
                                    outcome -> {})
                            .ready();
            assertEquals(6, ready);
            return ready;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static Coverage childOfJane() {
        return MadeUp.coverage(MadeUp.PLAN, "P", MadeUp.JANE, "MEM2", "19", "");
    }

    private static ProfessionalClaim visit(Coverage coverage, int copy) {
        long cents = 100 + copy;
        return MadeUp.officeVisit().toBuilder()
                .number((coverage.isSelf() ? "A" : "B") + copy)
                .coverage(coverage)
                .patient(coverage.isSelf() ? MadeUp.JANE : MadeUp.TIM)
                .total(Money.ofCents(cents))
                .lines(List.of(MadeUp.line("L1", "G0108", cents, 1)))
                .build();
    }
}
