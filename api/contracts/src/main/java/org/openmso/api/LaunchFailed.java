package org.openmso.api;

/** OpenMSO could not start. The problem names what is missing and how to mend it. */
public final class LaunchFailed extends MsoException {
    private static final long serialVersionUID = 1L;

    /** A failure with its problem. */
    public LaunchFailed(Problem problem) {
        super(problem);
    }

    /** A failure with its problem and what caused it. */
    public LaunchFailed(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
