package org.openmso.verifier;

/** A jar, or a part of it, that cannot be looked at any further. */
final class Rejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final Check check;

    /**
     * @param reason a sentence
     */
    Rejected(Check check, String reason) {
        super(reason);
        this.check = check;
    }

    Rejected(Check check, String reason, Throwable cause) {
        super(reason, cause);
        this.check = check;
    }

    Check check() {
        return check;
    }

    /** Whether the whole look ends here: what is bounded for a nested jar is bounded for all. */
    boolean endsAll() {
        return check == Check.PASSES_A_LIMIT;
    }
}
