package org.openmso.embed.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.openmso.api.LaunchFailed;
import org.openmso.api.Practice;
import org.openmso.api.Problem;
import org.openmso.api.registry.Registry;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.api.store.Store;
import org.openmso.embed.BundleStatus;
import org.openmso.embed.BundleStatus.State;
import org.openmso.embed.internal.Arrival.Hall;
import org.openmso.embed.internal.Arrival.Warmth;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles in service: who takes the calls, how one takes another's place, and what kept others
 * out. A capability is in service while the tier of at least one practice includes it; the registry
 * always is.
 */
final class Installation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    private final FrameworkHost framework;
    private final Inventory inventory;
    private final Leavers leavers;

    /** By symbolic name. Guarded by this object's lock; arriving threads do not touch it. */
    private final Map<String, InService> inService = new LinkedHashMap<>();

    /** Why bundles that tiers include are not in service; guarded by this object's lock. */
    private final Map<String, Problem> failures = new LinkedHashMap<>();

    /** Those of them that come by themselves once the database is back; guarded likewise. */
    private final Set<String> waiting = new HashSet<>();

    private InService kernel;
    private Hall hall;
    private Runnable onWaiting = () -> {};
    private Switchboard board;
    private Consumer<Found> onFailing = found -> {};

    /** What health and lists show beside what lingers; replaced as a whole. */
    private volatile View view = new View(List.of(), List.of(), List.of());

    /**
     * An installation that nobody is in yet.
     *
     * @param drain how long to wait for calls inside what leaves
     */
    Installation(FrameworkHost framework, Inventory inventory, Duration drain) {
        this.framework = framework;
        this.inventory = inventory;
        this.leavers = new Leavers(framework, drain);
    }

    /** How things stand between two changes. */
    record View(List<InService> serving, List<InService> lingering, List<Problem> problems) {}

    /** How things stand. */
    View view() {
        View now = view;
        return new View(now.serving, leavers.lingering(), now.problems);
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
     * The registry, which every installation has. Kernel contracts know no practice: their class is
     * the service.
     */
    synchronized Registry registry() {
        return kernel == null ? firstRegistry() : kernel.registry().orElseThrow();
    }

    private Registry firstRegistry() {
        Found found = inventory.providing(Registry.class).orElse(null);
        if (found == null) {
            throw new LaunchFailed(
                    Launch.NO_REGISTRY.at(
                            "",
                            inventory.problems().stream()
                                    .map(Problem::toString)
                                    .collect(Collectors.joining(" "))));
        }
        try {
            Bundle bundle = framework.install(found.file().name(), found.file().bytes());
            Registry registry =
                    FrameworkHost.provider(
                            found.file().name(),
                            bundle,
                            found.providing(Registry.class).orElseThrow().provider(),
                            Registry.class);
            kernel =
                    new InService(
                            found,
                            bundle,
                            Map.of(),
                            Optional.of(registry),
                            () -> {},
                            List.of(),
                            java.time.Instant.EPOCH);
            return registry;
        } catch (Refusal e) {
            throw new LaunchFailed(e.problem(), e);
        }
    }

    /** Connects it with what its bundles need; before the first {@link #serve}. */
    synchronized void connect(
            Hall hall, Switchboard board, Consumer<Found> onFailing, Runnable onWaiting) {
        this.hall = hall;
        this.board = board;
        this.onFailing = onFailing;
        this.onWaiting = onWaiting;
    }

    /**
     * Makes a registry valid. What its tiers include newly is brought in first, all at the same
     * time; then calls are judged and routed anew, in one step; then what no tier includes any more
     * is taken out.
     */
    synchronized void serve(RegistrySnapshot registry) {
        serve(registry, name -> true);
    }

    /** Takes those in that could not come because the database was away; true if all are here. */
    synchronized boolean serveWaiting(RegistrySnapshot registry) {
        if (!waiting.isEmpty()) {
            serve(registry, Set.copyOf(waiting)::contains);
        }
        return waiting.isEmpty();
    }

    private void serve(RegistrySnapshot registry, Predicate<String> mayCome) {
        var serving = new LinkedHashMap<String, InService>();
        var arrivals = new LinkedHashMap<Found, Arrival>();
        for (Found found : inventory.all()) {
            InService present = inService.get(found.name());
            if (!mayCome.test(found.name())) {
                if (present != null) {
                    serving.put(found.name(), present);
                }
                continue;
            }
            Set<Class<?>> used = used(found, registry);
            if (used.isEmpty()) {
                continue;
            }
            // One that is to provide more or less than it does is replaced by another of itself.
            if (present != null
                    && present.found().isSameAs(found)
                    && present.generations().keySet().equals(used)) {
                serving.put(found.name(), present);
            } else {
                Warmth warmth = warmthFor(found, registry);
                arrivals.put(found, Arrival.begin(hall, found, used, warmth));
            }
        }
        failures.keySet().removeIf(mayCome);
        waiting.removeIf(mayCome);
        var arrived = new ArrayList<InService>();
        arrivals.forEach(
                (found, arrival) -> {
                    try {
                        InService came = arrival.await();
                        serving.put(found.name(), came);
                        arrived.add(came);
                    } catch (Refusal e) {
                        LOG.warn("not in service: {}", e.problem(), e);
                        failures.put(found.name(), e.problem());
                        if (e instanceof Databases.Away) {
                            waiting.add(found.name());
                        }
                        InService present = inService.get(found.name());
                        if (present != null) {
                            serving.put(found.name(), present);
                        }
                    }
                });
        turnTo(serving, arrived, registry);
    }

    /**
     * Puts a bundle in the place of the one of its name. When this returns, it takes the calls, and
     * the one before it is gone or waits for its last calls.
     *
     * @throws Refusal if it cannot; the one before it never stopped
     */
    synchronized void replace(Found candidate, RegistrySnapshot registry) throws Refusal {
        if (candidate.providing(Store.class).isPresent()) {
            hall.databases().replace(candidate);
            inventory.choose(candidate);
            show(registry);
            return;
        }
        Set<Class<?>> used = used(candidate, registry);
        InService arrived =
                Arrival.begin(
                                hall,
                                candidate,
                                used.isEmpty() ? contracts(candidate) : used,
                                warmthFor(candidate, registry))
                        .await();
        inventory.choose(candidate);
        failures.remove(candidate.name());
        waiting.remove(candidate.name());
        if (arrived.registry().isPresent()) {
            InService before = kernel;
            kernel = arrived;
            leavers.letGo(List.of(before));
            show(registry);
            return;
        }
        if (used.isEmpty()) {
            // It has shown that it works; it waits for a tier that includes it.
            leavers.letGo(List.of(arrived));
            show(registry);
            return;
        }
        var serving = new LinkedHashMap<>(inService);
        serving.put(candidate.name(), arrived);
        turnTo(serving, List.of(arrived), registry);
    }

    /** Takes the bundle of a name out. */
    synchronized void remove(String name, RegistrySnapshot registry) {
        inventory.withdraw(name);
        failures.remove(name);
        waiting.remove(name);
        var serving = new LinkedHashMap<>(inService);
        serving.remove(name);
        turnTo(serving, List.of(), registry);
    }

    private Warmth warmthFor(Found found, RegistrySnapshot registry) {
        InService present = inService.get(found.name());
        return new Warmth(present == null ? List.of() : present.generations().values(), registry);
    }

    /** Which of its contracts tiers in use include. */
    private static Set<Class<?>> used(Found found, RegistrySnapshot registry) {
        var used = contracts(found);
        found.provided().stream()
                .filter(it -> !registry.isUsed(it.capability()))
                .forEach(it -> used.remove(it.contract()));
        used.removeIf(Preflight::isKernel);
        return used;
    }

    private static Set<Class<?>> contracts(Found found) {
        var contracts = new HashSet<Class<?>>();
        found.provided().forEach(it -> contracts.add(it.contract()));
        return contracts;
    }

    /** The flip: from here on, calls go to these. */
    private void turnTo(
            Map<String, InService> serving,
            Collection<InService> arrived,
            RegistrySnapshot registry) {
        for (InService came : arrived) {
            came.generations()
                    .values()
                    .forEach(it -> it.onFailing(() -> onFailing.accept(came.found())));
        }
        var routes = new HashMap<Class<?>, Generation>();
        serving.values().forEach(it -> routes.putAll(it.generations()));
        board.flip(registry, routes);
        for (InService came : arrived) {
            LOG.info("in service: {} {}", came.found().name(), came.found().version());
            Arrival.promote(came, framework.departed())
                    .ifPresent(it -> serving.put(came.found().name(), came.with(it)));
        }
        var leaving = new LinkedHashMap<>(inService);
        leaving.values().removeAll(serving.values());
        inService.clear();
        inService.putAll(serving);
        leavers.letGo(leaving.values());
        inService
                .values()
                .forEach(it -> it.generations().values().forEach(g -> g.retainCallers(registry)));
        show(registry);
    }

    /** Tells anew how things stand. */
    synchronized void show(RegistrySnapshot registry) {
        var now = new ArrayList<>(inventory.problems());
        now.addAll(notProvided(registry));
        now.addAll(failures.values());
        inService.values().forEach(it -> now.addAll(it.problems()));
        var serving = new ArrayList<InService>();
        serving.add(kernel);
        serving.addAll(inService.values());
        view = new View(List.copyOf(serving), List.of(), List.copyOf(now));
        if (!waiting.isEmpty()) {
            onWaiting.run();
        }
    }

    /** How the bundles are doing. */
    List<Problem> problems() {
        View now = view();
        var problems = new ArrayList<>(now.problems);
        now.lingering.forEach(it -> problems.add(Launch.CALLS_LINGER.at(it.found().file().name())));
        for (InService one : now.serving) {
            for (Generation generation : one.generations().values()) {
                if (generation.isHanging()) {
                    problems.add(
                            Launch.HANGS.at(
                                    generation.name(),
                                    which(one) + " They are " + generation.givenUp() + "."));
                } else if (generation.isFailing()) {
                    problems.add(Launch.KEEPS_FAILING.at(generation.name(), which(one)));
                }
            }
        }
        problems.addAll(framework.departed().problems());
        problems.addAll(hall.databases().problems());
        return problems;
    }

    private static String which(InService one) {
        return "It is " + one.found().name() + " " + one.found().version() + ".";
    }

    /** The bundles, in no order. */
    synchronized List<BundleStatus> bundles() {
        View now = view();
        var bundles = new ArrayList<BundleStatus>();
        var listed = new HashSet<String>();
        for (InService one : now.serving) {
            bundles.add(status(one.found(), State.IN_SERVICE, one.inside(), one.givenUp()));
            listed.add(one.found().file().digest());
        }
        hall.databases()
                .provider()
                .ifPresent(
                        store -> {
                            bundles.add(status(store, State.IN_SERVICE, 0, 0));
                            listed.add(store.file().digest());
                        });
        for (InService one : now.lingering) {
            bundles.add(status(one.found(), State.DRAINING, one.inside(), one.givenUp()));
        }
        for (Found found : inventory.all()) {
            if (listed.add(found.file().digest())) {
                bundles.add(status(found, State.STANDING_BY, 0, 0));
            }
        }
        inventory.removed().forEach(it -> bundles.add(status(it, State.REMOVED, 0, 0)));
        return bundles;
    }

    private BundleStatus status(Found found, State state, long calls, int givenUp) {
        return new BundleStatus(
                found.name(),
                found.version().toString(),
                found.file().digest(),
                state,
                found.file().isHosts(),
                found.provided().stream()
                        .map(Preflight.ProvidedCapability::capability)
                        .collect(Collectors.toSet()),
                calls,
                givenUp,
                framework.departed().alive(found.name()));
    }

    /** Capabilities that a practice's tier includes and no usable bundle provides. */
    private List<Problem> notProvided(RegistrySnapshot registry) {
        var provided =
                inventory.all().stream()
                        .flatMap(it -> it.provided().stream())
                        .map(Preflight.ProvidedCapability::capability)
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

    /** The code of whoever provides a contract now is not awaited any longer. */
    void givenUp(Class<?> contract, Background<?> work) {
        view.serving.stream()
                .filter(it -> it.generations().containsKey(contract))
                .forEach(it -> framework.departed().givenUp(it.found().name(), work));
    }

    /** What left and keeps the JVM from ending; waits a second for threads that are ending. */
    Set<String> keepingTheJvm() {
        return framework.departed().keepingTheJvm(Duration.ofSeconds(1).toNanos());
    }

    /** Waits for the calls inside, then retires all. The switchboard is closed already. */
    @Override
    public synchronized void close() {
        leavers.letGo(inService.values());
        leavers.close();
        inService.clear();
    }
}
