package org.openmso.embed.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openmso.api.Problem;
import org.openmso.embed.BundleOffer;
import org.openmso.embed.BundleOffer.Standing;
import org.openmso.embed.internal.IndexContent.Listed;
import org.openmso.embed.internal.IndexContent.Needed;
import org.osgi.framework.Version;

/**
 * What an index offers to a host, beside what is there. Guarded by the inventory's owner's lock.
 */
final class Selection {
    private final Preflight preflight;
    private final Inventory inventory;

    Selection(Preflight preflight, Inventory inventory) {
        this.preflight = preflight;
        this.inventory = inventory;
    }

    /**
     * One that was chosen.
     *
     * @param present the very jar, where it is there already
     */
    record Choice(Listed listed, Optional<Found> present) {}

    /** Everything, by name; of one name, the newest first. */
    List<BundleOffer> offers(IndexContent content) {
        return content.bundles().stream()
                .map(Listed::name)
                .distinct()
                .sorted()
                .flatMap(name -> content.versionsOf(name).stream())
                .map(this::offer)
                .toList();
    }

    private BundleOffer offer(Listed listed) {
        Optional<Found> present = inventory.named(listed.name());
        Optional<Problem> objection = objection(listed);
        Standing standing;
        if (present.filter(it -> isSame(listed, it)).isPresent()) {
            standing = Standing.SAME;
        } else if (objection.isPresent()) {
            standing = Standing.NOT_LOADABLE;
        } else if (present.isEmpty()) {
            standing = Standing.NEW;
        } else {
            standing =
                    isNewer(listed.version(), present.get()) ? Standing.NEWER : Standing.NOT_NEWER;
        }
        return new BundleOffer(
                listed.name(),
                listed.version().toString(),
                listed.size(),
                listed.sha256(),
                listed.capabilities().stream()
                        .map(it -> Preflight.capabilityName(it.contract()))
                        .toList(),
                present.map(it -> it.version().toString()),
                standing,
                standing == Standing.NOT_LOADABLE ? List.of(objection.get()) : List.of());
    }

    /**
     * The one that is asked for.
     *
     * @throws Refusal MSO-1062 if the index does not offer it, MSO-1064 if the newest is asked for
     *     and is not newer than what is there, MSO-1009, MSO-1013 or MSO-1019 if it cannot be
     *     loaded here
     */
    Choice choose(String index, IndexContent content, Wanted wanted) throws Refusal {
        List<Listed> versions = content.versionsOf(wanted.name());
        if (versions.isEmpty()) {
            throw IndexProblem.NOT_OFFERED.refusal(
                    index, "It has no " + JarLayout.shown(wanted.name()) + ".");
        }
        Listed chosen =
                wanted.version().isEmpty()
                        ? newestLoadable(versions)
                        : exactly(index, versions, wanted);
        Optional<Found> present = inventory.named(wanted.name());
        if (present.filter(it -> isSame(chosen, it)).isPresent()) {
            return new Choice(chosen, present);
        }
        Optional<Problem> objection = objection(chosen);
        if (objection.isPresent()) {
            throw new Refusal(objection.get());
        }
        requireNewer(wanted, chosen, present, versions.get(0));
        return new Choice(chosen, Optional.empty());
    }

    /**
     * Refuses a jar that is another bundle than the index says, and one that is not newer, where
     * the newest was asked for: meanwhile another may have come.
     */
    void check(Wanted wanted, Listed listed, Found candidate, Optional<Found> before)
            throws Refusal {
        var told = listed.capabilities().stream().map(Needed::contract).collect(Collectors.toSet());
        var found = new HashSet<String>();
        candidate.provided().forEach(it -> found.add(it.contract().getName()));
        if (!candidate.name().equals(listed.name())
                || !candidate.version().equals(listed.version())
                || !told.equals(found)) {
            throw IndexProblem.ANOTHER_BUNDLE.refusal(
                    listed.jar(),
                    "Promised is "
                            + listed.shown()
                            + " with "
                            + told.size()
                            + " capabilities, found "
                            + candidate.name()
                            + " "
                            + candidate.version()
                            + " with "
                            + (told.equals(found) ? "those" : "others")
                            + ".");
        }
        if (before.filter(candidate::isSameAs).isEmpty()) {
            requireNewer(wanted, listed, before, listed);
        }
    }

    private static void requireNewer(
            Wanted wanted, Listed chosen, Optional<Found> present, Listed newest) throws Refusal {
        if (wanted.version().isEmpty()
                && present.isPresent()
                && !isNewer(chosen.version(), present.get())) {
            throw IndexProblem.NOT_NEWER.refusal(
                    chosen.name(),
                    "Offered is "
                            + chosen.version()
                            + ", there is "
                            + present.get().version()
                            + "."
                            + (newest == chosen
                                    ? ""
                                    : " " + newest.version() + " cannot be loaded here."));
        }
    }

    /** The newest that can be loaded; where none can, the newest. */
    private Listed newestLoadable(List<Listed> versions) {
        return versions.stream()
                .filter(it -> objection(it).isEmpty())
                .findFirst()
                .orElse(versions.get(0));
    }

    private static Listed exactly(String index, List<Listed> versions, Wanted wanted)
            throws Refusal {
        Optional<Version> version = version(wanted.versionText());
        return versions.stream()
                .filter(it -> version.filter(it.version()::equals).isPresent())
                .findFirst()
                .orElseThrow(
                        () ->
                                IndexProblem.NOT_OFFERED.refusal(
                                        index,
                                        "Of "
                                                + wanted.name()
                                                + " it has "
                                                + versions.stream()
                                                        .limit(20)
                                                        .map(it -> it.version().toString())
                                                        .collect(Collectors.joining(", "))
                                                + ", not "
                                                + JarLayout.shown(wanted.versionText())
                                                + "."));
    }

    private static Optional<Version> version(String text) {
        try {
            return Optional.of(new Version(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Why it cannot be loaded here; empty if nothing that the index tells is against it. */
    private Optional<Problem> objection(Listed listed) {
        try {
            Preflight.checkJava(listed.shown(), listed.java());
            for (Needed needed : listed.capabilities()) {
                preflight.checkContract(listed.shown(), needed);
            }
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(e.problem());
        }
    }

    private static boolean isSame(Listed listed, Found present) {
        return listed.sha256().equals(present.file().digest());
    }

    private static boolean isNewer(Version offered, Found present) {
        return offered.compareTo(present.version()) > 0;
    }
}
