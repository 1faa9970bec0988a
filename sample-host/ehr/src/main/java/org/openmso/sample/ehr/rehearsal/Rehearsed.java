package org.openmso.sample.ehr.rehearsal;

import java.util.List;
import java.util.Map;

/**
 * What a rehearsal came to.
 *
 * @param bundles the capabilities whose bundles were replaced, for people
 * @param calls calls made, in the steady state and during the changes; a reload of the registry
 *     file is one
 * @param lost calls that threw
 * @param wrong calls whose answer was not the right one
 * @param swaps candidates tried, good and bad
 * @param rolledBack candidates refused or rolled back
 * @param longestNanos the longest call since the changes began
 * @param steadyP999Nanos what one call in a thousand exceeds while nothing changes
 * @param loadersAlive class loaders of versions that left, and of candidates that were sent away,
 *     still in memory after collections
 * @param refusals of each kind of bad candidate, in words, the codes that it was refused with
 * @param unexpected candidates that were taken and should not, or the other way round, and signs of
 *     what was lost or wrong
 */
public record Rehearsed(
        List<String> bundles,
        long calls,
        long lost,
        long wrong,
        int swaps,
        int rolledBack,
        long longestNanos,
        long steadyP999Nanos,
        int loadersAlive,
        Map<String, List<String>> refusals,
        List<String> unexpected) {
    /** Copies the lists. */
    public Rehearsed {
        bundles = List.copyOf(bundles);
        unexpected = List.copyOf(unexpected);
    }

    /** Whether no call was lost or wrong, and exactly the bad candidates were sent away. */
    public boolean isPassed() {
        return lost == 0 && wrong == 0 && unexpected.isEmpty();
    }
}
