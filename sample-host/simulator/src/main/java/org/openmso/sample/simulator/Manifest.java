package org.openmso.sample.simulator;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What was written.
 *
 * @param dialect how it was told
 * @param visits visits written, those with faults included; a duplicate is no visit of its own
 * @param readyClaims how many claims must be ready
 * @param readyCents the sum of the claims that must be ready, in cents
 * @param bytes what was written, in bytes
 * @param files the files written, relative to the directory and in order; empty for a stream
 * @param faults the faults planted, in the order of the visits
 * @param unsaid the faults that were asked for and that the dialect cannot say
 * @param claims every claim in the order of the visits; an immutable view that computes its
 *     elements, however many they are
 */
public record Manifest(
        Dialect dialect,
        int visits,
        int readyClaims,
        long readyCents,
        long bytes,
        List<String> files,
        List<PlantedFault> faults,
        Set<Fault> unsaid,
        List<ExpectedClaim> claims) {
    /** Refuses null; copies all but the view of the claims. */
    public Manifest {
        Objects.requireNonNull(dialect, "dialect");
        files = List.copyOf(files);
        faults = List.copyOf(faults);
        unsaid = Set.copyOf(unsaid);
        Objects.requireNonNull(claims, "claims");
    }

    /** How many claims must be blocked, one for each planted fault. */
    public int blockedClaims() {
        return faults.size();
    }

    /** Prints the sums only. */
    @Override
    public String toString() {
        return "Manifest["
                + dialect
                + ": "
                + visits
                + " visits, "
                + readyClaims
                + " ready, "
                + faults.size()
                + " blocked, "
                + bytes
                + " bytes]";
    }
}
