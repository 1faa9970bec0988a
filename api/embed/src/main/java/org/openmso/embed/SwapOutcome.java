package org.openmso.embed;

import java.util.List;
import org.openmso.api.Problem;

/**
 * What a change of bundles did. Made by OpenMSO.
 *
 * @param result how it ended
 * @param name the bundle's symbolic name; the file's name when it could not be read that far
 * @param version its version; empty when it could not be read that far
 * @param problems why it was refused or rolled back, or what is to be known though it was done
 */
public record SwapOutcome(Result result, String name, String version, List<Problem> problems) {
    /** How a change ended. */
    public enum Result {
        /** Calls go the new way, and what was before is gone. */
        DONE,
        /** Calls go the new way; calls inside what was before have not left it yet. */
        DRAINING,
        /**
         * Calls go the new way, and it could not be written down: other nodes and the next start do
         * not know of it.
         */
        NOT_KEPT,
        /** It was so already. */
        UNCHANGED,
        /** Refused before anything was tried. */
        REFUSED,
        /** Tried, and it failed; what was before never stopped. */
        ROLLED_BACK
    }

    /** Copies the problems. */
    public SwapOutcome {
        problems = List.copyOf(problems);
    }

    /** Whether things are now as asked for, and stay so. */
    public boolean isDone() {
        return result == Result.DONE || result == Result.DRAINING || result == Result.UNCHANGED;
    }
}
