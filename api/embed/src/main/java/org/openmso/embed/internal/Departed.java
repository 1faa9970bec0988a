package org.openmso.embed.internal;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.openmso.api.Problem;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Remembers the class loaders of bundles that left, weakly: those that served and those that were
 * sent away. They must go away by themselves.
 */
final class Departed {
    private final LongSupplier clock;
    private final List<Left> left = new ArrayList<>();

    /** Code of bundles that was given up and may still run. */
    private final List<Unfinished> unfinished = new ArrayList<>();

    /** When the last of those left that a collection has found already. */
    private long lastFound = Long.MIN_VALUE;

    Departed() {
        this(System::nanoTime);
    }

    /** The same by another clock, in nanoseconds. */
    Departed(LongSupplier clock) {
        this.clock = clock;
    }

    private record Left(
            String name, String version, WeakReference<ClassLoader> loader, long when) {}

    private record Unfinished(String name, Background<?> work) {}

    /** A bundle is about to be uninstalled. */
    void leaves(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null && wiring.getClassLoader() != null) {
            leaves(
                    bundle.getSymbolicName(),
                    bundle.getVersion().toString(),
                    wiring.getClassLoader());
        }
    }

    /**
     * The same. A loader that loaded nothing holds nothing; and as any small collection finds it,
     * it says nothing about the others.
     */
    synchronized void leaves(String name, String version, ClassLoader loader) {
        if (loader.getDefinedPackages().length > 0) {
            forgetFound();
            left.add(new Left(name, version, new WeakReference<>(loader), clock.getAsLong()));
        }
    }

    /** Code of a bundle is not awaited any longer; it cannot be ended from outside. */
    synchronized void givenUp(String name, Background<?> work) {
        unfinished.add(new Unfinished(name, work));
    }

    private void forgetFound() {
        for (var each = left.iterator(); each.hasNext(); ) {
            Left one = each.next();
            if (one.loader.get() == null) {
                lastFound = Math.max(lastFound, one.when);
                each.remove();
            }
        }
    }

    /** How many loaders of a bundle's versions that left are still in memory. */
    synchronized int alive(String name) {
        forgetFound();
        return (int) left.stream().filter(it -> it.name.equals(name)).count();
    }

    /**
     * Bundles whose code was given up and still runs, those whose threads go on, and those of which
     * more than one version stays in memory though a collection has found one that left later:
     * something holds them.
     */
    synchronized List<Problem> problems() {
        var problems = new ArrayList<Problem>();
        unfinished.removeIf(it -> it.work.isDone());
        for (Unfinished one : unfinished) {
            problems.add(
                    Launch.DOES_NOT_RETURN.at(one.name, "The thread is " + one.work.name() + "."));
        }
        forgetFound();
        var names = new TreeMap<String, List<Left>>();
        for (Left one : left) {
            // It stays until the next collection that finds it; that is no fault.
            if (clock.getAsLong() - one.when > StepLimits.grace.toNanos()) {
                names.computeIfAbsent(one.name, name -> new ArrayList<>()).add(one);
            }
        }
        names.forEach(
                (name, loaders) -> {
                    List<Thread> threads = threadsOf(loaders);
                    long held = loaders.stream().filter(it -> it.when < lastFound).count();
                    if (held > 1 || !threads.isEmpty()) {
                        problems.add(Launch.LOADER_LINGERS.warning(name, told(loaders, threads)));
                    }
                });
        return problems;
    }

    private static String told(List<Left> loaders, List<Thread> threads) {
        String versions = loaders.stream().map(Left::version).collect(Collectors.joining(", "));
        return "In memory: "
                + versions
                + "."
                + (threads.isEmpty() ? "" : " Threads: " + names(threads) + ".");
    }

    private static String names(List<Thread> threads) {
        return threads.stream().map(Thread::getName).sorted().collect(Collectors.joining(", "));
    }

    /**
     * What left and keeps the JVM from ending, with the threads that do; waits a little for threads
     * that are ending.
     *
     * @param patience how long, for all of them together, in nanoseconds
     */
    Set<String> keepingTheJvm(long patience) {
        long deadline = System.nanoTime() + patience;
        var names = new LinkedHashSet<String>();
        for (Left one : all()) {
            List<Thread> threads = threadsOf(List.of(one));
            threads.removeIf(thread -> thread.isDaemon() || ends(thread, deadline));
            if (!threads.isEmpty()) {
                names.add(one.name + " " + one.version + ": " + names(threads));
            }
        }
        return names;
    }

    private synchronized List<Left> all() {
        return List.copyOf(left);
    }

    private static boolean ends(Thread thread, long deadline) {
        try {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
            // Whoever closes wants to come to an end; the interruption is kept for later.
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** Those that code of a bundle started while it arrived, or whose class is a bundle's. */
    private static List<Thread> threadsOf(List<Left> loaders) {
        var owners = new ArrayList<ClassLoader>();
        for (Left one : loaders) {
            ClassLoader loader = one.loader.get();
            if (loader != null) {
                owners.add(loader);
            }
        }
        var threads = new ArrayList<Thread>();
        if (!owners.isEmpty()) {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (owners.contains(thread.getContextClassLoader())
                        || owners.contains(thread.getClass().getClassLoader())) {
                    threads.add(thread);
                }
            }
        }
        return threads;
    }
}
