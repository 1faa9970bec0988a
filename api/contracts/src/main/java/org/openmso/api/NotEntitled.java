package org.openmso.api;

/** The practice's tier does not include the capability. The message names the tiers that do. */
public final class NotEntitled extends MsoException {
    private static final long serialVersionUID = 1L;

    /** A failure with its problem. */
    public NotEntitled(Problem problem) {
        super(problem);
    }

    /** A failure with its problem and what caused it. */
    public NotEntitled(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
