package org.openmso.api;

/** A file could not be written; nothing of it is left behind. */
public final class OutputFailed extends MsoException {
    private static final long serialVersionUID = 1L;

    /** A failure with its problem. */
    public OutputFailed(Problem problem) {
        super(problem);
    }

    /** A failure with its problem and what caused it. */
    public OutputFailed(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
