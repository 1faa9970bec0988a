package org.openmso.fhir;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of a text looked at in one step. A byte is found by its highest bit: of what is
 * found, the lowest byte is right, and those above it may not be.
 */
final class EightBytes {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = ONES << 7;
    private static final long MIXER = 0x9E3779B97F4A7C15L;

    private EightBytes() {}

    /** The bytes from a place on, the first one lowest. */
    static long at(byte[] text, int from) {
        return (long) WORDS.get(text, from);
    }

    /** Eight times one ASCII character. */
    static long all(char ascii) {
        return ascii * ONES;
    }

    /** Finds the bytes of one character. */
    static long find(long word, long all) {
        // A byte that is zero after the XOR leaves its highest bit set.
        long zero = word ^ all;
        return (zero - ONES) & ~zero & HIGHS;
    }

    /** Finds the bytes below an ASCII character, and those that are not ASCII. */
    static long findBelowAndBeyond(long word, long all) {
        return (word - all) & ~word & HIGHS | word & HIGHS;
    }

    /** Which byte is the lowest one found: 0 to 7. */
    static int first(long found) {
        return Long.numberOfTrailingZeros(found) / Byte.SIZE;
    }

    /** The first bytes of a word, 0 to 7 of them, and zeros. */
    static long head(long word, int bytes) {
        return word & (1L << bytes * Byte.SIZE) - 1;
    }

    /** One step of a hash. */
    static long mixed(long hash, long word) {
        return Long.rotateLeft(hash, 23) * MIXER ^ word * MIXER;
    }

    /** A hash of some bytes. */
    static int hash(byte[] text, int from, int to) {
        long hash = to - from;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            hash = mixed(hash, at(text, at));
        }
        for (; at < to; at++) {
            hash = mixed(hash, text[at]);
        }
        return (int) (hash ^ hash >>> 32);
    }
}
