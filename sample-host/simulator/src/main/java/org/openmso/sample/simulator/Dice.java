package org.openmso.sample.simulator;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Chance that falls the same everywhere. Every thing of a simulation has dice of its own, made of
 * the seed, its kind and its index, so that it can be made again at any time, in any order.
 *
 * <p>Only {@link SplittableRandom#nextLong()} is used: its sequence is the published SplitMix64,
 * while the bounded methods may change with the JDK.
 */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed, String kind, long index) {
        long mixed = seed;
        for (int i = 0; i < kind.length(); i++) {
            mixed = mixed * 31 + kind.charAt(i);
        }
        random = new SplittableRandom(new SplittableRandom(mixed).nextLong() ^ index);
    }

    long bits() {
        return random.nextLong();
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(random.nextLong(), bound);
    }

    /** From {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return low + below(high - low + 1);
    }

    boolean oneIn(int n) {
        return below(n) == 0;
    }

    <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }

    String digits(int count) {
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + below(10)));
        }
        return digits.toString();
    }

    /** A National Provider Identifier with a right check digit. */
    String npi() {
        // CMS allows 1 and 2 as the first digit and has issued only 1 so far: this is nobody's.
        return Npi.withCheckDigit("2" + digits(8));
    }
}
