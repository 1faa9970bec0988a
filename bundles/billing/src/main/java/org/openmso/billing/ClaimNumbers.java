package org.openmso.billing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The numbers of the claims of a batch, in 20 bytes each, because a batch may have millions. For
 * one thread.
 */
final class ClaimNumbers {
    /** Characters of a claim's number, which are of the basic set: the scrub has seen to both. */
    private static final int LONGEST = 20;

    private byte[] text = new byte[1024 * LONGEST];
    private int size;

    /** Adds a number; returns its place. */
    int add(String number) {
        int from = Math.multiplyExact(size, LONGEST);
        if (from == text.length) {
            text = Arrays.copyOf(text, Math.multiplyExact(text.length, 2));
        }
        byte[] bytes = number.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, text, from, bytes.length);
        return size++;
    }

    /** The number of a place. */
    String get(int place) {
        return new String(text, place * LONGEST, LONGEST, StandardCharsets.US_ASCII)
                .replace("\0", "");
    }
}
