package org.openmso.api;

import java.time.LocalDate;
import java.util.Objects;

/**
 * The agreement under which an MSO serves a practice.
 *
 * @param model how ownership, decisions and risk are shared
 * @param state the practice's state, two capital letters (USPS)
 * @param from the first day on which the agreement is in force
 */
public record ManagementAgreement(MsoModel model, String state, LocalDate from) {
    /** Refuses a state that is not two capital letters. */
    public ManagementAgreement {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(from, "from");
        if (!state.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("state must be two capital letters: " + state);
        }
    }
}
