package org.openmso.embed.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.openmso.api.MsoException;
import org.openmso.api.Practice;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.api.spi.Capability;
import org.openmso.embed.CallLimits;

/**
 * One bundle's provider of one capability, in service: its services by practice, and the leases of
 * the calls now inside.
 */
final class Generation {
    /** How long a call waits for a service that another call is opening. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Duration patience;
    private final Class<?> contract;
    private final String name;
    private final Capability<?> capability;
    private final PracticeServiceContext.Factory contexts;
    private final ConcurrentHashMap<String, Room> rooms = new ConcurrentHashMap<>();
    private final Leases leases = new Leases();
    private final FailureWatch failures = new FailureWatch();

    /**
     * Leases given back by what was no call: refusals of the guard, and code on threads of ours.
     */
    private final LongAdder noCalls = new LongAdder();

    private final LimitedCalls limited;
    private final LimitedCalls unlimited;
    private volatile Runnable onFailing = () -> {};

    /**
     * A provider that takes calls from now on.
     *
     * @param name the capability's name in tiers
     * @param limits how long its calls may take, and how many there may be
     */
    Generation(
            Class<?> contract,
            String name,
            Capability<?> capability,
            PracticeServiceContext.Factory contexts,
            CallLimits limits) {
        this(contract, name, capability, contexts, limits, PATIENCE);
    }

    /** The same with another time to wait for a service that another call is opening. */
    Generation(
            Class<?> contract,
            String name,
            Capability<?> capability,
            PracticeServiceContext.Factory contexts,
            CallLimits limits,
            Duration patience) {
        this.patience = patience;
        this.contract = contract;
        this.name = name;
        this.capability = capability;
        this.contexts = contexts;
        this.limited = new LimitedCalls(this, limits);
        this.unlimited = new LimitedCalls(this, CallLimits.NONE);
    }

    Class<?> contract() {
        return contract;
    }

    /** The capability's name in tiers. */
    String name() {
        return name;
    }

    /**
     * Takes a lease; false when this generation takes no more calls. Must be followed by {@link
     * #exit}.
     *
     * @param stripe the calling thread's
     */
    boolean enter(int stripe) {
        return leases.enter(stripe);
    }

    /**
     * Takes a further lease for a call chain that has one.
     *
     * @throws StackOverflowError if the caller has not the stack to give it back
     */
    void enterAgain(int stripe) {
        StackLeft.require();
        leases.enterAgain(stripe);
    }

    /** Gives the lease back. */
    void exit(int stripe) {
        leases.exit(stripe);
    }

    /** A lease that is out is not for a call of the bundle. */
    void isNoCall() {
        noCalls.increment();
    }

    /** Calls now inside, those included that were given up and whose code has not returned. */
    long inside() {
        return Math.max(0, leases.out() - limited.awaited());
    }

    /** Calls that were given up and whose code has not returned. */
    int givenUp() {
        return limited.givenUp();
    }

    /** The class loader of its bundle. */
    ClassLoader loader() {
        return capability.getClass().getClassLoader();
    }

    /** A call failed by the bundle's fault. */
    void failed() {
        if (failures.failed(leases.exits() - noCalls.sum())) {
            onFailing.run();
        }
    }

    /** Calls that were given up hold all places; said once, until one of them returns. */
    void hangs() {
        onFailing.run();
    }

    /** Whether it keeps failing. */
    boolean isFailing() {
        return failures.isFailing();
    }

    /** Whether calls that were given up hold all places, so that no other gets in. */
    boolean isHanging() {
        return limited.areAllGivenUp();
    }

    /** What is to happen when it begins to keep failing; runs on the thread of the failed call. */
    void onFailing(Runnable reaction) {
        onFailing = reaction;
    }

    /**
     * The service for a practice as it is registered now, opened on first use and when its
     * registration changed. The caller holds a lease.
     *
     * @throws org.openmso.api.CapabilityUnavailable (MSO-1205) if the bundle cannot open it, or
     *     another call has been opening it for 10 seconds; the next call tries again
     * @throws org.openmso.api.CapabilityTimedOut (MSO-1207) if it is not open within the deadline
     *     of calls, whichever call opens it
     * @throws org.openmso.api.CapabilityBusy (MSO-1208) if all places are taken
     */
    Object serviceFor(Practice practice) {
        return room(practice).serviceFor(practice, limited);
    }

    /** The same before calls arrive; it takes the time that it takes. */
    void openAhead(Practice practice) {
        room(practice).serviceFor(practice, unlimited);
    }

    /**
     * Not by {@code computeIfAbsent}: whoever runs out of stack inside it leaves a mark in the map
     * that refuses everybody after.
     */
    private Room room(Practice practice) {
        Room room = rooms.get(practice.id());
        if (room == null) {
            var made = new Room();
            room = rooms.putIfAbsent(practice.id(), made);
            return room == null ? made : room;
        }
        return room;
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

    /** The practices whose services are open. */
    List<String> openFor() {
        var open = new ArrayList<String>();
        rooms.forEach(
                (id, room) -> {
                    if (room.isOpen()) {
                        open.add(id);
                    }
                });
        return open;
    }

    /** Takes no more calls. */
    void shut() {
        leases.shut();
    }

    /**
     * Waits for the calls inside.
     *
     * @param deadline by {@link System#nanoTime}
     * @return false when some were still inside then
     */
    boolean awaitNone(long deadline) {
        return leases.awaitNone(deadline);
    }

    /** Tells the provider that no call is inside and none will come. */
    void retire() {
        rooms.clear();
        capability.retired();
    }

    /** Tells the provider that calls are arriving. */
    void promote() {
        capability.promoted();
    }

    /**
     * One practice's service. It is opened outside of any lock, for opening runs the bundle's code,
     * which may call others; callers meanwhile wait for it, but not for ever, as two bundles may
     * each need the other.
     *
     * <p>A caller may come at the brink of its stack. So what must follow calls nothing that could
     * lack stack: it writes fields.
     */
    private final class Room {
        private final Executor threads = limited.threadsOfOnePractice();
        private Opening current;

        Object serviceFor(Practice now, LimitedCalls within) {
            Opening opening;
            boolean mine = false;
            synchronized (this) {
                if (current == null || !current.practice.equals(now)) {
                    current = new Opening(this, now, threads);
                    mine = true;
                }
                opening = current;
            }
            if (mine) {
                try {
                    within.open(opening, threads);
                } finally {
                    // One that never begins must not keep the next call from trying.
                    if (opening.opener == null) {
                        synchronized (this) {
                            if (current == opening) {
                                current = null;
                            }
                        }
                    }
                }
            } else if (opening.opener == Thread.currentThread() && !opening.ended) {
                throw Refusals.notOpened(now.id(), name, "Opening it needs it open already.", null);
            }
            return opening.ended ? opening.answer(mine) : within.waiting(opening::await);
        }

        synchronized boolean isOpen() {
            return current != null && current.ended;
        }
    }

    /** One attempt to open a practice's service; one that fails is forgotten. */
    private final class Opening implements Runnable {
        /** Whoever ends it at the brink of its stack may be unable to wake those who wait. */
        private static final long LOOK_AGAIN_MILLIS = 100;

        private final Room room;
        private final Practice practice;
        private final Executor threads;
        private volatile Thread opener;
        private Object service;
        private Throwable failure;

        /** Written last. */
        private volatile boolean ended;

        Opening(Room room, Practice practice, Executor threads) {
            this.room = room;
            this.practice = practice;
            this.threads = threads;
        }

        @Override
        public void run() {
            try {
                opener = Thread.currentThread();
                service = open();
            } catch (Throwable t) {
                failure = t;
                synchronized (room) {
                    if (room.current == this) {
                        room.current = null;
                    }
                }
            }
            ended = true;
            synchronized (this) {
                notifyAll();
            }
        }

        /**
         * What was opened, or why it was not.
         *
         * @param mine whether the caller began it: an error, as of a stack that was too short, is
         *     nobody else's
         */
        Object answer(boolean mine) {
            if (failure == null) {
                return service;
            }
            if (failure instanceof RuntimeException refused) {
                throw refused;
            }
            if (mine) {
                throw (Error) failure;
            }
            throw Refusals.notOpened(practice.id(), name, "It threw.", failure);
        }

        /**
         * What another call opens.
         *
         * @param most how long that may take, if it is less than everybody's patience
         * @throws TimeoutException if it takes longer
         */
        Object await(Duration most) throws TimeoutException {
            boolean patient = most.compareTo(patience) > 0;
            if (isEndedBy(System.nanoTime() + (patient ? patience : most).toNanos())) {
                return answer(false);
            }
            if (patient) {
                throw Refusals.notOpened(
                        practice.id(),
                        name,
                        "Another call is still opening it; two bundles may each wait for the other.",
                        null);
            }
            throw new TimeoutException();
        }

        private synchronized boolean isEndedBy(long deadline) {
            boolean interrupted = false;
            try {
                while (!ended) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (left <= 0) {
                        return false;
                    }
                    try {
                        wait(Math.min(left, LOOK_AGAIN_MILLIS));
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

        private Object open() {
            try {
                Object opened = capability.open(contexts.contextOf(practice));
                if (contract.isInstance(opened)) {
                    return limited.of(opened, threads);
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
