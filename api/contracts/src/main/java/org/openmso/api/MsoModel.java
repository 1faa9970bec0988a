package org.openmso.api;

/** How a practice and its MSO share ownership, decisions and risk. */
public enum MsoModel {
    /** The practice stays wholly with its physicians and pays fees for services. */
    SERVICE_ONLY("service-only"),
    /** Physicians and MSO share ownership and profit. */
    EQUITY_PARTNERSHIP("equity-partnership"),
    /** The MSO owns the practice and employs its physicians. */
    EMPLOYMENT_PLUS("employment-plus");

    private final String label;

    MsoModel(String label) {
        this.label = label;
    }

    /** The name used in registry files, for example {@code service-only}. */
    public String label() {
        return label;
    }
}
