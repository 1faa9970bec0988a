package org.openmso.api;

/** A call took longer than the host grants; what it has done by then is the bundle's to know. */
public final class CapabilityTimedOut extends MsoException {
    private static final long serialVersionUID = 1L;

    /** A failure with its problem. */
    public CapabilityTimedOut(Problem problem) {
        super(problem);
    }
}
