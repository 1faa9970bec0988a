package org.openmso.embed.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openmso.api.Problem;
import org.openmso.embed.internal.Journal.Entry;
import org.openmso.embed.internal.Preflight.ProvidedCapability;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which bundles there are: the host's own, and over them what operators applied or removed. One of
 * each name is chosen, and each contract has one provider. Guarded by its owner's lock.
 */
final class Inventory {
    private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);

    private final Map<String, Found> hosts = new LinkedHashMap<>();
    private final Map<String, Found> chosen = new LinkedHashMap<>();
    private final List<Problem> setAside = new ArrayList<>();

    /** What is wrong with what operators applied, by the bundle's name. */
    private final Map<String, Problem> overlaid = new LinkedHashMap<>();

    private final Preflight preflight;
    private final Judge judge;

    private Inventory(Preflight preflight, Judge judge) {
        this.preflight = preflight;
        this.judge = judge;
    }

    /**
     * Looks at every bundle of the host; a bad one is set aside with its reason, it does not stop
     * the host.
     */
    static Inventory survey(List<BundleFile> files, Preflight preflight, Judge judge) {
        var inventory = new Inventory(preflight, judge);
        for (BundleFile file : files) {
            try {
                Found found = preflight.check(file, file.bytes());
                inventory.checkFree(found, inventory.hosts.values());
                inventory.hosts.put(found.name(), found);
            } catch (Refusal e) {
                LOG.warn("set aside: {}", e.problem(), e);
                inventory.setAside.add(e.problem());
            }
        }
        inventory.chosen.putAll(inventory.hosts);
        return inventory;
    }

    /** Judges a jar from outside. */
    Found check(BundleFile file, byte[] jar) throws Refusal {
        judge.judge(file.name(), jar);
        return preflight.check(file, jar);
    }

    /**
     * What serves under a name after an entry of the journal; empty if nothing does. What cannot be
     * used any more leaves its place to the host's own, and health says so.
     */
    Optional<Found> after(Entry entry, BundleStore store) {
        overlaid.remove(entry.name());
        if (entry.after().equals(Journal.NONE)) {
            return Optional.empty();
        }
        Optional<Found> own = Optional.ofNullable(hosts.get(entry.name()));
        if (entry.after().equals(Journal.HOSTS_OWN)) {
            return own;
        }
        try {
            BundleFile file = store.kept(entry.name(), entry.version(), entry.after());
            Found applied = check(file, file.bytes());
            file.release();
            if (own.isPresent() && own.get().version().compareTo(applied.version()) > 0) {
                overlaid.put(
                        entry.name(),
                        Launch.SUPERSEDED.warning(
                                entry.name(),
                                "Applied is "
                                        + applied.version()
                                        + ", the host's is "
                                        + own.get().version()
                                        + "."));
                return own;
            }
            checkFree(applied, chosen.values());
            return Optional.of(applied);
        } catch (Refusal e) {
            LOG.warn("applied, and not usable: {}", e.problem(), e);
            overlaid.put(
                    entry.name(), Launch.APPLIED_UNUSABLE.at(entry.name(), e.problem().toString()));
            return own;
        }
    }

    /** Refuses a bundle that provides what one of another name provides. */
    void checkFree(Found found) throws Refusal {
        checkFree(found, chosen.values());
    }

    private void checkFree(Found found, Collection<Found> others) throws Refusal {
        for (ProvidedCapability capability : found.provided()) {
            for (Found other : others) {
                boolean theOneBefore = other.name().equals(found.name()) && !found.file().isHosts();
                if (!theOneBefore && other.providing(capability.contract()).isPresent()) {
                    throw new Refusal(
                            Launch.PROVIDED_TWICE.at(
                                    found.file().name(),
                                    "It is "
                                            + capability.capability()
                                            + ", which "
                                            + other.file().name()
                                            + " provides."));
                }
            }
        }
    }

    /** From now on this one is the one of its name. */
    void choose(Found found) {
        chosen.put(found.name(), found);
    }

    /** From now on there is none of this name. */
    void withdraw(String name) {
        chosen.remove(name);
    }

    /** The ones chosen. */
    Collection<Found> all() {
        return List.copyOf(chosen.values());
    }

    /** The one chosen of a name. */
    Optional<Found> named(String name) {
        return Optional.ofNullable(chosen.get(name));
    }

    /** The host's own of a name. */
    Optional<Found> hostsOwn(String name) {
        return Optional.ofNullable(hosts.get(name));
    }

    /** The one chosen that provides a contract. */
    Optional<Found> providing(Class<?> contract) {
        return chosen.values().stream()
                .filter(it -> it.providing(contract).isPresent())
                .findFirst();
    }

    /** What kept bundles from being chosen. */
    List<Problem> problems() {
        var problems = new ArrayList<>(setAside);
        problems.addAll(overlaid.values());
        return problems;
    }
}
