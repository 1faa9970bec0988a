package org.openmso.embed.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.openmso.embed.CallLimits;

/**
 * Keeps the calls of one generation within its limits. With a deadline, calls run on threads of
 * ours while their callers wait: only so can a caller be let go whatever the bundle does. A call
 * that was given up still counts as inside, until its code returns.
 *
 * <p>Reflection is in order here: handing a call to another thread costs a hundred times as much.
 * Without limits nothing of this is on the way of a call.
 */
final class LimitedCalls {
    /** So long a thread waits for its practice's next call; the calls of a batch are closer. */
    private static final Duration IDLE = Duration.ofMillis(100);

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Generation generation;
    private final CallLimits limits;
    private final Semaphore free;
    private final AtomicLong thread = new AtomicLong();
    private final AtomicInteger awaited = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final AtomicInteger stuck = new AtomicInteger();

    /** Whether it was said that calls which were given up hold all places. */
    private final AtomicBoolean told = new AtomicBoolean();

    LimitedCalls(Generation generation, CallLimits limits) {
        this.generation = generation;
        this.limits = limits;
        this.free = new Semaphore(limits.concurrency().orElse(Integer.MAX_VALUE));
    }

    /**
     * The threads of one practice's calls, and of nobody else's: what a call leaves in thread
     * locals, no other practice's finds. Idle ones end soon, so there is nothing to close.
     */
    Executor threadsOfOnePractice() {
        return limits.deadline().isEmpty()
                ? Runnable::run
                : new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new SynchronousQueue<>(),
                        this::newThread);
    }

    /** It begins without the thread locals of whoever happens to call first. */
    private Thread newThread(Runnable work) {
        String name = "mso-call-" + generation.name() + "-" + thread.incrementAndGet();
        var made = new Thread(null, work, name, 0, false);
        made.setDaemon(true);
        return made;
    }

    /**
     * A practice's service, behind the limits if there are any.
     *
     * @param threads the practice's
     */
    Object of(Object service, Executor threads) {
        if (limits.isNone()) {
            return service;
        }
        Class<?> contract = generation.contract();
        InvocationHandler handler =
                (proxy, method, arguments) ->
                        method.getDeclaringClass() == Object.class
                                ? method.invoke(service, arguments)
                                : call(threads, service, method, arguments);
        return Proxy.newProxyInstance(
                contract.getClassLoader(), new Class<?>[] {contract}, handler);
    }

    private Object call(Executor threads, Object service, Method method, Object[] arguments)
            throws Throwable {
        takePlace();
        if (limits.deadline().isEmpty()) {
            try {
                return invoke(service, method, arguments);
            } finally {
                free.release();
            }
        }
        return onThreadOfOurs(threads, () -> invoke(service, method, arguments));
    }

    /** A place must be given back; one that is not to be had is no call of the bundle's. */
    private void takePlace() {
        if (!free.tryAcquire()) {
            generation.isNoCall();
            throw Refusals.busy(generation.name(), limits.concurrency().orElseThrow());
        }
    }

    /**
     * Opens a practice's service: on the caller's thread, or within the deadline if there is one.
     *
     * @param threads the practice's
     */
    void open(Runnable opening, Executor threads) {
        takePlace();
        if (limits.deadline().isEmpty()) {
            try {
                opening.run();
            } finally {
                free.release();
            }
            return;
        }
        try {
            onThreadOfOurs(
                    threads,
                    () -> {
                        opening.run();
                        return null;
                    });
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException("an opening throws nothing checked", t);
        }
    }

    /** What another call opens: within the deadline, and with a place, as any call. */
    Object waiting(Awaited opening) {
        takePlace();
        try {
            return opening.await(limits.deadline().orElse(FOR_EVER));
        } catch (TimeoutException e) {
            generation.failed();
            throw Refusals.timedOut(generation.name(), limits.deadline().orElseThrow());
        } finally {
            free.release();
        }
    }

    /** Something that another call does. */
    @FunctionalInterface
    interface Awaited {
        Object await(Duration most) throws TimeoutException;
    }

    /** The caller has a place, and has it until the work returns. */
    private Object onThreadOfOurs(Executor threads, CallChain.Work<Object> work) throws Throwable {
        Call call;
        try {
            HandOver handOver = CallChain.ofThread().handOver();
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            call = new Call(handOver, work, context);
            generation.enterAgain(CallChain.ofThread().stripe());
        } catch (StackOverflowError | OutOfMemoryError e) {
            free.release();
            throw e;
        }
        awaited.incrementAndGet();
        try {
            threads.execute(call);
        } catch (Throwable t) {
            call.left();
            throw t;
        }
        return await(call);
    }

    private Object await(Call call) throws Throwable {
        long nanos = limits.deadline().orElseThrow().toNanos();
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return call.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    // Whoever wants this caller to stop wants the bundle to stop.
                    interrupted = true;
                    call.interrupt();
                }
            }
        } catch (ExecutionException e) {
            CallChain.ofThread().blamed(call.handOver.blamed);
            throw e.getCause();
        } catch (TimeoutException e) {
            giveUp(call);
            throw Refusals.timedOut(generation.name(), limits.deadline().orElseThrow());
        } finally {
            call.handOver.passes = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void giveUp(Call call) {
        boolean own = call.isInBundle();
        givenUp.incrementAndGet();
        stuck.addAndGet(own ? 1 : 0);
        if (call.stay.compareAndSet(Stay.AWAITED, own ? Stay.STUCK : Stay.GIVEN_UP)) {
            awaited.decrementAndGet();
        } else {
            givenUp.decrementAndGet();
            stuck.addAndGet(own ? -1 : 0);
        }
        call.cancel(true);
        if (own) {
            generation.failed();
        }
        if (areAllGivenUp() && 2 * stuck.get() >= givenUp.get() && !told.getAndSet(true)) {
            generation.hangs();
        }
    }

    /** Calls on threads of ours that their callers wait for; each of both has a lease. */
    int awaited() {
        return awaited.get();
    }

    /** Calls that were given up and whose code has not returned. */
    int givenUp() {
        return givenUp.get();
    }

    /** Whether these have all places. */
    boolean areAllGivenUp() {
        return limits.concurrency().isPresent() && givenUp.get() >= limits.concurrency().getAsInt();
    }

    private static Object invoke(Object service, Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(service, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /**
     * One call on a thread of ours. It is inside until its code returns, awaited or not; who gets
     * its answer finds it gone.
     */
    private final class Call extends FutureTask<Object> {
        private final HandOver handOver;
        private final AtomicReference<Stay> stay;
        private final ClassLoader context;
        private Thread runner;

        Call(HandOver handOver, CallChain.Work<Object> work, ClassLoader context) {
            this(handOver, work, context, new AtomicReference<>(Stay.AWAITED));
        }

        private Call(
                HandOver handOver,
                CallChain.Work<Object> work,
                ClassLoader context,
                AtomicReference<Stay> stay) {
            super(
                    () -> {
                        try {
                            return CallChain.within(handOver, generation, work);
                        } catch (Exception | Error e) {
                            throw e;
                        } catch (Throwable t) {
                            throw new IllegalStateException("a checked throwable of no kind", t);
                        } finally {
                            leave(stay);
                        }
                    });
            this.handOver = handOver;
            this.stay = stay;
            this.context = context;
        }

        @Override
        public void run() {
            synchronized (this) {
                runner = Thread.currentThread();
            }
            // Callbacks are the caller's code; and what the call leaves here, the practice's next
            // one does not find.
            Thread.currentThread().setContextClassLoader(context);
            try {
                super.run();
            } finally {
                Thread.currentThread().setContextClassLoader(null);
                synchronized (this) {
                    runner = null;
                }
                // An interruption meant for this call must not meet the thread's next one.
                Thread.interrupted();
                left();
            }
        }

        synchronized void interrupt() {
            if (runner != null) {
                runner.interrupt();
            }
        }

        /** Whether it is the bundle's own code that goes on now. */
        synchronized boolean isInBundle() {
            Switchboard board = handOver.board();
            return runner == null
                    || Origin.isAt(
                            runner.getStackTrace(),
                            generation.loader(),
                            board == null ? Set.of() : board.loaders());
        }

        /** It never ran, or has run. */
        void left() {
            leave(stay);
        }
    }

    /** How a call on a thread of ours stands. */
    private enum Stay {
        AWAITED,
        /** In a callback of its caller, or waiting for another bundle. */
        GIVEN_UP,
        /** Given up, and in the bundle's own code then. */
        STUCK,
        OVER
    }

    private void leave(AtomicReference<Stay> stay) {
        Stay before = stay.getAndSet(Stay.OVER);
        if (before == Stay.OVER) {
            return;
        }
        if (before == Stay.STUCK) {
            stuck.decrementAndGet();
        }
        if (before != Stay.AWAITED) {
            givenUp.decrementAndGet();
            told.set(false);
        } else {
            awaited.decrementAndGet();
        }
        free.release();
        generation.isNoCall();
        generation.exit(CallChain.ofThread().stripe());
    }
}
