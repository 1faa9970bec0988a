package org.openmso.fhir;

/**
 * A set of resources that share references: an input, or one Bundle among the lines of an input.
 *
 * @param input the input's number
 * @param bundle the line of the Bundle; 0 for the input as a whole
 */
record Scope(int input, long bundle) {
    /** Keys of one input stand together in the index, keys of one scope too. */
    String key() {
        return inputKey() + hex(bundle);
    }

    String inputKey() {
        return hex(input);
    }

    /**
     * Whether it is the same. Java 17 keeps the class loader of a record for ever whose generated
     * {@code equals} was called, and with it the whole bundle.
     */
    boolean is(Scope other) {
        return input == other.input && bundle == other.bundle;
    }

    /** Sixteen digits, so that the order of texts is the order of numbers. */
    static String hex(long number) {
        String digits = Long.toHexString(number);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
