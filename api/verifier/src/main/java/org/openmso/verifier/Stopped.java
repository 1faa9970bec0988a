package org.openmso.verifier;

/** Carries a rejection out of a reader of classes, which knows no checked exceptions. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Rejected reason;

    Stopped(Rejected reason) {
        super(reason);
        this.reason = reason;
    }

    /** Why. */
    Rejected reason() {
        return reason;
    }
}
