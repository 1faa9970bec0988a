package org.openmso.billing;

/** The state codes of the Postal Service, from {@code states.txt}. */
final class States {
    private static final boolean[] KNOWN = load();

    private States() {}

    /** Whether the text is one of the codes. */
    static boolean isKnown(String state) {
        return state.length() == 2
                && isCapital(state.charAt(0))
                && isCapital(state.charAt(1))
                && KNOWN[slot(state)];
    }

    private static boolean[] load() {
        var known = new boolean[26 * 26];
        for (String row : Resource.rows("states.txt")) {
            for (String state : row.split(" ")) {
                known[slot(state)] = true;
            }
        }
        return known;
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static int slot(String state) {
        return (state.charAt(0) - 'A') * 26 + state.charAt(1) - 'A';
    }
}
