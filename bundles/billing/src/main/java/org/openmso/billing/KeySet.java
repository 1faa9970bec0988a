package org.openmso.billing;

/**
 * A set of 128-bit keys in 16 bytes each, because a batch may have millions; a key may have a
 * number. For one thread.
 */
final class KeySet {
    private static final int FIRST = 1024;

    private long[] slots = new long[2 * FIRST];
    private int[] values;
    private int size;

    /**
     * @param valued whether keys have numbers
     */
    KeySet(boolean valued) {
        values = new int[valued ? FIRST : 0];
    }

    boolean contains(long high, long low) {
        return slots[find(slots, high, low) + 1] != 0;
    }

    /** The number of a key that is there. */
    int value(long high, long low) {
        return values[find(slots, high, low) / 2];
    }

    /** Adds a key, with its number where keys have them, unless it is there. */
    void add(long high, long low, int value) {
        int slot = find(slots, high, low);
        if (slots[slot + 1] == 0) {
            slots[slot] = high;
            slots[slot + 1] = low;
            if (values.length > 0) {
                values[slot / 2] = value;
            }
            size++;
            if (size > slots.length / 4) {
                grow();
            }
        }
    }

    /** The place of the key, or the empty one where it belongs. */
    private static int find(long[] slots, long high, long low) {
        int mask = slots.length / 2 - 1;
        int place = (int) high & mask;
        while (slots[2 * place + 1] != 0
                && (slots[2 * place] != high || slots[2 * place + 1] != low)) {
            place = place + 1 & mask;
        }
        return 2 * place;
    }

    private void grow() {
        var larger = new long[Math.multiplyExact(slots.length, 2)];
        var moved = new int[values.length * 2];
        for (int i = 0; i < slots.length; i += 2) {
            if (slots[i + 1] != 0) {
                int slot = find(larger, slots[i], slots[i + 1]);
                larger[slot] = slots[i];
                larger[slot + 1] = slots[i + 1];
                if (moved.length > 0) {
                    moved[slot / 2] = values[i / 2];
                }
            }
        }
        slots = larger;
        values = moved;
    }
}
