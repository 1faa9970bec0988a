package org.openmso.api.billing;

/** What a claim is to the payer (CLM05-3). */
public enum Frequency {
    /** Sent for the first time. */
    ORIGINAL("1"),
    /** Replaces an earlier claim as a whole. */
    REPLACEMENT("7"),
    /** Cancels an earlier claim. */
    VOID("8");

    private final String code;

    Frequency(String code) {
        this.code = code;
    }

    /** The code in CLM05-3. */
    public String code() {
        return code;
    }
}
