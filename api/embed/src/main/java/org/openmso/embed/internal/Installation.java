package org.openmso.embed.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openmso.api.Health;
import org.openmso.api.LaunchFailed;
import org.openmso.api.Practice;
import org.openmso.api.Problem;
import org.openmso.api.registry.Registry;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.embed.internal.Preflight.ProvidedCapability;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles of one OpenMSO: which there are, which are in service, and what kept the others out.
 * A capability is in service while the tier of at least one practice includes it; the registry
 * always is.
 */
final class Installation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    private final FrameworkHost framework;
    private final Duration drain;
    private final Map<Class<?>, Found> found = new LinkedHashMap<>();
    private final List<Problem> setAside = new ArrayList<>();

    /** Guarded by this object's lock; threads that bring a bundle in do not touch it. */
    private Map<Class<?>, InService> inService = new LinkedHashMap<>();

    /** Taken out of service with calls still inside; guarded by this object's lock. */
    private final List<InService> lingering = new ArrayList<>();

    /** What health shows; replaced as a whole. */
    private volatile List<Problem> problems = List.of();

    private Installation(FrameworkHost framework, Duration drain) {
        this.framework = framework;
        this.drain = drain;
    }

    /**
     * Reads and digests all bundles and makes the facades of their contracts, so that the survey
     * finds them in memory; what cannot be read, it meets again.
     */
    static void read(List<BundleFile> files, FacadeFactory facades) {
        for (BundleFile file : files) {
            try {
                Preflight.provided(file.name(), file.bytes())
                        .forEach(it -> facades.prepare(it.contract()));
            } catch (Refusal e) {
                LOG.debug("to be set aside: {}", e.problem());
            }
        }
    }

    /**
     * Looks at every bundle of the class path; a bad one is set aside with its reason, it does not
     * stop the host.
     *
     * @param drain how long to wait for calls inside what leaves
     */
    static Installation survey(FrameworkHost framework, List<BundleFile> files, Duration drain) {
        var installation = new Installation(framework, drain);
        var preflight = new Preflight(framework.packages());
        for (BundleFile file : files) {
            try {
                installation.add(file, preflight.check(file.name(), file.bytes()));
            } catch (Refusal e) {
                LOG.warn("set aside: {}", e.problem(), e);
                installation.setAside.add(e.problem());
            }
        }
        installation.problems = List.copyOf(installation.setAside);
        return installation;
    }

    private void add(BundleFile file, List<ProvidedCapability> provided) throws Refusal {
        for (ProvidedCapability capability : provided) {
            Found other = found.get(capability.contract());
            if (other != null) {
                throw new Refusal(
                        Launch.PROVIDED_TWICE.at(
                                file.name(),
                                "It is "
                                        + capability.capability()
                                        + ", which "
                                        + other.name()
                                        + " provides."));
            }
        }
        provided.forEach(
                capability -> found.put(capability.contract(), new Found(file, capability)));
    }

    /**
     * The registry, which every installation has. Kernel contracts know no practice: their class is
     * the service.
     */
    Registry registry() {
        Found registry = found.get(Registry.class);
        if (registry == null) {
            throw new LaunchFailed(
                    Launch.NO_REGISTRY.at(
                            "",
                            setAside.stream()
                                    .map(Problem::toString)
                                    .collect(Collectors.joining(" "))));
        }
        try {
            Bundle bundle = framework.install(registry.name(), registry.file.bytes());
            return FrameworkHost.provider(
                    registry.name(), bundle, registry.provided.provider(), Registry.class);
        } catch (Refusal e) {
            throw new LaunchFailed(e.problem(), e);
        }
    }

    /**
     * Makes a registry valid. What its tiers include newly is brought in first, all at the same
     * time; then calls are judged and routed anew, in one step; then what no tier includes any more
     * is taken out.
     */
    synchronized void serve(
            RegistrySnapshot registry, Switchboard board, PracticeServiceContext.Shared shared) {
        var serving = new LinkedHashMap<Class<?>, InService>();
        var arrivals = new ArrayList<Arrival>();
        found.forEach(
                (contract, capability) -> {
                    boolean used = registry.isUsed(capability.provided.capability());
                    if (used && inService.containsKey(contract)) {
                        serving.put(contract, inService.get(contract));
                    } else if (used && contract != Registry.class) {
                        arrivals.add(Arrival.begin(framework, capability, shared));
                    }
                });
        var failures = new ArrayList<Problem>();
        for (Arrival arrival : arrivals) {
            try {
                InService arrived = arrival.await();
                serving.put(arrived.found().provided.contract(), arrived);
            } catch (Refusal e) {
                LOG.warn("not in service: {}", e.problem(), e);
                failures.add(e.problem());
            }
        }

        var generations = new HashMap<Class<?>, Generation>();
        serving.forEach((contract, it) -> generations.put(contract, it.generation()));
        board.flip(registry, generations);

        var leaving = new LinkedHashMap<>(inService);
        leaving.keySet().removeAll(serving.keySet());
        inService = serving;
        lingering.addAll(leaving.values());
        takeOut();
        inService.values().forEach(it -> it.generation().retainCallers(registry));

        var now = new ArrayList<>(setAside);
        now.addAll(notProvided(registry));
        now.addAll(failures);
        inService.values().forEach(it -> now.addAll(it.problems()));
        lingering.forEach(it -> now.add(Launch.CALLS_LINGER.at(it.found().name())));
        problems = List.copyOf(now);
    }

    Health health() {
        List<Problem> now = problems;
        return now.isEmpty() ? Health.up() : Health.degraded(now.toArray(Problem[]::new));
    }

    /** Capabilities that a practice's tier includes and no usable bundle provides. */
    private List<Problem> notProvided(RegistrySnapshot registry) {
        var provided =
                found.values().stream()
                        .map(it -> it.provided.capability())
                        .collect(Collectors.toSet());
        var tiersInUse =
                registry.practices().stream().map(Practice::tier).collect(Collectors.toSet());
        var missing = new ArrayList<Problem>();
        var named = new TreeSet<String>();
        registry.tiers().stream()
                .filter(tier -> tiersInUse.contains(tier.id()))
                .forEach(tier -> named.addAll(tier.capabilities()));
        named.removeAll(provided);
        for (String capability : named) {
            missing.add(Launch.NOT_PROVIDED.at(capability, "It is " + capability + "."));
        }
        return missing;
    }

    /**
     * Waits for the calls inside what leaves, all within the same time; what is empty then goes.
     */
    private void takeOut() {
        long deadline = System.nanoTime() + drain.toNanos();
        lingering.forEach(it -> it.generation().shut());
        lingering.removeIf(it -> tookOut(it, deadline));
    }

    private boolean tookOut(InService leaving, long deadline) {
        String name = leaving.found().name();
        try {
            if (!leaving.generation().close(deadline)) {
                LOG.warn("calls are still inside {}; it stays loaded, unrouted", name);
                return false;
            }
        } catch (Throwable t) {
            // Whatever a bundle throws on its way out, it is out.
            LOG.warn("{} failed when it was retired", name, t);
        }
        framework.uninstall(leaving.bundle());
        LOG.info("out of service: {}", leaving.found().provided.capability());
        return true;
    }

    /** Waits for the calls inside, then retires all. The switchboard is closed already. */
    @Override
    public synchronized void close() {
        lingering.addAll(inService.values());
        inService = new LinkedHashMap<>();
        takeOut();
    }

    /**
     * A sound bundle's capability. Its bytes are read again when it is installed, and checked
     * again.
     */
    record Found(BundleFile file, ProvidedCapability provided) {
        String name() {
            return file.name();
        }
    }

    /**
     * A capability that takes calls.
     *
     * @param problems what its probe and promotion found, though it works
     */
    record InService(Found found, Bundle bundle, Generation generation, List<Problem> problems) {}
}
