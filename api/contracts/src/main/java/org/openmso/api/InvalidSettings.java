package org.openmso.api;

/** A practice's settings lack or misstate what a capability needs. */
public final class InvalidSettings extends MsoException {
    private static final long serialVersionUID = 1L;

    /** A failure with its problem. */
    public InvalidSettings(Problem problem) {
        super(problem);
    }

    /** A failure with its problem and what caused it. */
    public InvalidSettings(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
