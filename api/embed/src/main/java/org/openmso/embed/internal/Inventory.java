package org.openmso.embed.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openmso.api.Problem;
import org.openmso.embed.internal.History.Standing;
import org.openmso.embed.internal.Preflight.ProvidedCapability;
import org.osgi.framework.Version;
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
    private final Map<String, Problem> remarks = new LinkedHashMap<>();

    /** The names of which what was applied cannot be used since the start. */
    private final Set<String> unusable = new HashSet<>();

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
                checkNotProvided(found, inventory.hosts.values());
                inventory.hosts.put(found.name(), found);
            } catch (Refusal e) {
                LOG.warn("set aside: {}", e.problem(), e);
                inventory.setAside.add(e.problem());
            }
        }
        inventory.chosen.putAll(inventory.hosts);
        return inventory;
    }

    /** Judges a jar from outside; one of the host's own is known by its digest. */
    Found check(BundleFile file, byte[] jar) throws Refusal {
        return check(file, jar, Optional.empty());
    }

    private Found check(BundleFile file, byte[] jar, Optional<Instant> applied) throws Refusal {
        for (Found own : hosts.values()) {
            if (own.file().digest().equals(file.digest())) {
                return own;
            }
        }
        Instant end = judge.judge(file.name(), jar, applied);
        return preflight.check(file, jar).signedUntil(end);
    }

    /**
     * Lays what operators applied and removed over the host's own: first what is to serve under all
     * names, then what stands in each other's way. What cannot be used any more leaves its place to
     * the host's own, and health says so.
     */
    void overlay(History history, BundleStore store) {
        chosen.clear();
        chosen.putAll(hosts);
        remarks.clear();
        unusable.clear();
        var applied = new ArrayList<Found>();
        var refusals = new LinkedHashMap<String, Refusal>();
        for (Standing standing : history.standings()) {
            chosen.remove(standing.name());
            try {
                Due due = due(standing, store);
                due.remark().ifPresent(it -> remarks.put(standing.name(), it));
                due.found()
                        .ifPresent(
                                it -> {
                                    if (it.file().isHosts()) {
                                        chosen.put(it.name(), it);
                                    } else {
                                        applied.add(it);
                                    }
                                });
            } catch (Refusal e) {
                refusals.put(standing.name(), e);
            }
        }
        for (Found found : applied) {
            try {
                checkFree(found);
                chosen.put(found.name(), found);
            } catch (Refusal e) {
                refusals.put(found.name(), e);
            }
        }
        refusals.forEach(this::leaveToTheHosts);
    }

    private void leaveToTheHosts(String name, Refusal why) {
        LOG.warn("applied, and not usable: {}", why.problem(), why);
        unusable.add(name);
        remarks.put(name, Launch.APPLIED_UNUSABLE.at(name, why.problem().toString()));
        hostsOwn(name).filter(this::isFree).ifPresent(own -> chosen.put(name, own));
    }

    /** Whether what was to serve under a name cannot be used since the start. */
    boolean isUnusable(String name) {
        return unusable.contains(name);
    }

    /**
     * What is to serve.
     *
     * @param found nothing where nothing is
     * @param remark what health is to say of it
     */
    record Due(Optional<Found> found, Optional<Problem> remark) {}

    /**
     * What is to serve under a name, by the journal.
     *
     * @throws Refusal if its jar cannot be used here
     */
    Due due(Standing standing, BundleStore store) throws Refusal {
        Optional<Found> own = hostsOwn(standing.name());
        if (!standing.isApplied()) {
            return new Due(
                    standing.after().equals(Journal.NONE) ? Optional.empty() : own,
                    Optional.empty());
        }
        BundleFile file = store.kept(standing.name(), standing.version(), standing.after());
        Found applied = check(file, file.bytes(), Optional.of(standing.applied()));
        file.release();
        return own.isPresent() && isSuperseded(applied, own.get(), standing.hostsOwn())
                ? new Due(own, Optional.of(superseded(applied, own.get())))
                : new Due(Optional.of(applied), Optional.empty());
    }

    /**
     * Whether the host has brought a newer one since: an operator who went back below the host's
     * own meant it.
     */
    private static boolean isSuperseded(Found applied, Found own, String ownThen) {
        boolean changed =
                ownThen.equals(Journal.UNKNOWN)
                        || ownThen.equals(Journal.NO_OWN)
                        || own.version().compareTo(Version.parseVersion(ownThen)) > 0;
        return changed && own.version().compareTo(applied.version()) > 0;
    }

    private static Problem superseded(Found applied, Found own) {
        return Launch.SUPERSEDED.warning(
                applied.name(),
                "Applied is " + applied.version() + ", the host's is " + own.version() + ".");
    }

    /** Refuses a bundle that provides what one of another name provides. */
    void checkFree(Found found) throws Refusal {
        checkFree(found, chosen.values());
    }

    private boolean isFree(Found found) {
        try {
            checkFree(found);
            return true;
        } catch (Refusal e) {
            return false;
        }
    }

    /** The same, beside these instead of the ones chosen. */
    void checkFree(Found found, Collection<Found> others) throws Refusal {
        checkNotProvided(
                found, others.stream().filter(it -> !it.name().equals(found.name())).toList());
    }

    private static void checkNotProvided(Found found, Collection<Found> others) throws Refusal {
        for (ProvidedCapability capability : found.provided()) {
            for (Found other : others) {
                if (other.providing(capability.contract()).isPresent()) {
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
        forget(found.name());
        chosen.put(found.name(), found);
    }

    /** From now on there is none of this name. */
    void withdraw(String name) {
        forget(name);
        chosen.remove(name);
    }

    /** What was said of a name does not hold any more. */
    void forget(String name) {
        remarks.remove(name);
        unusable.remove(name);
    }

    /** What health is to say of a name. */
    void remark(String name, Problem remark) {
        remarks.put(name, remark);
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

    /** The host's own that an operator took out, of whose name there is none. */
    Collection<Found> removed() {
        return hosts.values().stream().filter(it -> !chosen.containsKey(it.name())).toList();
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
        problems.addAll(remarks.values());
        return problems;
    }
}
