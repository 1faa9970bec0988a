package org.openmso.api;

import java.util.List;
import java.util.Objects;

/**
 * How a part of OpenMSO is doing: a status, and for all but {@code UP} the reasons with what to do.
 *
 * @param status the worst of all
 * @param problems why it is not {@code UP}; empty when it is
 */
public record Health(Status status, List<Problem> problems) {
    /** From well to unusable. */
    public enum Status {
        /** All is well. */
        UP,
        /** It works, with the problems named. */
        DEGRADED,
        /** It does not work. */
        DOWN
    }

    private static final Health WELL = new Health(Status.UP, List.of());

    /** Copies the problems. */
    public Health {
        Objects.requireNonNull(status, "status");
        problems = List.copyOf(problems);
    }

    /** All is well. */
    public static Health up() {
        return WELL;
    }

    /** It works, but. */
    public static Health degraded(Problem... problems) {
        return new Health(Status.DEGRADED, List.of(problems));
    }

    /** It does not work. */
    public static Health down(Problem... problems) {
        return new Health(Status.DOWN, List.of(problems));
    }
}
