package org.openmso.embed.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work on a daemon thread of its own, to be awaited once. */
final class Background<T> {
    private final FutureTask<T> task;
    private final String name;

    private Background(FutureTask<T> task, String name) {
        this.task = task;
        this.name = name;
    }

    /** Sets out. */
    static <T> Background<T> begin(String thread, Callable<T> work) {
        var task = new FutureTask<>(() -> onOurThread(work));
        var background = new Background<>(task, thread);
        var runner = new Thread(background.task, thread);
        runner.setDaemon(true);
        runner.start();
        return background;
    }

    /**
     * A thread with a bundle's class loader counts as the bundle's; this one has ended its part.
     */
    private static <T> T onOurThread(Callable<T> work) throws Exception {
        Thread runner = Thread.currentThread();
        ClassLoader before = runner.getContextClassLoader();
        try {
            return work.call();
        } finally {
            runner.setContextClassLoader(before);
        }
    }

    /** Its thread's name. */
    String name() {
        return name;
    }

    /** Whether it has returned, or thrown. */
    boolean isDone() {
        return task.isDone();
    }

    /**
     * Waits for the result until a deadline; an interruption is kept for later.
     *
     * @param deadline by {@link System#nanoTime}
     * @throws ExecutionException with what the work threw as cause
     * @throws TimeoutException if it is still at work then
     */
    T await(long deadline) throws ExecutionException, TimeoutException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Waits for the result; an interruption of the waiting thread is kept for later.
     *
     * @throws ExecutionException with what the work threw as cause
     */
    T await() throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
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
