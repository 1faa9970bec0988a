package org.openmso.embed.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.openmso.api.Health;
import org.openmso.api.LaunchFailed;
import org.openmso.api.Problem;
import org.openmso.api.registry.Registry;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.api.spi.Capability;
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
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final FrameworkHost framework;
    private final Map<Class<?>, Found> found = new LinkedHashMap<>();
    private final List<Problem> unusable = new ArrayList<>();
    private final Map<Class<?>, InService> inService = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<Problem> alerts = new ConcurrentLinkedQueue<>();

    private Installation(FrameworkHost framework) {
        this.framework = framework;
    }

    /**
     * Looks at every bundle of the class path; a bad one is set aside with its reason, it does not
     * stop the host.
     */
    static Installation survey(
            FrameworkHost framework, Preflight preflight, List<BundleFile> files) {
        var installation = new Installation(framework);
        for (BundleFile file : files) {
            try {
                for (ProvidedCapability provided : preflight.check(file.name(), file.read())) {
                    Found earlier =
                            installation.found.putIfAbsent(
                                    provided.contract(), new Found(file, provided));
                    if (earlier != null) {
                        throw new Refusal(
                                Launch.PROVIDED_TWICE.at(
                                        file.name(), "The other one is " + earlier.name() + "."));
                    }
                }
            } catch (Refusal e) {
                installation.setAside(e);
            } catch (IOException e) {
                installation.setAside(
                        new Refusal(
                                Launch.DAMAGED_BUNDLE.at(file.name(), "It cannot be read."), e));
            }
        }
        return installation;
    }

    /**
     * The registry, which every installation has. Kernel contracts know no practice: their class is
     * the service.
     */
    Registry registry() {
        Found registry = found.get(Registry.class);
        if (registry == null) {
            throw new LaunchFailed(
                    Launch.NO_REGISTRY.at("", unusable.isEmpty() ? "" : unusable.toString()));
        }
        try {
            Bundle bundle = framework.install(registry.name(), registry.jar());
            return FrameworkHost.provider(
                    registry.name(), bundle, registry.provided.provider(), Registry.class);
        } catch (Refusal e) {
            throw new LaunchFailed(e.problem(), e);
        }
    }

    /**
     * Brings into service what the practices' tiers include, at the same time; takes out what none
     * includes any more.
     */
    void serve(RegistrySnapshot registry, Switchboard board, PracticeServiceContext.Shared shared) {
        var wanted = new ArrayList<Found>();
        for (Found capability : found.values()) {
            boolean used = registry.isUsed(capability.provided.capability());
            boolean serving = inService.containsKey(capability.provided.contract());
            if (used && !serving && capability.provided.contract() != Registry.class) {
                wanted.add(capability);
            } else if (!used && serving) {
                takeOut(capability, board);
            }
        }
        var threads = new ArrayList<Thread>();
        for (Found capability : wanted) {
            var thread =
                    new Thread(
                            () -> bringIn(capability, board, shared),
                            "mso-start-" + capability.name());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            join(thread);
        }
    }

    Health health() {
        var problems = new ArrayList<>(unusable);
        problems.addAll(alerts);
        return problems.isEmpty() ? Health.up() : Health.degraded(problems.toArray(Problem[]::new));
    }

    private void bringIn(
            Found capability, Switchboard board, PracticeServiceContext.Shared shared) {
        try {
            InService serving = takeIn(capability);
            serving.generation =
                    new Generation(serving.provider, shared.of(capability.provided.capability()));
            board.route(capability.provided.contract(), serving.generation);
            promote(capability, serving);
        } catch (Refusal e) {
            LOG.warn("not in service: {}", e.problem(), e);
            alerts.add(e.problem());
        }
    }

    private void promote(Found capability, InService serving) {
        try {
            serving.provider.promoted();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{} failed when it was promoted", capability.name(), e);
            alerts.add(
                    Launch.PROBE_FAILED.at(
                            capability.name(), "It threw when it was promoted; it takes calls."));
        }
    }

    /** Installs, instantiates and probes; nothing stays installed when one of these fails. */
    private InService takeIn(Found capability) throws Refusal {
        Bundle bundle = framework.install(capability.name(), capability.jar());
        try {
            Capability<?> provider =
                    FrameworkHost.provider(
                            capability.name(),
                            bundle,
                            capability.provided.provider(),
                            Capability.class);
            probe(capability, provider);
            var serving = new InService(bundle, provider);
            synchronized (inService) {
                inService.put(capability.provided.contract(), serving);
            }
            LOG.info("in service: {} {}", capability.provided.capability(), bundle.getVersion());
            return serving;
        } catch (Refusal e) {
            framework.uninstall(bundle);
            throw e;
        }
    }

    private void probe(Found capability, Capability<?> provider) throws Refusal {
        Health health;
        try {
            health = provider.probe();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new Refusal(Launch.PROBE_FAILED.at(capability.name(), "It threw."), e);
        }
        if (health.status() == Health.Status.DOWN) {
            throw new Refusal(
                    Launch.PROBE_FAILED.at(capability.name(), health.problems().toString()));
        }
        alerts.addAll(health.problems());
    }

    private void takeOut(Found capability, Switchboard board) {
        board.unroute(capability.provided.contract());
        close(capability, inService.remove(capability.provided.contract()));
    }

    private void close(Found capability, InService serving) {
        try {
            if (serving.generation != null && !serving.generation.close(DRAIN_NANOS)) {
                LOG.warn(
                        "calls still inside {} after 30 s; it stays loaded, unrouted",
                        capability.name());
                alerts.add(
                        Launch.FRAMEWORK_FAILED.at(
                                capability.name(),
                                "Calls were still inside 30 s after it was taken out of service."));
                return;
            }
            framework.uninstall(serving.bundle);
            LOG.info("out of service: {}", capability.provided.capability());
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{} failed when it was retired", capability.name(), e);
            framework.uninstall(serving.bundle);
        }
    }

    private void setAside(Refusal refusal) {
        LOG.warn("set aside: {}", refusal.problem(), refusal);
        unusable.add(refusal.problem());
    }

    /** Waits for the calls inside, then ends everything. The switchboard is closed already. */
    @Override
    public void close() {
        inService.forEach((contract, serving) -> close(found.get(contract), serving));
        inService.clear();
        framework.close();
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A sound bundle's capability. Its bytes are read again when it is installed, and checked
     * again.
     */
    private record Found(BundleFile file, ProvidedCapability provided) {
        String name() {
            return file.name();
        }

        byte[] jar() throws Refusal {
            try {
                return file.read();
            } catch (IOException e) {
                throw new Refusal(Launch.DAMAGED_BUNDLE.at(file.name(), "It cannot be read."), e);
            }
        }
    }

    private static final class InService {
        private final Bundle bundle;
        private final Capability<?> provider;
        private Generation generation;

        InService(Bundle bundle, Capability<?> provider) {
            this.bundle = bundle;
            this.provider = provider;
        }
    }
}
