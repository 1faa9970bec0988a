package org.openmso.billing;

/**
 * A 128-bit hash, fed piece by piece. Two keys of millions collide by chance in no practical time.
 */
final class KeyHash {
    private static final long A = 0x9E3779B97F4A7C15L;
    private static final long B = 0xC2B2AE3D27D4EB4FL;

    private long high = A;
    private long low = B;

    /** Starts over. */
    void reset() {
        high = A;
        low = B;
    }

    /** Continues from another hash. */
    void copyFrom(KeyHash other) {
        high = other.high;
        low = other.low;
    }

    KeyHash add(long value) {
        high = Long.rotateLeft(high ^ value * A, 29) * B;
        low = Long.rotateLeft(low ^ value * B, 37) * A + high;
        return this;
    }

    /** Adds a text without regard to small and capital letters, and its length. */
    KeyHash add(String text) {
        long packed = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            packed = packed << 16 | (c >= 'a' && c <= 'z' ? c - 32 : c);
            if ((i & 3) == 3) {
                add(packed);
                packed = 0;
            }
        }
        add(packed);
        return add(text.length());
    }

    long high() {
        return mixed(high);
    }

    /** Never 0, so that 0 can stand for an empty place. */
    long low() {
        long mixed = mixed(low ^ high >>> 32);
        return mixed == 0 ? A : mixed;
    }

    private static long mixed(long value) {
        long a = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        long b = (a ^ a >>> 33) * 0xC4CEB9FE1A85EC53L;
        return b ^ b >>> 33;
    }
}
