package org.openmso.billing.verify;

import java.util.List;

/**
 * A segment as read: its id and its elements as they stand, composites whole.
 *
 * @param id for example {@code NM1}
 * @param elements the elements; element 01 is the first
 */
public record Segment(String id, List<String> elements) {
    /** Copies the elements. */
    public Segment {
        elements = List.copyOf(elements);
    }

    /** An element counted from 1, empty where the segment has none. */
    public String element(int number) {
        return number <= elements.size() ? elements.get(number - 1) : "";
    }

    @Override
    public String toString() {
        return id + "*" + String.join("*", elements);
    }
}
