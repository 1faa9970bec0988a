package org.openmso.api;

/** No practice of that id is registered. */
public final class UnknownPractice extends MsoException {
    private static final long serialVersionUID = 1L;

    /** A failure with its problem. */
    public UnknownPractice(Problem problem) {
        super(problem);
    }

    /** A failure with its problem and what caused it. */
    public UnknownPractice(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
