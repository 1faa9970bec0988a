package org.openmso.embed.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.openmso.api.Health;
import org.openmso.api.Practice;
import org.openmso.api.Problem;
import org.openmso.api.host.NamedInput;
import org.openmso.api.registry.Registry;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.api.spi.Capability;
import org.openmso.embed.CallLimits;
import org.openmso.embed.internal.Preflight.ProvidedCapability;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bundle on its way into service, on a thread of its own: installed, its providers made, probed
 * and warmed up. When one of these fails, nothing of it stays installed; when one does not return,
 * it is given up, and what it makes later is taken out again.
 */
final class Arrival {
    private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);

    /** How long practices are opened ahead; the others are opened by their first calls. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    /** Whether it arrived, or was given up: whoever sets it first decides. */
    private final AtomicBoolean decided = new AtomicBoolean();

    /** Until when it must have come, by {@link System#nanoTime}; migrations have their own time. */
    private volatile long deadline = System.nanoTime() + StepLimits.arrival.toNanos();

    private volatile boolean migrating;
    private final Hall hall;
    private final Found found;
    private final Set<Class<?>> wanted;
    private final Warmth warmth;
    private Background<InService> arriving;

    private Arrival(Hall hall, Found found, Set<Class<?>> wanted, Warmth warmth) {
        this.wanted = wanted;
        this.hall = hall;
        this.found = found;
        this.warmth = warmth;
    }

    /**
     * Where bundles arrive.
     *
     * @param shared what practices' contexts share
     * @param limits what is granted to the calls of a capability, by its name and bundle
     * @param registryFile what a new registry must be able to read
     * @param databases where bundles keep data
     */
    record Hall(
            FrameworkHost framework,
            PracticeServiceContext.Shared shared,
            BiFunction<String, Found, CallLimits> limits,
            NamedInput registryFile,
            Databases databases) {}

    /**
     * What to open before calls arrive: what the predecessors have open.
     *
     * @param predecessors who takes the calls until then
     * @param registry where the practices are registered
     */
    record Warmth(Collection<Generation> predecessors, RegistrySnapshot registry) {}

    /**
     * Sets out.
     *
     * @param wanted which of its contracts are to be provided
     */
    static Arrival begin(Hall hall, Found found, Set<Class<?>> wanted, Warmth warmth) {
        var arrival = new Arrival(hall, found, wanted, warmth);
        arrival.arriving = Background.begin("mso-start-" + found.name(), arrival::takeIn);
        return arrival;
    }

    /**
     * Waits until it can take calls.
     *
     * @throws Refusal if it cannot; with whatever its code threw as cause
     */
    InService await() throws Refusal {
        try {
            return awaited();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refusal refusal
                    ? refusal
                    : new Refusal(Launch.FRAMEWORK_FAILED.at(found.file().name()), e.getCause());
        }
    }

    private InService awaited() throws Refusal, ExecutionException {
        long until = deadline;
        try {
            return arriving.await(until);
        } catch (TimeoutException e) {
            if (until != deadline) {
                return awaited();
            }
            if (decided.compareAndSet(false, true)) {
                hall.framework.departed().givenUp(found.name(), arriving);
                if (migrating) {
                    throw new Refusal(Launch.MIGRATION_TOO_LONG.at(found.file().name()));
                }
                throw new Refusal(
                        Launch.PROBE_FAILED.at(
                                found.file().name(),
                                "Its start, constructor or self-check did not return in time."));
            }
            return arriving.await();
        }
    }

    private InService takeIn() throws Refusal {
        Bundle bundle = hall.framework.install(found.file().name(), found.file().bytes());
        var generations = new LinkedHashMap<Class<?>, Generation>();
        Optional<Lending> lending = Optional.empty();
        boolean serving = false;
        try {
            // Threads that its code starts inherit this, and can be told apart later.
            Thread.currentThread()
                    .setContextClassLoader(bundle.adapt(BundleWiring.class).getClassLoader());
            lending = migrated(bundle);
            var problems = new ArrayList<Problem>();
            Optional<Registry> registry = Optional.empty();
            for (ProvidedCapability provided : found.provided()) {
                if (provided.contract() == Registry.class) {
                    registry = Optional.of(registry(bundle, provided));
                    continue;
                }
                if (!wanted.contains(provided.contract())) {
                    continue;
                }
                Capability<?> provider =
                        FrameworkHost.provider(
                                found.file().name(), bundle, provided.provider(), Capability.class);
                generations.put(provided.contract(), generation(provided, provider, lending));
                problems.addAll(probe(provider));
            }
            warmUp(generations);
            if (!decided.compareAndSet(false, true)) {
                throw new Refusal(Launch.PROBE_FAILED.at(found.file().name(), "It came too late."));
            }
            var arrived =
                    new InService(
                            found,
                            bundle,
                            generations,
                            registry,
                            end(lending),
                            problems,
                            hall.shared.clock().instant());
            serving = true;
            return arrived;
        } finally {
            if (!serving) {
                discard(generations, bundle, end(lending));
            }
        }
    }

    /** Brings its schema to what it needs; empty if it keeps no data. */
    private Optional<Lending> migrated(Bundle bundle) throws Refusal {
        Map<String, String> texts = MigrationFiles.of(found.file().name(), bundle);
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        deadline = System.nanoTime() + StepLimits.migration.toNanos();
        migrating = true;
        hall.databases.migrate(found, texts);
        migrating = false;
        deadline = System.nanoTime() + StepLimits.arrival.toNanos();
        return Optional.of(hall.databases.lending(found.name()));
    }

    /** Holds nothing of this arrival, which knows its predecessors: they would never go. */
    private Runnable end(Optional<Lending> lending) {
        Databases databases = hall.databases;
        String name = found.name();
        return () -> lending.ifPresent(it -> databases.end(it, name));
    }

    private Generation generation(
            ProvidedCapability provided, Capability<?> provider, Optional<Lending> lending) {
        String name = provided.capability();
        return new Generation(
                provided.contract(),
                name,
                provider,
                hall.shared.of(name, lending),
                hall.limits.apply(name, found));
    }

    /** A registry proves itself on the host's own file. */
    private Registry registry(Bundle bundle, ProvidedCapability provided) throws Refusal {
        Registry registry =
                FrameworkHost.provider(
                        found.file().name(), bundle, provided.provider(), Registry.class);
        try {
            registry.read(hall.registryFile);
            return registry;
        } catch (Throwable t) {
            throw new Refusal(
                    Launch.PROBE_FAILED.at(
                            found.file().name(), "It cannot read the registry file."),
                    t);
        }
    }

    private List<Problem> probe(Capability<?> provider) throws Refusal {
        Health health;
        try {
            health = Objects.requireNonNull(provider.probe(), "probe");
        } catch (Throwable t) {
            throw new Refusal(Launch.PROBE_FAILED.at(found.file().name(), "It threw."), t);
        }
        if (health.status() == Health.Status.DOWN) {
            var reasons = new StringBuilder("It said:");
            health.problems().forEach(it -> reasons.append(' ').append(it));
            throw new Refusal(Launch.PROBE_FAILED.at(found.file().name(), reasons.toString()));
        }
        return health.problems();
    }

    /** Opens what the predecessors have open: who cannot do what they do is not better. */
    private void warmUp(Map<Class<?>, Generation> generations) throws Refusal {
        long end = System.nanoTime() + WARM_UP.toNanos();
        for (Generation predecessor : warmth.predecessors()) {
            Generation generation = generations.get(predecessor.contract());
            if (generation == null) {
                continue;
            }
            for (String id : predecessor.openFor()) {
                Optional<Practice> practice = warmth.registry().practice(id);
                if (practice.isEmpty() || System.nanoTime() - end > 0) {
                    continue;
                }
                try {
                    generation.openAhead(practice.get());
                } catch (Throwable t) {
                    throw new Refusal(
                            Launch.WARM_UP_FAILED.at(
                                    found.file().name(), "The practice is " + id + "."),
                            t);
                }
            }
        }
    }

    /** Tells a bundle that calls are arriving; within the limit, as anything of a bundle. */
    static Optional<Problem> promote(InService arrived, Departed departed) {
        String name = arrived.found().file().name();
        ClassLoader loader = arrived.bundle().adapt(BundleWiring.class).getClassLoader();
        var promoting =
                Background.begin(
                        "mso-promote-" + arrived.found().name(),
                        () -> {
                            Thread.currentThread().setContextClassLoader(loader);
                            arrived.generations().values().forEach(Generation::promote);
                            return true;
                        });
        try {
            promoting.await(System.nanoTime() + StepLimits.promotion.toNanos());
            return Optional.empty();
        } catch (ExecutionException e) {
            LOG.warn("{} failed when it was promoted", name, e.getCause());
            return Optional.of(Launch.PROMOTION_FAILED.at(name));
        } catch (TimeoutException e) {
            LOG.warn("{} did not return when it was promoted", name);
            departed.givenUp(arrived.found().name(), promoting);
            return Optional.of(Launch.PROMOTION_FAILED.at(name, "It did not return."));
        }
    }

    private void discard(Map<Class<?>, Generation> generations, Bundle bundle, Runnable end) {
        for (Generation generation : generations.values()) {
            try {
                generation.retire();
            } catch (Throwable t) {
                LOG.warn("{} failed when it was sent away", found.name(), t);
            }
        }
        end.run();
        hall.framework.uninstall(bundle);
    }
}
