package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openmso.api.CapabilityUnavailable;
import org.openmso.api.Health;
import org.openmso.api.ManagementAgreement;
import org.openmso.api.MsoException;
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
        return generation(name, opening, CallLimits.NONE);
    }

    private static Generation generation(String name, Supplier<Object> opening, CallLimits limits) {
        return generation(name, opening, limits, Duration.ofMillis(50));
    }

    private static Generation generation(
            String name, Supplier<Object> opening, CallLimits limits, Duration patience) {
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
                CharSequence.class, name, capability, practice -> null, limits, patience);
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

    @Test
    void whoWaitsForAnothersOpeningHasAPlaceAndNoMoreTimeThanACall() throws Exception {
        var hold = new CountDownLatch(1);
        var opens = new CountDownLatch(1);
        var limits = CallLimits.of(Duration.ofMillis(20), 2);
        Generation slow =
                generation(
                        "slow",
                        () -> {
                            opens.countDown();
                            awaitOrFail(hold);
                            return "service";
                        },
                        limits);
        assertTrue(slow.enter(Leases.stripeOf(Thread.currentThread())));
        assertEquals("MSO-1207", refusalOf(slow));
        opens.await();
        assertEquals("MSO-1207", refusalOf(slow), "it waits no longer than for its own");
        hold.countDown();
    }

    @Test
    void whoFindsNoPlaceToWaitIsRefusedAtOnce() throws Exception {
        var hold = new CountDownLatch(1);
        var opens = new CountDownLatch(1);
        var limits = new CallLimits(Optional.empty(), OptionalInt.of(2));
        Generation slow =
                generation(
                        "slow",
                        () -> {
                            opens.countDown();
                            awaitOrFail(hold);
                            return "service";
                        },
                        limits,
                        Duration.ofMinutes(5));
        var first = CompletableFuture.supplyAsync(() -> answer(slow), TestHost.OWN_THREAD);
        opens.await();
        var second = CompletableFuture.supplyAsync(() -> answer(slow), TestHost.OWN_THREAD);
        var third = CompletableFuture.supplyAsync(() -> answer(slow), TestHost.OWN_THREAD);
        assertEquals("MSO-1208", CompletableFuture.anyOf(second, third).get());
        hold.countDown();
        assertEquals("open", first.get());
        assertEquals(Set.of("open", "MSO-1208"), Set.of(second.get(), third.get()));
    }

    private static String answer(Generation generation) {
        try {
            generation.serviceFor(OAK);
            return "open";
        } catch (MsoException e) {
            return e.code();
        }
    }

    private static String refusalOf(Generation generation) {
        return assertThrows(MsoException.class, () -> generation.serviceFor(OAK)).code();
    }

    private static void awaitOrFail(CountDownLatch latch) {
        boolean open = false;
        while (!open) {
            try {
                latch.await();
                open = true;
            } catch (InterruptedException e) {
                // A loop takes no notice of it.
                continue;
            }
        }
    }
}
