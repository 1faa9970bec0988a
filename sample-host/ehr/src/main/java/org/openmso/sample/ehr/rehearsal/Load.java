package org.openmso.sample.ehr.rehearsal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openmso.api.MsoException;

/** Threads that ask one question after the other, without a pause, until they are told to end. */
final class Load implements AutoCloseable {
    /** How many different signs of failure are kept, to be shown. */
    private static final int SIGNS = 20;

    private final Calm calm;
    private final List<Question> questions;
    private final List<Thread> callers = new ArrayList<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();
    private final Set<String> signs = new TreeSet<>();
    private volatile Phase phase = new Phase(0);

    /**
     * What is asked before the first change.
     *
     * @param warmUp calls before durations are taken
     * @param steady calls whose durations are taken
     */
    record Calm(int warmUp, int steady) {
        /** So many that one in a thousand is three of them. */
        static final Calm USUAL = new Calm(1_000, 3_000);
    }

    /** A stretch of the load: how long each of its calls took, up to a number of calls. */
    private static final class Phase {
        private final long[] nanos;
        private final AtomicLong taken = new AtomicLong();
        private final CountDownLatch full;

        Phase(int calls) {
            nanos = new long[calls];
            full = new CountDownLatch(calls);
        }

        void took(long time) {
            long at = taken.getAndIncrement();
            if (at < nanos.length) {
                nanos[(int) at] = time;
                full.countDown();
            }
        }
    }

    /** A load that has not begun. */
    Load(List<Question> questions, int threads, Calm calm) {
        this.calm = calm;
        this.questions = List.copyOf(questions);
        for (int i = 0; i < threads; i++) {
            int first = i;
            callers.add(new Thread(() -> ask(first), "rehearsal-" + i));
        }
    }

    /**
     * Begins, and waits until enough calls were made without any change.
     *
     * @return of the steady state, the duration that one call in a thousand exceeds, in nanoseconds
     */
    long steadyP999() throws InterruptedException {
        Phase warm = new Phase(calm.warmUp);
        phase = warm;
        callers.forEach(Thread::start);
        warm.full.await(10, TimeUnit.MINUTES);
        Phase steady = new Phase(calm.steady);
        phase = steady;
        steady.full.await(10, TimeUnit.MINUTES);
        phase = new Phase(0);
        longest.set(0);
        long[] sorted = steady.nanos.clone();
        Arrays.sort(sorted);
        return sorted[calm.steady - 1 - calm.steady / 1_000];
    }

    /** One call that somebody else makes. */
    void alsoAsked(Question question) {
        count(question);
    }

    /** Calls so far. */
    long calls() {
        return calls.get();
    }

    /** Calls that threw. */
    long lost() {
        return lost.get();
    }

    /** Calls whose answer was not the right one. */
    long wrong() {
        return wrong.get();
    }

    /** The longest call since the steady state, in nanoseconds. */
    long longest() {
        return longest.get();
    }

    /** What went wrong, the first few kinds of it. */
    List<String> signs() {
        synchronized (signs) {
            return List.copyOf(signs);
        }
    }

    /** Ends; returns after the last call. */
    @Override
    public void close() {
        phase = null;
        boolean interrupted = false;
        for (Thread caller : callers) {
            while (caller.isAlive()) {
                try {
                    caller.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(int first) {
        Phase now = phase;
        for (int i = first; now != null; i++) {
            long began = System.nanoTime();
            count(questions.get(i % questions.size()));
            long took = System.nanoTime() - began;
            now.took(took);
            longest.accumulateAndGet(took, Math::max);
            now = phase;
        }
    }

    private void count(Question question) {
        calls.incrementAndGet();
        try {
            if (!question.isAnsweredRight()) {
                wrong.incrementAndGet();
                sign(question.about() + ": another answer than before the changes");
            }
        } catch (Throwable t) {
            // Whatever it is: the call got no answer. Only words are kept, they hold no class.
            lost.incrementAndGet();
            sign(question.about() + ": " + (t instanceof MsoException e ? e.code() : t.getClass()));
        }
    }

    private void sign(String sign) {
        synchronized (signs) {
            if (signs.size() < SIGNS) {
                signs.add(sign);
            }
        }
    }
}
