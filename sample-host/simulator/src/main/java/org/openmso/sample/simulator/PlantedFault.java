package org.openmso.sample.simulator;

import java.util.Objects;

/**
 * A fault that was written.
 *
 * @param claim the number of the claim that must be blocked
 * @param fault what is wrong with it
 */
public record PlantedFault(String claim, Fault fault) {
    /** Refuses null. */
    public PlantedFault {
        Objects.requireNonNull(claim, "claim");
        Objects.requireNonNull(fault, "fault");
    }

    /** The code of the problem that must block it. */
    public String code() {
        return fault.code();
    }

    /** What is wrong, in one sentence. */
    public String sentence() {
        return fault.sentence();
    }
}
