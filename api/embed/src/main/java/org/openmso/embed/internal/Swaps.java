package org.openmso.embed.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.openmso.api.Problem;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.embed.SwapOutcome;
import org.openmso.embed.SwapOutcome.Result;
import org.openmso.embed.SwapPlan;
import org.openmso.embed.SwapPlan.Action;
import org.openmso.embed.internal.History.Standing;
import org.openmso.embed.internal.Journal.Entry;
import org.openmso.embed.internal.Preflight.ProvidedCapability;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of bundles: planned, done, undone, written into the store's journal, and followed when
 * another node did them. Guarded by its owner's lock.
 */
final class Swaps {
    private static final Logger LOG = LoggerFactory.getLogger(Swaps.class);
    private static final String NO_REASON = "-";

    private final Inventory inventory;
    private final BundleStore store;
    private final Clock clock;
    private Installation installation;
    private Supplier<RegistrySnapshot> registry;
    private Following following;

    /** The journal, as of when the store's lock was taken and since. */
    private History history;

    private Swaps(Inventory inventory, BundleStore store, Clock clock) {
        this.inventory = inventory;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Lays what operators applied and removed over the host's own bundles. Does not wait for the
     * store's lock: another node may hang while it holds it.
     */
    static Swaps over(Inventory inventory, BundleStore store, Clock clock) throws Refusal {
        var swaps = new Swaps(inventory, store, clock);
        History before;
        swaps.history = store.history();
        do {
            before = swaps.history;
            inventory.overlay(before, store);
            // Another node that changed something meanwhile may have deleted what was to be read.
            swaps.history = store.history();
        } while (swaps.history.last() != before.last());
        return swaps;
    }

    /** Connects it with the bundles in service; before the first change. */
    void connect(Installation installation, Supplier<RegistrySnapshot> registry) {
        this.installation = installation;
        this.registry = registry;
        this.following = new Following(inventory, store, installation, registry, history.last());
    }

    /** What bringing a jar in would do. */
    SwapPlan plan(Incoming jar) {
        try {
            return planOf(checked(jar));
        } catch (Refusal e) {
            return refused(jar.name(), jar.version(), e.problem());
        }
    }

    private Found checked(Incoming jar) throws Refusal {
        Found candidate = inventory.check(BundleFile.staged(jar.file(), jar.jar()), jar.jar());
        jar.condition().check(candidate, inventory.named(candidate.name()));
        return candidate;
    }

    /** A plan that is refused before there is one. */
    static SwapPlan refused(String name, String version, Problem problem) {
        return new SwapPlan(
                Action.REFUSE,
                name,
                version,
                Optional.empty(),
                List.of(),
                0,
                List.of(),
                List.of(problem));
    }

    /** What it would do to put this one into service. */
    SwapPlan planOf(Found candidate) {
        Optional<Found> before = inventory.named(candidate.name());
        var problems = new ArrayList<Problem>();
        try {
            inventory.checkFree(candidate);
        } catch (Refusal e) {
            problems.add(e.problem());
        }
        before.ifPresent(
                it -> problems.addAll(lost(it, Optional.of(candidate), candidate.file().name())));
        boolean same = before.filter(candidate::isSameAs).isPresent();
        Action action =
                !problems.isEmpty()
                        ? Action.REFUSE
                        : same ? Action.NOTHING : before.isPresent() ? Action.REPLACE : Action.ADD;
        int practices = practicesWith(candidate);
        return new SwapPlan(
                action,
                candidate.name(),
                candidate.version().toString(),
                before.map(it -> it.version().toString()),
                candidate.provided().stream().map(ProvidedCapability::capability).toList(),
                practices,
                action == Action.ADD || action == Action.REPLACE
                        ? steps(candidate, before, practices)
                        : List.of(),
                problems);
    }

    /** What tiers in use would lose. */
    private List<Problem> lost(Found before, Optional<Found> after, String place) {
        var lost = new ArrayList<Problem>();
        for (ProvidedCapability capability : before.provided()) {
            boolean needed =
                    Preflight.isKernel(capability.contract())
                            || registry.get().isUsed(capability.capability());
            if (needed && after.flatMap(it -> it.providing(capability.contract())).isEmpty()) {
                lost.add(
                        Launch.LOSES_CAPABILITY.at(
                                place, "It is " + capability.capability() + "."));
            }
        }
        return lost;
    }

    private int practicesWith(Found candidate) {
        RegistrySnapshot now = registry.get();
        return (int)
                now.practices().stream()
                        .filter(
                                practice ->
                                        candidate.provided().stream()
                                                .anyMatch(
                                                        it ->
                                                                now.tierOf(practice)
                                                                        .includes(it.capability())))
                        .count();
    }

    private static List<String> steps(Found candidate, Optional<Found> before, int practices) {
        String newcomer = candidate.name() + " " + candidate.version();
        var steps = new ArrayList<String>();
        steps.add("Install " + newcomer + before.map(it -> " beside " + it.version()).orElse(""));
        steps.add("Start it, let it check itself, open it for the practices that are at work");
        steps.add("Route the calls of " + practices + " practices to it, in one step");
        before.ifPresent(
                it -> {
                    steps.add("Wait for the calls inside " + it.version() + ", at most 30 seconds");
                    if (it.version().compareTo(candidate.version()) > 0) {
                        steps.add("Mind that this goes back to an earlier version");
                    }
                    steps.add("Retire and uninstall " + it.version());
                });
        return steps;
    }

    /** Brings a jar in. */
    SwapOutcome apply(Incoming jar) {
        return changed(jar.name(), jar.version(), () -> applied(checked(jar)));
    }

    /** Brings one in that was chosen before; where it serves already, sees that it is kept. */
    SwapOutcome apply(Found present) {
        return changed(present.name(), present.version().toString(), () -> applied(present));
    }

    /** Does a change while nobody else does one, after what others did. */
    private SwapOutcome changed(String name, String version, BundleStore.Work<SwapOutcome> change) {
        try {
            requireUninterrupted(name);
            return store.exclusively(
                    () -> {
                        catchUp();
                        return change.run();
                    });
        } catch (Refusal e) {
            return refused(name, version, e);
        }
    }

    /** Whoever is to stop is not to begin; what is begun is brought to its end. */
    static void requireUninterrupted(String place) throws Refusal {
        if (Thread.currentThread().isInterrupted()) {
            throw new Refusal(Launch.INTERRUPTED.at(place));
        }
    }

    /** An outcome that is refused before anything was tried. */
    static SwapOutcome refused(String name, String version, Refusal why) {
        LOG.warn("refused: {}", why.problem(), why);
        return new SwapOutcome(Result.REFUSED, name, version, List.of(why.problem()));
    }

    private SwapOutcome applied(Found staged) throws Refusal {
        SwapPlan plan = planOf(staged);
        if (plan.action() == Action.NOTHING) {
            // It may serve and not be kept: because it could not be written down.
            return after(staged).equals(history.standing(staged.name()).after())
                    ? outcome(Result.UNCHANGED, staged, List.of())
                    : applied(staged, after(staged));
        }
        if (!plan.isPossible()) {
            return undone(Result.REFUSED, staged, plan.problems());
        }
        Found candidate = kept(staged);
        try {
            installation.replace(candidate, registry.get());
        } catch (Refusal e) {
            LOG.warn("rolled back: {}", e.problem(), e);
            return undone(Result.ROLLED_BACK, candidate, List.of(e.problem()));
        } finally {
            candidate.file().release();
        }
        return applied(candidate, after(candidate));
    }

    private SwapOutcome applied(Found found, String after) {
        return written(Journal.Action.APPLIED, found.name(), found.version().toString(), after);
    }

    /** What is kept for later starts; the host's own need not be. */
    private Found kept(Found staged) throws Refusal {
        if (staged.file().isHosts()) {
            return staged;
        }
        BundleFile file =
                store.keep(staged.name() + "-" + staged.version() + ".jar", staged.file().bytes());
        return staged.at(file);
    }

    /** Brings the host's own bundle of a name back, in the place of whatever is there. */
    SwapOutcome restore(String name) {
        return changed(
                name,
                "",
                () -> {
                    Optional<Found> own = inventory.hostsOwn(name);
                    if (own.isEmpty()) {
                        throw new Refusal(
                                Launch.NOT_THERE.at(name, "The host has none of its own."));
                    }
                    return applied(own.get());
                });
    }

    /**
     * Takes the bundle of a name out; one of the host's own comes back in its place.
     *
     * @param inUse whether also where a tier in use then lacks a capability
     */
    SwapOutcome remove(String name, boolean inUse) {
        return changed(
                name,
                "",
                () -> {
                    Optional<Found> now = inventory.named(name);
                    Standing standing = history.standing(name);
                    if (standing.isApplied() && now.filter(it -> !it.file().isHosts()).isEmpty()) {
                        return withdrawn(standing);
                    }
                    if (now.isEmpty()) {
                        throw new Refusal(Launch.NOT_THERE.at(name));
                    }
                    return remove(now.get(), inUse);
                });
    }

    /** What was applied, and does not serve: it was superseded, or cannot be used here. */
    private SwapOutcome withdrawn(Standing standing) {
        SwapOutcome outcome =
                written(
                        Journal.Action.REMOVED,
                        standing.name(),
                        standing.version(),
                        inventory.hostsOwn(standing.name()).isPresent()
                                ? Journal.HOSTS_OWN
                                : Journal.NONE);
        installation.show(registry.get());
        return outcome;
    }

    private SwapOutcome remove(Found now, boolean inUse) throws Refusal {
        Optional<Found> own = inventory.hostsOwn(now.name()).filter(it -> !it.isSameAs(now));
        List<Problem> lost = lost(now, own, now.name());
        if (own.isEmpty()
                        && now.provided().stream().anyMatch(it -> Preflight.isKernel(it.contract()))
                || !lost.isEmpty() && !inUse) {
            return outcome(Result.REFUSED, now, lost);
        }
        if (own.isPresent()) {
            inventory.checkFree(own.get());
            installation.replace(own.get(), registry.get());
        } else {
            installation.remove(now.name(), registry.get());
        }
        return written(
                Journal.Action.REMOVED,
                now.name(),
                now.version().toString(),
                own.isPresent() ? Journal.HOSTS_OWN : Journal.NONE);
    }

    /** Brings the predecessor of a bundle back that keeps failing, if it still serves. */
    void revert(Found failing) {
        try {
            store.exclusively(
                    () -> {
                        catchUp();
                        if (inventory.named(failing.name()).filter(failing::isSameAs).isPresent()) {
                            revertNow(failing);
                        }
                        return null;
                    });
        } catch (Refusal e) {
            LOG.warn("{} keeps failing; not rolled back: {}", failing.name(), e.problem(), e);
        }
    }

    private void revertNow(Found failing) throws Refusal {
        Optional<Standing> before =
                failing.file().digest().equals(history.standing(failing.name()).after())
                        ? history.wayBack(failing.name())
                        : Optional.empty();
        Optional<Found> predecessor =
                before.isEmpty() ? Optional.empty() : inventory.due(before.get(), store).found();
        if (predecessor.isEmpty()) {
            LOG.warn("{} keeps failing and has nothing to go back to", failing.name());
            return;
        }
        installation.replace(predecessor.get(), registry.get());
        following.settled(failing.name());
        append(
                entry(
                        Journal.Action.REVERTED,
                        failing.name(),
                        failing.version().toString(),
                        after(predecessor.get()),
                        Launch.KEEPS_FAILING.at("").code()));
        LOG.warn(
                "{} {} kept failing; {} is back",
                failing.name(),
                failing.version(),
                predecessor.get().version());
    }

    /** Does what other nodes did since the last look. */
    void follow() throws Refusal {
        if (!following.isCurrent(store.history())) {
            store.exclusively(
                    () -> {
                        catchUp();
                        return null;
                    });
        }
    }

    private void catchUp() throws Refusal {
        history = store.history();
        following.follow(history);
    }

    /** What of other nodes' changes this one could not do. */
    List<Problem> problems() {
        return following.problems();
    }

    /** All entries. */
    List<Entry> history() throws Refusal {
        return store.history().entries();
    }

    private static String after(Found found) {
        return found.file().isHosts() ? Journal.HOSTS_OWN : found.file().digest();
    }

    /** Done; when it cannot be written down, whoever asked is told that a restart forgets it. */
    private SwapOutcome written(Journal.Action action, String name, String version, String after) {
        following.settled(name);
        var problems = new ArrayList<Problem>();
        notKept(entry(action, name, version, after, NO_REASON)).ifPresent(problems::add);
        boolean kept = problems.isEmpty();
        boolean draining =
                installation.view().lingering().stream()
                        .anyMatch(it -> it.found().name().equals(name));
        if (draining) {
            problems.add(Launch.CALLS_LINGER.at(name));
        }
        return new SwapOutcome(
                kept ? draining ? Result.DRAINING : Result.DONE : Result.NOT_KEPT,
                name,
                version,
                problems);
    }

    /** Writes a change down; why it could not. */
    private Optional<Problem> notKept(Entry change) {
        if (hostEnds()) {
            // It may be this bundle that ends it: it must not do so again at each start.
            return Optional.of(Launch.HOST_ENDS.at(change.name()));
        }
        try {
            append(change);
        } catch (Refusal e) {
            LOG.warn("done, but not written down: {}", e.problem(), e);
            return Optional.of(Launch.NOT_KEPT.at(change.name(), "The reason: " + e.problem()));
        }
        try {
            store.prune(history.needed());
        } catch (Refusal e) {
            LOG.warn("jars that nothing goes back to were not deleted: {}", e.problem(), e);
        }
        return Optional.empty();
    }

    /** The JVM takes no shutdown hooks once it is ending, and tells so in no other way. */
    private static boolean hostEnds() {
        var hook = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /**
     * Not done, and written down as such. What is to serve stays what it is, on this node and on
     * others, which may have it otherwise.
     */
    private SwapOutcome undone(Result result, Found found, List<Problem> why) {
        String after = history.standing(found.name()).after();
        var problems = new ArrayList<>(why);
        try {
            append(
                    entry(
                            Journal.Action.ROLLED_BACK,
                            found.name(),
                            found.version().toString(),
                            after,
                            why.get(0).code()));
        } catch (Refusal e) {
            LOG.warn("not written down: {}", e.problem(), e);
            problems.add(e.problem());
        }
        return outcome(result, found, problems);
    }

    private Entry entry(
            Journal.Action action, String name, String version, String after, String reason) {
        return new Entry(
                following.next(),
                clock.instant(),
                action,
                name,
                version,
                after,
                reason,
                inventory.hostsOwn(name).map(it -> it.version().toString()).orElse(Journal.NO_OWN));
    }

    private void append(Entry entry) throws Refusal {
        store.add(entry);
        following.wrote(entry.sequence());
        history = history.with(entry);
    }

    private static SwapOutcome outcome(Result result, Found found, List<Problem> problems) {
        return new SwapOutcome(result, found.name(), found.version().toString(), problems);
    }
}
