package org.openmso.embed.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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

    private final Generation generation;
    private final CallLimits limits;
    private final Semaphore free;
    private final AtomicLong thread = new AtomicLong();

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
        if (!free.tryAcquire()) {
            throw Refusals.busy(generation.name(), limits.concurrency().orElseThrow());
        }
        if (limits.deadline().isEmpty()) {
            try {
                return invoke(service, method, arguments);
            } finally {
                free.release();
            }
        }
        return onThreadOfOurs(threads, () -> invoke(service, method, arguments));
    }

    /**
     * Opens a practice's service: on the caller's thread, or within the deadline if there is one.
     *
     * @param threads the practice's
     */
    void open(Runnable opening, Executor threads) {
        if (limits.deadline().isEmpty()) {
            opening.run();
            return;
        }
        if (!free.tryAcquire()) {
            throw Refusals.busy(generation.name(), limits.concurrency().orElseThrow());
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
            throw e.getCause();
        } catch (TimeoutException e) {
            call.cancel(true);
            generation.failed();
            throw Refusals.timedOut(generation.name(), limits.deadline().orElseThrow());
        } finally {
            call.handOver.passes = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
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
        private final AtomicBoolean inside;
        private final ClassLoader context;
        private Thread runner;

        Call(HandOver handOver, CallChain.Work<Object> work, ClassLoader context) {
            this(handOver, work, context, new AtomicBoolean(true));
        }

        private Call(
                HandOver handOver,
                CallChain.Work<Object> work,
                ClassLoader context,
                AtomicBoolean inside) {
            super(
                    () -> {
                        try {
                            return CallChain.within(handOver, generation, work);
                        } catch (Exception | Error e) {
                            throw e;
                        } catch (Throwable t) {
                            throw new IllegalStateException("a checked throwable of no kind", t);
                        } finally {
                            leave(inside);
                        }
                    });
            this.handOver = handOver;
            this.inside = inside;
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

        /** It never ran, or has run. */
        void left() {
            leave(inside);
        }
    }

    private void leave(AtomicBoolean inside) {
        if (inside.getAndSet(false)) {
            free.release();
            generation.exit(CallChain.ofThread().stripe());
        }
    }
}
