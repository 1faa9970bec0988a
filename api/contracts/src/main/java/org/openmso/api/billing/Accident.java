package org.openmso.api.billing;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * The accident that a claim relates to (CLM11, DTP*439).
 *
 * @param kind what it was
 * @param date when it was
 * @param state where it was, two capital letters; needed for a car accident, otherwise may be empty
 */
public record Accident(Kind kind, Optional<LocalDate> date, String state) {
    /** Kinds of accident, with the codes of CLM11. */
    public enum Kind {
        /** Car accident. */
        AA,
        /** At work. */
        EM,
        /** Other. */
        OA
    }

    /** Refuses null. */
    public Accident {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(date, "date");
        Objects.requireNonNull(state, "state");
    }

    /** What happened to somebody, and when: prints as nothing but its type. */
    @Override
    public String toString() {
        return "Accident";
    }
}
