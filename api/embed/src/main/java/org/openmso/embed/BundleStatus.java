package org.openmso.embed;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One bundle, as it stands now. Made by OpenMSO.
 *
 * @param name its symbolic name
 * @param version its version, as in its manifest
 * @param digest the SHA-256 of its jar, as 64 hexadecimal digits
 * @param state whether it takes calls
 * @param hosts whether it is one of the host's own; otherwise an operator applied it
 * @param capabilities what it provides, by the names in tiers; the registry's bundle says {@code
 *     registry}
 * @param calls how many calls are inside now
 * @param givenUp how many of them were given up (MSO-1207) and have not returned
 * @param loadersAlive how many class loaders of its earlier versions, and of candidates for its
 *     place that were sent away, are still in memory; those that left since the last collection
 *     count
 */
public record BundleStatus(
        String name,
        String version,
        String digest,
        State state,
        boolean hosts,
        Set<String> capabilities,
        long calls,
        int givenUp,
        int loadersAlive) {
    /** Whether a bundle takes calls. */
    public enum State {
        /** It takes the calls. */
        IN_SERVICE,
        /** It is there, and no tier in use includes it, or it could not be taken into service. */
        STANDING_BY,
        /** It takes no new calls; some are still inside. */
        DRAINING,
        /** It is one of the host's own that an operator took out; it can be restored. */
        REMOVED
    }

    /** Copies the capabilities. */
    public BundleStatus {
        capabilities = java.util.Collections.unmodifiableSet(new TreeSet<>(capabilities));
    }

    /** Orders by name; what takes calls first. */
    static List<BundleStatus> sorted(List<BundleStatus> all) {
        return all.stream()
                .sorted(
                        java.util.Comparator.comparing(BundleStatus::name)
                                .thenComparing(BundleStatus::state)
                                .thenComparing(BundleStatus::version))
                .toList();
    }
}
