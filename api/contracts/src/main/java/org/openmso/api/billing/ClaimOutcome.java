package org.openmso.api.billing;

import java.util.List;
import java.util.Objects;
import org.openmso.api.Money;
import org.openmso.api.Problem;

/**
 * What became of one claim.
 *
 * @param origin where it comes from
 * @param claim its control number (CLM01)
 * @param status whether it is in an interchange
 * @param problems errors when it is blocked, perhaps with warnings; only warnings when it is ready
 * @param charge its total when it is ready, otherwise nothing
 */
public record ClaimOutcome(
        Origin origin, String claim, Status status, List<Problem> problems, Money charge) {
    /** Whether a claim is in an interchange. */
    public enum Status {
        /** It is in the interchange. */
        READY,
        /** It is not, for the reasons given. */
        BLOCKED
    }

    /** Copies the problems. */
    public ClaimOutcome {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(claim, "claim");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(charge, "charge");
        problems = List.copyOf(problems);
    }
}
