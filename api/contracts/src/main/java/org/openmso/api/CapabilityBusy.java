package org.openmso.api;

/** As many calls as the host grants are inside the capability already; this one was not made. */
public final class CapabilityBusy extends MsoException {
    private static final long serialVersionUID = 1L;

    /** A failure with its problem. */
    public CapabilityBusy(Problem problem) {
        super(problem);
    }
}
