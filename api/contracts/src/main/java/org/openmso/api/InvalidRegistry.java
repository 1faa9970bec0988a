package org.openmso.api;

/** The registry file cannot be used. The problem names line and field. */
public final class InvalidRegistry extends MsoException {
    private static final long serialVersionUID = 1L;

    /** A failure with its problem. */
    public InvalidRegistry(Problem problem) {
        super(problem);
    }

    /** A failure with its problem and what caused it. */
    public InvalidRegistry(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
