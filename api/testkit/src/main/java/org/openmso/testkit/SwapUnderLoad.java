package org.openmso.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.openmso.embed.SwapOutcome;

/**
 * Replaces the bundle under test by copies of itself in later versions, again and again, while
 * threads call it: no call may be lost, and each must be answered as before the first change.
 *
 * <p>A provider that still answers after it was {@code retired} cannot be caught here. Let yours
 * close what it holds then, so that a stale answer becomes a failure.
 *
 * <pre>{@code
 * SwapUnderLoad.of(MSO).threads(4).swaps(20).run(() -> MSO.get(Billing.class).scrub(claim));
 * }</pre>
 */
public final class SwapUnderLoad {
    /** How long a change waits for calls to come in before the exercise counts as stuck. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final MsoExtension host;
    private int threads = 4;
    private int swaps = 20;

    private SwapUnderLoad(MsoExtension host) {
        this.host = host;
    }

    /**
     * What a rehearsal saw.
     *
     * @param calls calls answered rightly
     * @param swaps changes made
     * @param longest the longest call, in nanoseconds
     */
    public record Report(long calls, int swaps, long longest) {}

    /** A rehearsal of 20 changes under the calls of 4 threads, unless told otherwise. */
    public static SwapUnderLoad of(MsoExtension host) {
        return new SwapUnderLoad(host);
    }

    /** How many threads call; at least 1. */
    public SwapUnderLoad threads(int number) {
        threads = atLeastOne(number);
        return this;
    }

    /** How many changes are made; at least 1. */
    public SwapUnderLoad swaps(int number) {
        swaps = atLeastOne(number);
        return this;
    }

    /**
     * Runs.
     *
     * @param exercise one call or some, from any thread, with the same answer each time: it is
     *     compared by {@code equals}, arrays by their elements
     * @throws AssertionError if a change was refused, or a call was lost or wrong
     */
    public <T> Report run(Callable<T> exercise) {
        Object right = once(exercise);
        var ended = new AtomicBoolean();
        var callers = new ArrayList<Caller>();
        var calls = new LongAdder();
        for (int i = 1; i <= threads; i++) {
            var caller = new Caller("caller-" + i, exercise, right, ended, calls);
            callers.add(caller);
            caller.start();
        }
        try {
            for (int done = 1; done <= swaps; done++) {
                awaitCalls(callers, calls);
                SwapOutcome outcome = host.applyRevised();
                if (outcome.result() != SwapOutcome.Result.DONE) {
                    throw new AssertionError("change " + done + " failed: " + outcome);
                }
            }
            awaitCalls(callers, calls);
        } finally {
            ended.set(true);
            join(callers);
        }
        failOn(callers);
        return new Report(
                calls.sum(), swaps, callers.stream().mapToLong(it -> it.longest).max().orElse(0));
    }

    private static Object once(Callable<?> exercise) {
        try {
            return exercise.call();
        } catch (Exception | Error e) {
            throw new AssertionError("the exercise fails before any change", e);
        }
    }

    /** Waits until calls came in since the last change; there is no load otherwise. */
    private void awaitCalls(List<Caller> callers, LongAdder calls) {
        long enough = calls.sum() + threads;
        long began = System.nanoTime();
        while (calls.sum() < enough) {
            failOn(callers);
            if (System.nanoTime() - began > PATIENCE) {
                throw new AssertionError("no call came back for a minute");
            }
            LockSupport.parkNanos(100_000);
        }
    }

    private static void failOn(List<Caller> callers) {
        for (Caller caller : callers) {
            if (caller.fault != null) {
                throw new AssertionError(caller.fault, caller.cause);
            }
        }
    }

    private static void join(List<Caller> callers) {
        for (Caller caller : callers) {
            try {
                caller.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static int atLeastOne(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("at least 1: " + number);
        }
        return number;
    }

    private static final class Caller extends Thread {
        private final Callable<?> exercise;
        private final Object right;
        private final AtomicBoolean ended;
        private final LongAdder calls;
        private volatile String fault;
        private volatile Throwable cause;
        private volatile long longest;

        Caller(
                String name,
                Callable<?> exercise,
                Object right,
                AtomicBoolean ended,
                LongAdder calls) {
            super(name);
            setDaemon(true);
            this.exercise = exercise;
            this.right = right;
            this.ended = ended;
            this.calls = calls;
        }

        @Override
        public void run() {
            while (!ended.get() && fault == null) {
                long began = System.nanoTime();
                try {
                    Object answer = exercise.call();
                    if (Objects.deepEquals(right, answer)) {
                        calls.increment();
                    } else {
                        fault = "wrong: " + answer + " instead of " + right;
                    }
                } catch (Throwable t) {
                    cause = t;
                    fault = "lost: a call threw " + t;
                }
                longest = Math.max(longest, System.nanoTime() - began);
            }
        }
    }
}
