package org.openmso.embed.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.openmso.api.MsoException;
import org.openmso.api.Problem;
import org.openmso.api.store.DatabasePlace;
import org.openmso.api.store.DatabaseUnavailable;
import org.openmso.api.store.SchemaMigrations;
import org.openmso.api.store.Store;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles' databases: the store's bundle, which is kernel, is loaded when the first bundle with
 * migrations arrives, and may be replaced. While that happens nobody has a connection, and who
 * wants one waits.
 */
final class Databases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Databases.class);

    private final FrameworkHost framework;
    private final Supplier<DatabasePlace> place;
    private final Supplier<Optional<Found>> chosen;
    private final Duration drain;

    /** Who may have connections out. */
    private final Set<Lending> lendings = ConcurrentHashMap.newKeySet();

    /** Connections that bundles had not given back when they left, by the bundle's name. */
    private final Map<String, Problem> lost = new LinkedHashMap<>();

    /** One at a time opens, replaces or closes. */
    private final Object changing = new Object();

    private final Door door = new Door();
    private volatile Kernel kernel;
    private boolean closed;

    /**
     * No database yet.
     *
     * @param place where the data is kept; asked at the first use
     * @param chosen which bundle is to provide the store
     * @param drain how long to wait for connections that are out when the store is replaced
     */
    Databases(
            FrameworkHost framework,
            Supplier<DatabasePlace> place,
            Supplier<Optional<Found>> chosen,
            Duration drain) {
        this.framework = framework;
        this.place = place;
        this.chosen = chosen;
        this.drain = drain;
    }

    /** The store's bundle, and its store as long as it is open. */
    private static final class Kernel {
        private final Found found;
        private final Bundle bundle;
        private final Store store;
        private volatile boolean open;

        Kernel(Found found, Bundle bundle, Store store) {
            this.found = found;
            this.bundle = bundle;
            this.store = store;
        }
    }

    /** The bundle that provides the store; empty as long as nobody needed it. */
    Optional<Found> provider() {
        return Optional.ofNullable(kernel).map(it -> it.found);
    }

    /**
     * Brings a bundle's schema to what it needs.
     *
     * @throws Refusal (MSO-1073) if there is no store; with the store's reason if it cannot; as a
     *     {@link Away} if the database cannot be used now
     */
    void migrate(Found found, Map<String, String> texts) throws Refusal {
        try {
            long waited = System.nanoTime() + patience();
            if (!door.enter(waited, () -> false)) {
                throw new DatabaseUnavailable(Launch.STORE_CHANGING.at(""));
            }
            try {
                store().migrate(
                                new SchemaMigrations(
                                        found.name(), found.version().toString(), texts),
                                StepLimits.migration);
            } finally {
                door.leave();
            }
        } catch (DatabaseUnavailable e) {
            throw new Away(e.problem(), e);
        } catch (MsoException e) {
            throw new Refusal(e.problem(), e);
        }
    }

    /** The database cannot be used now; tried again by and by. */
    static final class Away extends Refusal {
        private static final long serialVersionUID = 1L;

        Away(Problem problem, Throwable cause) {
            super(problem, cause);
        }
    }

    /** What a version of a bundle that has migrated borrows by. */
    Lending lending(String bundle) {
        var lending = new Lending(this, bundle);
        lendings.add(lending);
        return lending;
    }

    /** A version of a bundle has left. */
    void end(Lending lending, String bundle) {
        int taken = lending.end();
        lendings.remove(lending);
        synchronized (lost) {
            lost.remove(bundle);
            if (taken > 0) {
                lost.put(
                        bundle,
                        Launch.CONNECTIONS_LOST.warning(bundle, "They were " + taken + "."));
            }
        }
    }

    void notTakenBack(String bundle, SQLException e) {
        LOG.warn("a connection of {} was not taken back", bundle, e);
    }

    /** Lends a connection. */
    Connection connect(String bundle, String practice, Runnable returned) {
        Thread thread = Thread.currentThread();
        boolean in =
                door.enter(
                        System.nanoTime() + patience(),
                        () -> lendings.stream().anyMatch(it -> it.isWith(thread)));
        if (!in) {
            throw new DatabaseUnavailable(Launch.STORE_CHANGING.at(""));
        }
        boolean lent = false;
        try {
            Connection connection =
                    store().connect(
                                    bundle,
                                    practice,
                                    () -> {
                                        door.leave();
                                        returned.run();
                                    });
            lent = true;
            return connection;
        } catch (Refusal e) {
            throw new DatabaseUnavailable(e.problem(), e);
        } finally {
            if (!lent) {
                door.leave();
            }
        }
    }

    /** Longer than a change of the store may wait for connections. */
    private long patience() {
        return drain.plusSeconds(10).toNanos();
    }

    /** The store, open. */
    private Store store() throws Refusal {
        Kernel now = kernel;
        if (now != null && now.open) {
            return now.store;
        }
        synchronized (changing) {
            if (closed) {
                throw Refusals.closed();
            }
            if (kernel == null) {
                kernel = load(chosen.get().orElseThrow(() -> new Refusal(Launch.NO_STORE.at(""))));
            }
            if (!kernel.open) {
                open(kernel);
            }
            return kernel.store;
        }
    }

    private Kernel load(Found found) throws Refusal {
        String name = found.file().name();
        Bundle bundle = framework.install(name, found.file().bytes());
        boolean loaded = false;
        try {
            Store store =
                    FrameworkHost.provider(
                            name,
                            bundle,
                            found.providing(Store.class).orElseThrow().provider(),
                            Store.class);
            loaded = true;
            return new Kernel(found, bundle, store);
        } finally {
            if (!loaded) {
                framework.uninstall(bundle);
            }
        }
    }

    private void open(Kernel one) {
        inItsLoader(one, () -> one.store.open(place.get()));
        one.open = true;
        LOG.info("database opened by {} {}", one.found.name(), one.found.version());
    }

    /** Threads that it starts inherit its loader, and can be told apart later. */
    private static void inItsLoader(Kernel one, Runnable work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(one.bundle.adapt(BundleWiring.class).getClassLoader());
        try {
            work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Puts another store into the place of the one there is. New borrowers wait while those before
     * them give back what they have; then the one closes and the other opens, for a file can be
     * open once only. Before anybody needed a store, it is only looked at.
     *
     * @throws Refusal if it cannot; the one before it serves again
     */
    void replace(Found candidate) throws Refusal {
        synchronized (changing) {
            Kernel next = load(candidate);
            Kernel before = kernel;
            if (before == null) {
                framework.uninstall(next.bundle);
                return;
            }
            if (!door.shut(System.nanoTime() + drain.toNanos())) {
                door.open();
                framework.uninstall(next.bundle);
                throw new Refusal(Launch.STORE_IN_USE.at(candidate.file().name()));
            }
            try {
                change(before, next);
            } finally {
                door.open();
            }
        }
    }

    private void change(Kernel before, Kernel next) throws Refusal {
        boolean wasOpen = before.open;
        close(before);
        try {
            if (wasOpen) {
                bounded(next);
            }
            kernel = next;
            framework.uninstall(before.bundle);
        } catch (MsoException | Refusal e) {
            close(next);
            framework.uninstall(next.bundle);
            reopen(before);
            throw e instanceof Refusal refusal
                    ? refusal
                    : new Refusal(((MsoException) e).problem(), e);
        }
    }

    /** A newcomer's code: it may do anything, also not return. */
    private void bounded(Kernel next) throws Refusal {
        var opening =
                Background.begin(
                        "mso-store-" + next.found.name(),
                        () -> {
                            open(next);
                            return true;
                        });
        try {
            opening.await(System.nanoTime() + StepLimits.arrival.toNanos());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MsoException refused) {
                throw refused;
            }
            throw new Refusal(
                    Launch.PROBE_FAILED.at(next.found.file().name(), "It threw."), e.getCause());
        } catch (TimeoutException e) {
            framework.departed().givenUp(next.found.name(), opening);
            throw new Refusal(
                    Launch.PROBE_FAILED.at(
                            next.found.file().name(), "It did not open the database in time."),
                    e);
        }
    }

    /** If the database is away by now, the next borrower tries again. */
    private void reopen(Kernel before) {
        try {
            open(before);
        } catch (MsoException e) {
            LOG.warn("the store before it does not open now: {}", e.problem(), e);
        }
    }

    private static void close(Kernel one) {
        one.open = false;
        try {
            inItsLoader(one, one.store::close);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{} did not close cleanly", one.found.name(), e);
        }
    }

    /** What is wrong with the database, and who lost connections. */
    List<Problem> problems() {
        var problems = new ArrayList<Problem>();
        Kernel now = kernel;
        if (now != null && now.open) {
            problems.addAll(now.store.health().problems());
        }
        synchronized (lost) {
            problems.addAll(lost.values());
        }
        return problems;
    }

    @Override
    public void close() {
        synchronized (changing) {
            closed = true;
            Kernel now = kernel;
            if (now != null) {
                close(now);
                kernel = null;
                framework.uninstall(now.bundle);
            }
        }
    }

    /** Counts who is inside; when it is shut, newcomers wait. */
    private static final class Door {
        private int inside;
        private boolean shut;

        /**
         * Lets one in.
         *
         * @param deadline by {@link System#nanoTime}
         * @param inAlready whether the caller has been let in before: whoever needs a second
         *     connection to be done with the first must get it
         */
        synchronized boolean enter(long deadline, Supplier<Boolean> inAlready) {
            boolean in = awaited(deadline, () -> !shut || inAlready.get());
            if (in) {
                inside++;
            }
            return in;
        }

        synchronized void leave() {
            inside--;
            notifyAll();
        }

        /** Shuts it; false when some were still inside at the deadline. */
        synchronized boolean shut(long deadline) {
            shut = true;
            return awaited(deadline, () -> inside == 0);
        }

        synchronized void open() {
            shut = false;
            notifyAll();
        }

        /** Waits until it holds; an interruption is kept for later. */
        private boolean awaited(long deadline, Supplier<Boolean> holds) {
            boolean interrupted = false;
            try {
                while (!holds.get()) {
                    long left = (deadline - System.nanoTime()) / 1_000_000;
                    if (left <= 0) {
                        return false;
                    }
                    try {
                        wait(left);
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
    }
}
