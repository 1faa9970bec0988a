package org.openmso.embed.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.openmso.api.Problem;
import org.openmso.api.host.NamedInput;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.embed.SwapOutcome;
import org.openmso.embed.SwapOutcome.Result;
import org.openmso.embed.SwapPlan;
import org.openmso.embed.SwapPlan.Action;
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

    /** The last entry of the journal that this node has followed. */
    private long followed;

    private Swaps(Inventory inventory, BundleStore store, Clock clock) {
        this.inventory = inventory;
        this.store = store;
        this.clock = clock;
    }

    /** Lays what operators applied and removed over the host's own bundles. */
    static Swaps over(Inventory inventory, BundleStore store, Clock clock) throws Refusal {
        var swaps = new Swaps(inventory, store, clock);
        for (Entry entry : swaps.news().values()) {
            inventory
                    .after(entry, store)
                    .ifPresentOrElse(inventory::choose, () -> inventory.withdraw(entry.name()));
        }
        return swaps;
    }

    /** Connects it with the bundles in service; before the first change. */
    void connect(Installation installation, Supplier<RegistrySnapshot> registry) {
        this.installation = installation;
        this.registry = registry;
    }

    /** What applying a jar would do. */
    SwapPlan plan(NamedInput jar) {
        return plan(incoming(jar));
    }

    /** What bringing a jar in would do. */
    SwapPlan plan(Incoming jar) {
        try {
            return planOf(checked(jar, jar.content().bytes()));
        } catch (Refusal e) {
            return refused(jar.name(), jar.version(), e.problem());
        }
    }

    private Incoming incoming(NamedInput jar) {
        return new Incoming(
                jar.name(), "", jar.name(), () -> store.staged(jar), (candidate, before) -> {});
    }

    private Found checked(Incoming jar, byte[] bytes) throws Refusal {
        Found candidate = inventory.check(BundleFile.staged(jar.file(), bytes), bytes);
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
        before.ifPresent(it -> problems.addAll(lost(it, candidate)));
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
    private List<Problem> lost(Found before, Found candidate) {
        var lost = new ArrayList<Problem>();
        for (ProvidedCapability capability : before.provided()) {
            boolean needed =
                    Preflight.isKernel(capability.contract())
                            || registry.get().isUsed(capability.capability());
            if (needed && candidate.providing(capability.contract()).isEmpty()) {
                lost.add(
                        Launch.LOSES_CAPABILITY.at(
                                candidate.file().name(), "It is " + capability.capability() + "."));
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

    /** Puts a jar into service. */
    SwapOutcome apply(NamedInput jar) {
        return apply(incoming(jar));
    }

    /** Brings a jar in. */
    SwapOutcome apply(Incoming jar) {
        try {
            return store.exclusively(
                    () -> {
                        follow();
                        byte[] bytes = jar.content().bytes();
                        return apply(checked(jar, bytes), bytes);
                    });
        } catch (Refusal e) {
            LOG.warn("refused: {}", e.problem(), e);
            return new SwapOutcome(Result.REFUSED, jar.name(), jar.version(), List.of(e.problem()));
        }
    }

    private SwapOutcome apply(Found staged, byte[] bytes) throws Refusal {
        SwapPlan plan = planOf(staged);
        if (plan.action() == Action.NOTHING) {
            return outcome(Result.UNCHANGED, staged, List.of());
        }
        if (!plan.isPossible()) {
            write(Journal.Action.ROLLED_BACK, staged, afterNow(staged.name()), plan.problems());
            return outcome(Result.REFUSED, staged, plan.problems());
        }
        BundleFile kept = store.keep(staged.name() + "-" + staged.version() + ".jar", bytes);
        var candidate = new Found(kept, staged.name(), staged.version(), staged.provided());
        String before = afterNow(candidate.name());
        try {
            installation.replace(candidate, registry.get());
        } catch (Refusal e) {
            LOG.warn("rolled back: {}", e.problem(), e);
            write(Journal.Action.ROLLED_BACK, candidate, before, List.of(e.problem()));
            return outcome(Result.ROLLED_BACK, candidate, List.of(e.problem()));
        } finally {
            kept.release();
        }
        return written(Journal.Action.APPLIED, candidate, kept.digest(), List.of());
    }

    /** Takes the bundle of a name out; one of the host's own comes back in its place. */
    SwapOutcome remove(String name) {
        try {
            return store.exclusively(
                    () -> {
                        follow();
                        Optional<Found> now = inventory.named(name);
                        if (now.isEmpty()) {
                            throw new Refusal(Launch.NOT_THERE.at(name));
                        }
                        return remove(now.get());
                    });
        } catch (Refusal e) {
            return new SwapOutcome(Result.REFUSED, name, "", List.of(e.problem()));
        }
    }

    private SwapOutcome remove(Found now) throws Refusal {
        Optional<Found> own = inventory.hostsOwn(now.name()).filter(it -> !it.isSameAs(now));
        if (own.isEmpty()
                && now.provided().stream().anyMatch(it -> Preflight.isKernel(it.contract()))) {
            throw new Refusal(
                    Launch.LOSES_CAPABILITY.at(
                            now.name(), "Without a registry and a store nothing works."));
        }
        if (own.isPresent()) {
            installation.replace(own.get(), registry.get());
        } else {
            installation.remove(now.name(), registry.get());
        }
        return written(
                Journal.Action.REMOVED,
                now,
                own.isPresent() ? Journal.HOSTS_OWN : Journal.NONE,
                List.of());
    }

    /** Brings the predecessor of a bundle back that keeps failing, if it still serves. */
    void revert(Found failing) {
        try {
            store.exclusively(
                    () -> {
                        follow();
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
        String before = Journal.HOSTS_OWN;
        String now = Journal.HOSTS_OWN;
        for (Entry entry : store.entries()) {
            if (entry.name().equals(failing.name()) && !entry.after().equals(now)) {
                before = now;
                now = entry.after();
            }
        }
        var entry = entry(Journal.Action.REVERTED, failing, before, Launch.KEEPS_FAILING.at(""));
        Optional<Found> predecessor =
                before.equals(Journal.NONE) || !now.equals(failing.file().digest())
                        ? Optional.empty()
                        : inventory.after(withVersion(entry, before), store);
        if (predecessor.isEmpty()) {
            LOG.warn("{} keeps failing and has no predecessor", failing.name());
            return;
        }
        installation.replace(predecessor.get(), registry.get());
        append(entry);
        LOG.warn(
                "{} {} kept failing; {} is back",
                failing.name(),
                failing.version(),
                predecessor.get().version());
    }

    /** The entry under the version of the jar that it leads back to. */
    private Entry withVersion(Entry entry, String digest) throws Refusal {
        String version = entry.version();
        for (Entry earlier : store.entries()) {
            if (earlier.after().equals(digest)) {
                version = earlier.version();
                break;
            }
        }
        return new Entry(
                entry.sequence(),
                entry.at(),
                entry.action(),
                entry.name(),
                version,
                digest,
                entry.reason());
    }

    /** Does what other nodes did since the last look. */
    void follow() throws Refusal {
        for (Entry entry : news().values()) {
            Optional<Found> wanted = inventory.after(entry, store);
            Optional<Found> now = inventory.named(entry.name());
            try {
                if (wanted.isPresent() && now.filter(wanted.get()::isSameAs).isEmpty()) {
                    installation.replace(wanted.get(), registry.get());
                } else if (wanted.isEmpty() && now.isPresent()) {
                    installation.remove(entry.name(), registry.get());
                }
            } catch (Refusal e) {
                LOG.warn("another node's {} does not work here: {}", entry.name(), e.problem(), e);
            }
        }
    }

    /** The last entry of each name since the last look. */
    private Map<String, Entry> news() throws Refusal {
        var news = new LinkedHashMap<String, Entry>();
        for (Entry entry : store.entries()) {
            if (entry.sequence() > followed) {
                followed = entry.sequence();
                news.put(entry.name(), entry);
            }
        }
        return news;
    }

    /** All entries. */
    List<Entry> history() throws Refusal {
        return store.entries();
    }

    private String afterNow(String name) {
        return inventory
                .named(name)
                .map(it -> it.file().isHosts() ? Journal.HOSTS_OWN : it.file().digest())
                .orElse(Journal.NONE);
    }

    /** Done; when it cannot be written down, whoever asked is told that a restart forgets it. */
    private SwapOutcome written(
            Journal.Action action, Found found, String after, List<Problem> reasons) {
        var problems = new ArrayList<Problem>();
        try {
            if (hostEnds()) {
                // It may be this bundle that ends it: it must not do so again at each start.
                throw new Refusal(Launch.HOST_ENDS.at(found.name()));
            }
            write(action, found, after, reasons);
            prune();
        } catch (Refusal e) {
            LOG.warn("done, but not written down: {}", e.problem(), e);
            problems.add(e.problem());
        }
        boolean draining =
                installation.view().lingering().stream()
                        .anyMatch(it -> it.found().name().equals(found.name()));
        if (draining) {
            problems.add(Launch.CALLS_LINGER.at(found.name()));
        }
        return outcome(draining ? Result.DRAINING : Result.DONE, found, problems);
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

    private void write(Journal.Action action, Found found, String after, List<Problem> reasons)
            throws Refusal {
        append(entry(action, found, after, reasons.isEmpty() ? null : reasons.get(0)));
    }

    private Entry entry(Journal.Action action, Found found, String after, Problem reason) {
        return new Entry(
                followed + 1,
                clock.instant(),
                action,
                found.name(),
                found.version().toString(),
                after,
                reason == null ? NO_REASON : reason.code());
    }

    private void append(Entry entry) throws Refusal {
        store.add(entry);
        followed = entry.sequence();
    }

    /** Of each name, what serves and what it could go back to is kept. */
    private void prune() throws Refusal {
        var kept = new HashSet<String>();
        var last = new LinkedHashMap<String, String>();
        for (Entry entry : store.entries()) {
            String before = last.put(entry.name(), entry.after());
            if (before != null && !before.equals(entry.after())) {
                last.put(entry.name() + "\t", before);
            }
        }
        kept.addAll(last.values());
        store.prune(kept);
    }

    private static SwapOutcome outcome(Result result, Found found, List<Problem> problems) {
        return new SwapOutcome(result, found.name(), found.version().toString(), problems);
    }
}
