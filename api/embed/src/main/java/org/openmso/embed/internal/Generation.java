package org.openmso.embed.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.openmso.api.MsoException;
import org.openmso.api.Practice;
import org.openmso.api.registry.RegistrySnapshot;
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

    /** How long a call waits for a service that another call is opening. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Duration patience;
    private final Class<?> contract;
    private final String name;
    private final Capability<?> capability;
    private final PracticeServiceContext.Factory contexts;
    private final ConcurrentHashMap<String, Room> rooms = new ConcurrentHashMap<>();
    private final long[] inside = new long[(STRIPES + 1) * STRIDE];
    private volatile boolean closed;

    /**
     * A provider that takes calls from now on.
     *
     * @param name the capability's name in tiers
     */
    Generation(
            Class<?> contract,
            String name,
            Capability<?> capability,
            PracticeServiceContext.Factory contexts) {
        this(contract, name, capability, contexts, PATIENCE);
    }

    /** The same with another time to wait for a service that another call is opening. */
    Generation(
            Class<?> contract,
            String name,
            Capability<?> capability,
            PracticeServiceContext.Factory contexts,
            Duration patience) {
        this.patience = patience;
        this.contract = contract;
        this.name = name;
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
     * The service for a practice as it is registered now, opened on first use and when its
     * registration changed. The caller holds a lease.
     *
     * @throws org.openmso.api.CapabilityUnavailable (MSO-1205) if the bundle cannot open it, or
     *     another call has been opening it for 10 seconds; the next call tries again
     */
    Object serviceFor(Practice practice) {
        return rooms.computeIfAbsent(practice.id(), id -> new Room()).serviceFor(practice);
    }

    /** Forgets the services of practices that may not call any more. */
    void retainCallers(RegistrySnapshot registry) {
        rooms.keySet()
                .removeIf(
                        id ->
                                registry.practice(id)
                                        .filter(it -> registry.tierOf(it).includes(name))
                                        .isEmpty());
    }

    /** Takes no more calls. */
    void shut() {
        closed = true;
    }

    /**
     * Takes no more calls, waits for those inside until the deadline, then tells the provider that
     * it is retired.
     *
     * @param deadline by {@link System#nanoTime}
     * @return false when calls were still inside then; the provider is not told, and this may be
     *     called again
     */
    boolean close(long deadline) {
        shut();
        boolean interrupted = false;
        while (calls() > 0 && System.nanoTime() - deadline < 0) {
            interrupted |= Thread.interrupted();
            LockSupport.parkNanos(200_000);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (calls() > 0) {
            return false;
        }
        rooms.clear();
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

    /**
     * One practice's service. It is opened outside of any lock, for opening runs the bundle's code,
     * which may call others; callers meanwhile wait for it, but not for ever, as two bundles may
     * each need the other.
     */
    private final class Room {
        private Opening current;

        Object serviceFor(Practice now) {
            Opening opening;
            boolean mine = false;
            synchronized (this) {
                if (current == null || !current.practice.equals(now)) {
                    current = new Opening(now);
                    mine = true;
                }
                opening = current;
            }
            if (mine) {
                opening.task.run();
            } else if (opening.opener == Thread.currentThread() && !opening.task.isDone()) {
                throw Refusals.notOpened(now.id(), name, "Opening it needs it open already.", null);
            }
            try {
                return opening.await();
            } catch (ExecutionException e) {
                forget(opening);
                throw unwrapped(e.getCause());
            }
        }

        private synchronized void forget(Opening failed) {
            if (current == failed) {
                current = null;
            }
        }
    }

    private static RuntimeException unwrapped(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    /** One attempt to open a practice's service, on the thread that made it. */
    private final class Opening {
        private final Practice practice;
        private final Thread opener = Thread.currentThread();
        private final FutureTask<Object> task;

        Opening(Practice practice) {
            this.practice = practice;
            this.task = new FutureTask<>(this::open);
        }

        Object await() throws ExecutionException {
            long deadline = System.nanoTime() + patience.toNanos();
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } catch (TimeoutException e) {
                throw Refusals.notOpened(
                        practice.id(),
                        name,
                        "Another call is still opening it; two bundles may each wait for the other.",
                        null);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private Object open() {
            try {
                Object opened = capability.open(contexts.contextOf(practice));
                if (contract.isInstance(opened)) {
                    return opened;
                }
                throw Refusals.notOpened(
                        practice.id(),
                        name,
                        "What it opened is no " + contract.getName() + ".",
                        null);
            } catch (MsoException e) {
                throw e;
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                throw Refusals.notOpened(practice.id(), name, "It threw.", e);
            }
        }
    }
}
