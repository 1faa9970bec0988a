package org.openmso.sample.ehr.rehearsal.faulty;

import org.openmso.api.Problem;

/** What bad candidates say. */
public final class OnPurpose {
    private OnPurpose() {}

    /** The reason. */
    static Problem problem() {
        return Problem.error(
                "MSO-9018",
                "",
                "This candidate of a rehearsal fails on purpose.",
                "Nothing is to do.");
    }
}
