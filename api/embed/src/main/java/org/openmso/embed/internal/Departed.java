package org.openmso.embed.internal;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openmso.api.Problem;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleWiring;

/** Remembers the class loaders of bundles that left, weakly: they must go away by themselves. */
final class Departed {
    /** A loader stays until the next collection that finds it; that is no fault. */
    private static final long GRACE = Duration.ofMinutes(1).toNanos();

    private final List<Left> left = new ArrayList<>();

    /** When the last of those left that a collection has found already. */
    private long lastFound = Long.MIN_VALUE;

    private record Left(
            String name, Version version, WeakReference<ClassLoader> loader, long when) {}

    /** A bundle is about to be uninstalled. */
    synchronized void leaves(Found found, Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null) {
            forgetFound();
            left.add(
                    new Left(
                            found.name(),
                            found.version(),
                            new WeakReference<>(wiring.getClassLoader()),
                            System.nanoTime()));
        }
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

    /** How many loaders of earlier versions of a bundle are still in memory. */
    synchronized int alive(String name) {
        forgetFound();
        return (int) left.stream().filter(it -> it.name.equals(name)).count();
    }

    /**
     * Bundles whose threads go on, and those of which more than one version stays in memory though
     * a collection has found one that left later: something holds them.
     */
    synchronized List<Problem> problems() {
        forgetFound();
        var names = new TreeMap<String, List<Left>>();
        for (Left one : left) {
            if (System.nanoTime() - one.when > GRACE) {
                names.computeIfAbsent(one.name, name -> new ArrayList<>()).add(one);
            }
        }
        var problems = new ArrayList<Problem>();
        names.forEach(
                (name, loaders) -> {
                    List<String> threads = loaders.stream().flatMap(this::threadsOf).toList();
                    long held = loaders.stream().filter(it -> it.when < lastFound).count();
                    if (held > 1 || !threads.isEmpty()) {
                        problems.add(Launch.LOADER_LINGERS.warning(name, told(loaders, threads)));
                    }
                });
        return problems;
    }

    private static String told(List<Left> loaders, List<String> threads) {
        String versions =
                loaders.stream().map(it -> it.version.toString()).collect(Collectors.joining(", "));
        return "In memory: "
                + versions
                + "."
                + (threads.isEmpty() ? "" : " Threads: " + String.join(", ", threads) + ".");
    }

    private java.util.stream.Stream<String> threadsOf(Left one) {
        ClassLoader loader = one.loader.get();
        return loader == null
                ? java.util.stream.Stream.empty()
                : Thread.getAllStackTraces().keySet().stream()
                        .filter(
                                thread ->
                                        thread.getContextClassLoader() == loader
                                                || thread.getClass().getClassLoader() == loader)
                        .map(Thread::getName);
    }
}
