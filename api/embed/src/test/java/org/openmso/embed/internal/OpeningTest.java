package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openmso.api.CapabilityUnavailable;
import org.openmso.api.Health;
import org.openmso.api.ManagementAgreement;
import org.openmso.api.MsoModel;
import org.openmso.api.Practice;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;
import org.openmso.embed.CallLimits;
import org.openmso.embed.TestHost;

/** Services are opened outside of locks: bundles that need each other get an answer. */
class OpeningTest {
    private static final Practice OAK =
            new Practice(
                    "oak-street",
                    "Oak Street",
                    "plus",
                    new ManagementAgreement(MsoModel.SERVICE_ONLY, "OH", LocalDate.of(2026, 1, 1)),
                    Map.of());

    private static Generation generation(String name, Supplier<Object> opening) {
        var capability =
                new Capability<Object>() {
                    @Override
                    public Object open(PracticeContext practice) {
                        return opening.get();
                    }

                    @Override
                    public Health probe() {
                        return Health.up();
                    }
                };
        return new Generation(
                Object.class,
                name,
                capability,
                practice -> null,
                CallLimits.NONE,
                Duration.ofMillis(50));
    }

    @Test
    void twoBundlesThatOpenEachOtherOnTwoThreadsAreBothRefusedAndNotBlocked() throws Exception {
        var both = new CyclicBarrier(2);
        var a = new AtomicReference<Generation>();
        var b = new AtomicReference<Generation>();
        a.set(generation("a", () -> meet(both, b)));
        b.set(generation("b", () -> meet(both, a)));
        var other = CompletableFuture.supplyAsync(() -> codeOf(b.get()), TestHost.OWN_THREAD);
        assertEquals("MSO-1205", codeOf(a.get()));
        assertEquals("MSO-1205", other.get());
    }

    private static Object meet(CyclicBarrier both, AtomicReference<Generation> needed) {
        try {
            both.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return needed.get().serviceFor(OAK);
    }

    private static String codeOf(Generation generation) {
        return assertThrows(CapabilityUnavailable.class, () -> generation.serviceFor(OAK)).code();
    }

    @Test
    void aBundleThatNeedsItselfToOpenIsRefusedAtOnceAndTriedAgain() {
        var own = new AtomicReference<Generation>();
        var first = new AtomicReference<Boolean>(true);
        own.set(
                generation(
                        "own",
                        () -> first.getAndSet(false) ? own.get().serviceFor(OAK) : "service"));
        assertEquals("MSO-1205", codeOf(own.get()));
        assertEquals("service", own.get().serviceFor(OAK));
    }

    /**
     * A thread comes to the end of its stack, and calls with whatever little is left on each level
     * on its way back, until it is answered.
     */
    private static void callAtTheBrink(Generation generation) {
        var after = new CompletableFuture<Throwable>();
        new Thread(
                        null,
                        () -> {
                            try {
                                brink(generation);
                                after.complete(null);
                            } catch (Throwable t) {
                                after.complete(t);
                            }
                        },
                        "small",
                        256 << 10)
                .start();
        Throwable wrong = after.join();
        if (wrong != null) {
            throw new AssertionError("it is told what the brink is, and nothing else", wrong);
        }
    }

    private static boolean brink(Generation generation) {
        boolean answered;
        try {
            answered = brink(generation);
        } catch (StackOverflowError e) {
            answered = false;
        }
        if (answered) {
            return true;
        }
        try {
            generation.serviceFor(OAK);
            return true;
        } catch (StackOverflowError | CapabilityUnavailable e) {
            return false;
        }
    }

    @Test
    @Timeout(120)
    void whoOpensFirstAtTheBrinkOfItsStackDoesNotSpoilItForTheNext() {
        // Loads the classes, which nobody can at the brink.
        codeOf(generation("odd", () -> null));
        for (int i = 0; i < 60; i++) {
            Generation generation = generation("brink", () -> "service");
            callAtTheBrink(generation);
            assertEquals("service", generation.serviceFor(OAK), "round " + i);
        }
    }
}
