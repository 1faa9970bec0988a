package org.openmso.api;

/** The tier includes the capability, but no bundle provides it now. */
public final class CapabilityUnavailable extends MsoException {
    private static final long serialVersionUID = 1L;

    /** A failure with its problem. */
    public CapabilityUnavailable(Problem problem) {
        super(problem);
    }

    /** A failure with its problem and what caused it. */
    public CapabilityUnavailable(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
