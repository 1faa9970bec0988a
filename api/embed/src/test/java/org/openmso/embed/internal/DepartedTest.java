package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openmso.api.Problem;
import org.openmso.embed.bundles.trace.Trace;

/** When class loaders of what left are spoken of. */
@Timeout(120)
class DepartedTest {
    private static final String NAME = "org.openmso.test.billing";

    private final AtomicLong now = new AtomicLong();
    private final Departed departed = new Departed(now::get);
    private final List<ClassLoader> held = new ArrayList<>();

    /** A loader of one class of its own. */
    private static ClassLoader loader() {
        URL classes = Trace.class.getProtectionDomain().getCodeSource().getLocation();
        try {
            var loader = new URLClassLoader(new URL[] {classes}, null);
            loader.loadClass(Trace.class.getName());
            return loader;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void leavesHeld(String version) {
        ClassLoader loader = loader();
        held.add(loader);
        departed.leaves(NAME, version, loader);
        pass(Duration.ofSeconds(1));
    }

    /** One that nothing holds; it is collected before this returns. */
    private void leavesAndIsCollected(String version) {
        WeakReference<ClassLoader> loader = leavesUnheld(version);
        while (loader.get() != null) {
            System.gc();
        }
        pass(Duration.ofSeconds(1));
    }

    private WeakReference<ClassLoader> leavesUnheld(String version) {
        ClassLoader loader = loader();
        departed.leaves(NAME, version, loader);
        return new WeakReference<>(loader);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void oneThatWasCollectedIsForgotten() {
        leavesAndIsCollected("1.0.0");
        assertEquals(0, departed.alive(NAME));
        pass(Duration.ofMinutes(2));
        assertEquals(List.of(), departed.problems());
    }

    @Test
    void oneThatStaysIsCountedAndNothingIsSaid() {
        leavesHeld("1.0.0");
        leavesAndIsCollected("2.0.0");
        pass(Duration.ofMinutes(2));
        assertEquals(1, departed.alive(NAME));
        assertEquals(0, departed.alive("com.example.other"));
        assertEquals(List.of(), departed.problems());
    }

    @Test
    void twoThatStayAreNoFaultUntilACollectionHasPassedThemOver() {
        leavesHeld("1.0.0");
        leavesHeld("1.1.0");
        pass(Duration.ofMinutes(2));
        assertEquals(List.of(), departed.problems(), "there was no collection yet");
        leavesAndIsCollected("2.0.0");
        Problem told = departed.problems().get(0);
        assertEquals("MSO-1039", told.code());
        assertEquals(NAME, told.path());
        assertTrue(told.message().contains("In memory: 1.0.0, 1.1.0."), told::message);
    }

    @Test
    void withinTheFirstMinuteNothingIsSaid() {
        leavesHeld("1.0.0");
        leavesHeld("1.1.0");
        leavesAndIsCollected("2.0.0");
        assertEquals(List.of(), departed.problems());
    }

    @Test
    void aLoaderThatLoadedNothingIsNoWitnessAgainstTheOthers() throws IOException {
        leavesHeld("1.0.0");
        leavesHeld("1.1.0");
        try (var empty = new URLClassLoader(new URL[0], null)) {
            departed.leaves(NAME, "2.0.0", empty);
        }
        assertEquals(2, departed.alive(NAME), "it is not even counted");
        pass(Duration.ofMinutes(2));
        assertEquals(List.of(), departed.problems());
    }

    @Test
    void threadsOfOneAloneAreReasonEnough() throws Exception {
        var hold = new CountDownLatch(1);
        Thread thread = thread("sleepless", hold);
        thread.setContextClassLoader(loader());
        thread.start();
        try {
            departed.leaves(NAME, "1.0.0", thread.getContextClassLoader());
            pass(Duration.ofMinutes(2));
            String told = departed.problems().get(0).message();
            assertTrue(told.contains("Threads: sleepless."), told);
            assertEquals(
                    Set.of(), departed.keepingTheJvm(1), "as a daemon it keeps no JVM from ending");
        } finally {
            hold.countDown();
            thread.join();
        }
    }

    private static Thread thread(String name, CountDownLatch hold) {
        var thread =
                new Thread(
                        () -> {
                            try {
                                hold.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        name);
        thread.setDaemon(true);
        return thread;
    }

    @Test
    void workThatWasGivenUpIsNamedUntilItReturns() throws Exception {
        var hold = new CountDownLatch(1);
        var work =
                Background.begin(
                        "mso-retire-x",
                        () -> {
                            hold.await();
                            return true;
                        });
        departed.givenUp(NAME, work);
        Problem told = departed.problems().get(0);
        assertEquals("MSO-1044", told.code());
        assertTrue(told.message().contains("mso-retire-x"), told::message);
        hold.countDown();
        assertTrue(work.await());
        assertEquals(List.of(), departed.problems());
    }
}
