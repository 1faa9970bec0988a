package org.openmso.embed;

import java.util.List;
import java.util.Optional;
import org.openmso.api.Problem;

/**
 * What applying a jar would do. Made by OpenMSO; nothing was changed for it.
 *
 * @param action what it would do
 * @param name the bundle's symbolic name; the file's name when it could not be read that far
 * @param version its version; empty when it could not be read that far
 * @param replaces the version that would leave, if any
 * @param capabilities what it provides, by the names in tiers
 * @param practices how many practices' calls it would take
 * @param steps what would happen, in order, each a sentence
 * @param problems why it is not possible; empty when it is
 */
public record SwapPlan(
        Action action,
        String name,
        String version,
        Optional<String> replaces,
        List<String> capabilities,
        int practices,
        List<String> steps,
        List<Problem> problems) {
    /** What a change does. */
    public enum Action {
        /** A bundle of a new name comes in. */
        ADD,
        /** A bundle takes another's place. */
        REPLACE,
        /** This very jar serves already. */
        NOTHING,
        /** It is refused. */
        REFUSE
    }

    /** Copies the lists. */
    public SwapPlan {
        capabilities = List.copyOf(capabilities);
        steps = List.copyOf(steps);
        problems = List.copyOf(problems);
    }

    /** Whether applying it would be tried. */
    public boolean isPossible() {
        return action != Action.REFUSE;
    }
}
