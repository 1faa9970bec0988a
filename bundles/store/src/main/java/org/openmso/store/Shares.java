package org.openmso.store;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many connections each bundle may have at a time, so that one which keeps its connections
 * starves itself and nobody else.
 */
final class Shares {
    /** How long a caller waits for a connection of its bundle to come back. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ConcurrentHashMap<String, Semaphore> free = new ConcurrentHashMap<>();
    private final int each;

    Shares(int each) {
        this.each = each;
    }

    /** Takes one of the bundle's. */
    void take(String bundle) {
        if (!acquired(of(bundle), 1)) {
            throw StoreProblem.SHARE_USED_UP.unavailable(bundle, "They are " + each + ".", null);
        }
    }

    /** Gives it back. */
    void giveBack(String bundle) {
        of(bundle).release();
    }

    /**
     * Takes all of them, so that none is lent while the work is done.
     *
     * @throws org.openmso.api.store.MigrationRefused (MSO-1318) if they do not come back
     */
    void whileNoneIsLent(String bundle, Runnable work) {
        Semaphore all = of(bundle);
        if (!acquired(all, each)) {
            throw StoreProblem.SCHEMA_BUSY.refused(bundle, "", null);
        }
        try {
            work.run();
        } finally {
            all.release(each);
        }
    }

    private Semaphore of(String bundle) {
        // Fair: who waits for all of them is not passed by those who want one.
        return free.computeIfAbsent(bundle, it -> new Semaphore(each, true));
    }

    private static boolean acquired(Semaphore free, int permits) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return free.tryAcquire(
                            permits, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    // The host interrupts its call; the connection is bounded by itself.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
