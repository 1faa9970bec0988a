package org.openmso.sample.ehr.rehearsal;

/** What is wrong with a candidate on purpose. */
enum Flaw {
    TORN("torn jar"),
    LACKING_IMPORT("import that nobody has"),
    LATER_CONTRACT("built against a later contract"),
    NO_PROVIDER("provider class missing"),
    PROBE_THROWS("self-check throws"),
    SAYS_DOWN("self-check says down"),
    CONSTRUCTOR_THROWS("constructor throws"),
    UNSIGNED("not signed"),
    TAMPERED("changed after it was signed"),
    DUPLICATE_ENTRY("one name twice in the jar"),
    EXPORTS("exports a package");

    private final String words;

    Flaw(String words) {
        this.words = words;
    }

    /** For people. */
    String words() {
        return words;
    }
}
