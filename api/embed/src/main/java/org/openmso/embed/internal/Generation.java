package org.openmso.embed.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.openmso.api.Practice;
import org.openmso.api.spi.Capability;

/**
 * One bundle's provider of one capability, in service: its services by practice, and the leases of
 * the calls now inside.
 *
 * <p>A call enters by counting itself first and looking at {@code closed} second; closing sets
 * {@code closed} first and counts second. So either the call sees the door shut and turns back, or
 * the closer sees the call inside and waits.
 */
final class Generation {
    private static final VarHandle COUNTER = MethodHandles.arrayElementVarHandle(long[].class);

    /** Counters of different threads lie on different cache lines: 16 longs are 128 bytes. */
    private static final int STRIDE = 16;

    private static final int STRIPES = 16;

    private final Capability<?> capability;
    private final PracticeServiceContext.Factory contexts;
    private final ConcurrentHashMap<String, Opened> services = new ConcurrentHashMap<>();
    private final long[] inside = new long[(STRIPES + 1) * STRIDE];
    private volatile boolean closed;

    Generation(Capability<?> capability, PracticeServiceContext.Factory contexts) {
        this.capability = capability;
        this.contexts = contexts;
    }

    /**
     * Takes a lease; false when this generation takes no more calls. Must be followed by {@link
     * #exit}, same thread.
     */
    boolean enter() {
        int stripe = stripe();
        COUNTER.getAndAdd(inside, stripe, 1L);
        if (closed) {
            COUNTER.getAndAdd(inside, stripe, -1L);
            return false;
        }
        return true;
    }

    /** Gives the lease back. */
    void exit() {
        COUNTER.getAndAdd(inside, stripe(), -1L);
    }

    /**
     * The service for a practice as it is registered now, opened on first use. The caller holds a
     * lease.
     */
    Object serviceFor(Practice practice) {
        return services.compute(
                        practice.id(),
                        (id, opened) ->
                                opened != null && opened.practice.equals(practice)
                                        ? opened
                                        : new Opened(
                                                practice,
                                                Objects.requireNonNull(
                                                        capability.open(
                                                                contexts.contextOf(practice)))))
                .service;
    }

    private record Opened(Practice practice, Object service) {}

    /**
     * Takes no more calls, waits for those inside, then tells the provider that it is retired.
     *
     * @return false when calls were still inside at the end of the time; the provider is then not
     *     told
     */
    boolean close(long timeoutNanos) {
        closed = true;
        long deadline = System.nanoTime() + timeoutNanos;
        while (calls() > 0) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(200_000);
        }
        services.clear();
        capability.retired();
        return true;
    }

    /** Calls now inside. */
    private long calls() {
        long sum = 0;
        for (int stripe = 1; stripe <= STRIPES; stripe++) {
            sum += (long) COUNTER.getVolatile(inside, stripe * STRIDE);
        }
        return sum;
    }

    private static int stripe() {
        return (((int) Thread.currentThread().getId() & (STRIPES - 1)) + 1) * STRIDE;
    }
}
