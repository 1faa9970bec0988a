package org.openmso.verifier;

/** How much a finding weighs. */
public enum Severity {
    /** The host refuses the bundle, or a call of it will fail, or it harms the host. */
    ERROR,
    /** It may fail or harm: mend it, or know why it is right. */
    WARNING,
    /** Worth knowing; nothing to mend. */
    INFO
}
