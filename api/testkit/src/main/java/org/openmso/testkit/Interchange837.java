package org.openmso.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * As much of an X12 interchange as the contract tests look at.
 *
 * @param control the interchange's control number (ISA13)
 * @param version the implementation guide (ST03)
 * @param claims the claims' control numbers (CLM01), in order
 */
record Interchange837(String control, String version, List<String> claims) {
    /** ISA has a fixed length; the character behind it ends every segment. */
    private static final int ISA = 105;

    /**
     * Reads an interchange.
     *
     * @throws AssertionError if it is none
     */
    static Interchange837 of(String text) {
        if (!text.startsWith("ISA") || text.length() <= ISA) {
            throw new AssertionError("no X12 interchange: it does not begin with an ISA segment");
        }
        String element = Pattern.quote(text.substring(3, 4));
        List<String[]> segments =
                Arrays.stream(text.split(Pattern.quote(text.substring(ISA, ISA + 1))))
                        .map(it -> it.strip().split(element))
                        .toList();
        return new Interchange837(
                segments.get(0)[13],
                values(segments, "ST", 3).stream().distinct().findFirst().orElse(""),
                values(segments, "CLM", 1));
    }

    private static List<String> values(List<String[]> segments, String name, int element) {
        return segments.stream()
                .filter(it -> it[0].equals(name) && it.length > element)
                .map(it -> it[element])
                .toList();
    }
}
