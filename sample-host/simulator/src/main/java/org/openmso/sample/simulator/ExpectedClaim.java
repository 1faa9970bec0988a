package org.openmso.sample.simulator;

import java.util.Objects;
import java.util.Optional;

/**
 * What must become of a claim.
 *
 * @param number its number (CLM01)
 * @param lines how many lines it has
 * @param cents the sum of its lines, in cents; the total it states unless that is the fault
 * @param fault why it must be blocked; empty when it must be ready
 */
public record ExpectedClaim(String number, int lines, long cents, Optional<Fault> fault) {
    /** Refuses null. */
    public ExpectedClaim {
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(fault, "fault");
    }
}
