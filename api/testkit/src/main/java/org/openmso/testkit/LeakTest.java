package org.openmso.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openmso.embed.BundleStatus;
import org.openmso.embed.SwapOutcome;

/**
 * Replaces the bundle under test by copies of itself and calls each of them; afterwards the class
 * loaders of all but one predecessor must have left memory. What holds them: threads that go on,
 * thread locals on the host's threads, statics of the JDK or of the host's libraries.
 *
 * <p>Some libraries hold classes softly, until memory runs short. Run such a test with {@code
 * -XX:SoftRefLRUPolicyMSPerMB=0}, and they let go at once.
 *
 * <pre>{@code
 * LeakTest.of(MSO).swaps(10).run(() -> MSO.get(Billing.class).scrub(claim));
 * }</pre>
 */
public final class LeakTest {
    private static final int COLLECTIONS = 50;

    private final MsoExtension host;
    private int swaps = 10;

    private LeakTest(MsoExtension host) {
        this.host = host;
    }

    /** A test of 10 changes, unless told otherwise. */
    public static LeakTest of(MsoExtension host) {
        return new LeakTest(host);
    }

    /** How many changes are made; at least 2. */
    public LeakTest swaps(int number) {
        if (number < 2) {
            throw new IllegalArgumentException("at least 2: " + number);
        }
        swaps = number;
        return this;
    }

    /**
     * Runs.
     *
     * @param exercise one call or some; called on this thread and on one of a pool, which both live
     *     on
     * @throws AssertionError if a change was refused, a call failed, or class loaders stay
     */
    public void run(Callable<?> exercise) {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            for (int done = 1; done <= swaps; done++) {
                call(pool, exercise);
                SwapOutcome outcome = host.applyRevised();
                if (outcome.result() != SwapOutcome.Result.DONE) {
                    throw new AssertionError("change " + done + " failed: " + outcome);
                }
            }
            call(pool, exercise);
            int alive = alive();
            for (int i = 0; i < COLLECTIONS && alive > 1; i++) {
                System.gc();
                alive = alive();
            }
            if (alive > 1) {
                throw new AssertionError(
                        alive
                                + " class loaders of "
                                + swaps
                                + " earlier versions of "
                                + host.bundle()
                                + " stay in memory; look for threads that go on, thread locals and"
                                + " statics");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void call(ExecutorService pool, Callable<?> exercise) {
        try {
            exercise.call();
            pool.submit(() -> discard(exercise)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError("the exercise failed", e.getCause());
        } catch (Exception e) {
            throw new AssertionError("the exercise failed", e);
        }
    }

    /** An answer that is kept would keep its maker's loader. */
    private static Void discard(Callable<?> exercise) throws Exception {
        exercise.call();
        return null;
    }

    private int alive() {
        return host.mso().bundles().list().stream()
                .filter(it -> it.name().equals(host.bundle()))
                .mapToInt(BundleStatus::loadersAlive)
                .max()
                .orElse(0);
    }
}
