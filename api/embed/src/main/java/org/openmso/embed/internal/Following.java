package org.openmso.embed.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.openmso.api.Problem;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.embed.internal.History.Standing;
import org.openmso.embed.internal.Inventory.Due;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does on this node what other nodes wrote into the journal. What cannot be done here takes nothing
 * out that serves; health names it, and it is tried again the next time. Guarded by its owner's
 * lock; the store's is held.
 */
final class Following {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    private final Inventory inventory;
    private final BundleStore store;
    private final Installation installation;
    private final Supplier<RegistrySnapshot> registry;

    /** The last entry of the journal that this node has looked at. */
    private long seen;

    /** What could not be done here, by name. */
    private final Map<String, Problem> behind = new LinkedHashMap<>();

    /** The same, for health; replaced as a whole. */
    private volatile List<Problem> problems = List.of();

    /**
     * Follows from here on.
     *
     * @param seen the last entry of the journal that the inventory knows
     */
    Following(
            Inventory inventory,
            BundleStore store,
            Installation installation,
            Supplier<RegistrySnapshot> registry,
            long seen) {
        this.inventory = inventory;
        this.store = store;
        this.installation = installation;
        this.registry = registry;
        this.seen = seen;
    }

    /**
     * One name's change.
     *
     * @param now what serves here
     * @param due what is to serve
     */
    private record Step(Standing standing, Optional<Found> now, Due due) {
        Set<Class<?>> loses() {
            var loses = new HashSet<Class<?>>();
            now.ifPresent(it -> it.provided().forEach(each -> loses.add(each.contract())));
            due.found().ifPresent(it -> it.provided().forEach(e -> loses.remove(e.contract())));
            return loses;
        }
    }

    /** Whether there is nothing to do; asks without the store's lock. */
    boolean isCurrent(History history) {
        return history.last() <= seen && history.standings().stream().noneMatch(this::isToDo);
    }

    /** What this node itself changed, and wrote down or not, it does not follow. */
    private boolean isToDo(Standing standing) {
        return standing.sequence() > seen
                || behind.containsKey(standing.name())
                || inventory.isUnusable(standing.name());
    }

    /** Does what is new, and what could not be done before. */
    void follow(History history) {
        List<Standing> toDo = history.standings().stream().filter(this::isToDo).toList();
        // Whether it works is found out anew; what did not before must not hold others back.
        behind.clear();
        var steps = new ArrayList<Step>();
        toDo.forEach(it -> step(it).ifPresent(steps::add));
        seen = Math.max(seen, history.last());
        // What comes before what goes, so that what moves to another bundle is always provided.
        steps.sort(Comparator.comparing(it -> !it.loses().isEmpty()));
        Collection<Found> end = afterAll(steps);
        for (Step step : steps) {
            try {
                take(step, end);
            } catch (Refusal e) {
                fallBehind(step.standing(), e);
            }
        }
        problems = List.copyOf(behind.values());
    }

    private Optional<Step> step(Standing standing) {
        String name = standing.name();
        Optional<Found> now = inventory.named(name);
        Due due;
        try {
            due = inventory.due(standing, store);
        } catch (Refusal e) {
            fallBehind(standing, e);
            return Optional.empty();
        }
        boolean same =
                due.found().isPresent()
                        ? now.filter(due.found().get()::isSameAs).isPresent()
                        : now.isEmpty();
        if (same) {
            settled(name);
            due.remark().ifPresent(it -> inventory.remark(name, it));
            return Optional.empty();
        }
        return Optional.of(new Step(standing, now, due));
    }

    private Collection<Found> afterAll(List<Step> steps) {
        var end = new LinkedHashMap<String, Found>();
        inventory.all().forEach(it -> end.put(it.name(), it));
        for (Step step : steps) {
            end.remove(step.standing().name());
            step.due().found().ifPresent(it -> end.put(it.name(), it));
        }
        return end.values();
    }

    private void take(Step step, Collection<Found> end) throws Refusal {
        String name = step.standing().name();
        if (step.due().found().isPresent()) {
            inventory.checkFree(step.due().found().get(), end);
        }
        if (!behind.isEmpty()) {
            checkNothingLost(step);
        }
        if (step.due().found().isPresent()) {
            installation.replace(step.due().found().get(), registry.get());
        } else {
            installation.remove(name, registry.get());
        }
        settled(name);
        step.due().remark().ifPresent(it -> inventory.remark(name, it));
    }

    /** What did not come here may be what was to provide it. */
    private void checkNothingLost(Step step) throws Refusal {
        for (Class<?> contract : step.loses()) {
            boolean elsewhere =
                    inventory.all().stream()
                            .filter(it -> !it.name().equals(step.standing().name()))
                            .anyMatch(it -> it.providing(contract).isPresent());
            if (!elsewhere) {
                throw new Refusal(
                        Launch.LOSES_CAPABILITY.at(
                                step.standing().name(),
                                "It stays because not all that other nodes changed works here."));
            }
        }
    }

    private void fallBehind(Standing standing, Refusal why) {
        LOG.warn("another node's change does not work here: {}", why.problem(), why);
        String name = standing.name();
        if (inventory.isUnusable(name)) {
            return;
        }
        String there =
                standing.isApplied()
                        ? name + " " + standing.version()
                        : standing.after().equals(Journal.NONE)
                                ? "no " + name
                                : "the host's own " + name;
        String here = inventory.named(name).map(it -> it.version().toString()).orElse("none of it");
        behind.put(
                name,
                Launch.BEHIND.at(
                        name,
                        "There serves "
                                + there
                                + ", here "
                                + here
                                + ". The reason: "
                                + why.problem()));
    }

    /** A name is as it is to be; what was in the way is past. */
    void settled(String name) {
        inventory.forget(name);
        behind.remove(name);
        problems = List.copyOf(behind.values());
    }

    /** This node wrote an entry itself. */
    void wrote(long sequence) {
        seen = sequence;
    }

    /** The number of the next entry. */
    long next() {
        return seen + 1;
    }

    /** What this node could not do, for health; safe from any thread. */
    List<Problem> problems() {
        return problems;
    }
}
