package org.openmso.fhir;

import java.nio.charset.StandardCharsets;

/**
 * Counts the words by which a text says that there is a Claim in it, {@code "resourceType":
 * "Claim"}, where no parser comes through. Takes the text in pieces. Words that stand in a string
 * have backslashes, and do not count.
 */
final class ClaimWords {
    private static final byte[] NAME = "\"resourceType\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TYPE = "\"Claim\"".getBytes(StandardCharsets.US_ASCII);

    /** Bytes of the words that are there, blanks left out. */
    private int at;

    private int count;

    /** Whether a text that is whole says it. */
    static boolean isIn(byte[] text, int from, int to) {
        var words = new ClaimWords();
        words.feed(text, from, to);
        return words.count > 0;
    }

    void feed(byte[] text, int from, int to) {
        for (int index = from; index < to; index++) {
            byte b = text[index];
            // UTF-16 is no JSON of FHIR, but may hold a Claim: ASCII in it has a zero each.
            if (b == 0 || Outline.isBlank(b) && isBetween()) {
                continue;
            }
            if (b == expected()) {
                at++;
            } else {
                at = b == NAME[0] ? 1 : 0;
            }
            if (at == NAME.length + 1 + TYPE.length) {
                count++;
                at = 0;
            }
        }
    }

    private boolean isBetween() {
        return at == NAME.length || at == NAME.length + 1;
    }

    private byte expected() {
        if (at < NAME.length) {
            return NAME[at];
        }
        return at == NAME.length ? (byte) ':' : TYPE[at - NAME.length - 1];
    }

    int count() {
        return count;
    }
}
