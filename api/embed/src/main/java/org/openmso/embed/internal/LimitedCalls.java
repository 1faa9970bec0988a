package org.openmso.embed.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.openmso.embed.CallLimits;
import org.openmso.embed.internal.Gate.Pass;

/**
 * Keeps the calls of one generation within its limits. With a deadline, calls run on threads of the
 * generation's own while their callers wait: only so can a caller be let go whatever the bundle
 * does. A call that was given up still counts as inside, until its code returns.
 *
 * <p>Reflection is in order here: handing a call to another thread costs a hundred times as much.
 * Without limits nothing of this is on the way of a call.
 */
final class LimitedCalls {
    private final Generation generation;
    private final CallLimits limits;
    private final Semaphore free;
    private ExecutorService threads;

    LimitedCalls(Generation generation, CallLimits limits) {
        this.generation = generation;
        this.limits = limits;
        this.free = new Semaphore(limits.concurrency().orElse(Integer.MAX_VALUE));
    }

    /** A practice's service, behind the limits if there are any. */
    Object of(Object service) {
        if (limits.isNone()) {
            return service;
        }
        Class<?> contract = generation.contract();
        InvocationHandler handler =
                (proxy, method, arguments) ->
                        method.getDeclaringClass() == Object.class
                                ? method.invoke(service, arguments)
                                : call(service, method, arguments);
        return Proxy.newProxyInstance(
                contract.getClassLoader(), new Class<?>[] {contract}, handler);
    }

    /** Lets the threads go; those that are inside end with their calls. */
    synchronized void close() {
        if (threads != null) {
            threads.shutdown();
        }
    }

    private Object call(Object service, Method method, Object[] arguments) throws Throwable {
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
        return onThreadOfOurs(() -> invoke(service, method, arguments));
    }

    /**
     * Opens a practice's service: on the caller's thread, or within the deadline if there is one.
     */
    void open(Runnable opening) {
        if (limits.deadline().isEmpty()) {
            opening.run();
            return;
        }
        if (!free.tryAcquire()) {
            throw Refusals.busy(generation.name(), limits.concurrency().orElseThrow());
        }
        try {
            onThreadOfOurs(
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
    private Object onThreadOfOurs(CallChain.Work<Object> work) throws Throwable {
        Call call;
        try {
            Pass[] chain = CallChain.ofThread().copy();
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            call = new Call(() -> CallChain.within(chain, work), context);
            generation.enterAgain(CallChain.ofThread().stripe());
        } catch (StackOverflowError | OutOfMemoryError e) {
            free.release();
            throw e;
        }
        try {
            threads().execute(call);
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

    private synchronized ExecutorService threads() {
        if (threads == null) {
            var number = new AtomicInteger();
            threads =
                    Executors.newCachedThreadPool(
                            work -> {
                                var thread =
                                        new Thread(
                                                work,
                                                "mso-call-"
                                                        + generation.name()
                                                        + "-"
                                                        + number.incrementAndGet());
                                thread.setDaemon(true);
                                return thread;
                            });
        }
        return threads;
    }

    /**
     * One call on a thread of ours. It is inside until its code returns, awaited or not; who gets
     * its answer finds it gone.
     */
    private final class Call extends FutureTask<Object> {
        private final AtomicBoolean inside;
        private final ClassLoader context;
        private Thread runner;

        Call(CallChain.Work<Object> work, ClassLoader context) {
            this(work, context, new AtomicBoolean(true));
        }

        private Call(CallChain.Work<Object> work, ClassLoader context, AtomicBoolean inside) {
            super(
                    () -> {
                        try {
                            return work.run();
                        } catch (Exception | Error e) {
                            throw e;
                        } catch (Throwable t) {
                            throw new IllegalStateException("a checked throwable of no kind", t);
                        } finally {
                            leave(inside);
                        }
                    });
            this.inside = inside;
            this.context = context;
        }

        @Override
        public void run() {
            synchronized (this) {
                runner = Thread.currentThread();
            }
            // Callbacks are the caller's code; and whatever the call leaves here, the next one, of
            // another practice perhaps, does not find.
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
