package org.openmso.embed.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the calls inside something that can be shut.
 *
 * <p>A call counts itself first and looks at {@code shut} second; shutting sets {@code shut} first
 * and counts second. So either the call sees the door shut and turns back, or the one who shuts
 * sees the call inside and waits. Entries and exits are counted apart, both only ever growing: when
 * the exits, read first, equal the entries, read second, nobody was inside in between.
 */
final class Leases {
    private static final VarHandle COUNTER = MethodHandles.arrayElementVarHandle(long[].class);

    /** Counters of different threads lie on different cache lines: 16 longs are 128 bytes. */
    private static final int STRIDE = 16;

    private static final int STRIPES = 16;

    /** From a stripe's count of entries to its count of exits. */
    private static final int EXITS = 1;

    private final long[] counts = new long[(STRIPES + 1) * STRIDE];
    private volatile boolean shut;

    /**
     * Takes a lease; false when shut. Must be followed by {@link #exit}.
     *
     * @param stripe the caller's, see {@link #stripeOf}
     */
    boolean enter(int stripe) {
        COUNTER.getAndAdd(counts, stripe, 1L);
        if (shut) {
            exit(stripe);
            return false;
        }
        return true;
    }

    /** Takes a further lease for one who has one, also when shut. */
    void enterAgain(int stripe) {
        COUNTER.getAndAdd(counts, stripe, 1L);
    }

    /** Gives a lease back; also on another stripe. */
    void exit(int stripe) {
        COUNTER.getAndAdd(counts, stripe + EXITS, 1L);
        if (shut) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Gives no more leases. */
    void shut() {
        shut = true;
    }

    /** Leases now out. */
    long out() {
        long exits = exits();
        return sum(0) - exits;
    }

    /** Leases given back since the beginning. */
    long exits() {
        return sum(EXITS);
    }

    /**
     * Waits until none is out; an interruption is kept for later.
     *
     * @param deadline by {@link System#nanoTime}
     * @return false when some were still out then
     */
    synchronized boolean awaitNone(long deadline) {
        boolean interrupted = false;
        try {
            while (out() > 0) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private long sum(int offset) {
        long sum = 0;
        for (int stripe = 1; stripe <= STRIPES; stripe++) {
            sum += (long) COUNTER.getVolatile(counts, stripe * STRIDE + offset);
        }
        return sum;
    }

    /** On which counters a thread counts. */
    static int stripeOf(Thread thread) {
        return (((int) thread.getId() & (STRIPES - 1)) + 1) * STRIDE;
    }
}
