package org.openmso.billing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what stands twice. A few values are compared one by one, which beats hashing them. */
final class Distinct<T> {
    private static final int FEW = 12;

    private final List<T> few;
    private final Set<T> many;

    /** For about that many values. */
    Distinct(int expected) {
        boolean isMany = expected > FEW;
        few = isMany ? List.of() : new ArrayList<>(expected);
        many = isMany ? new HashSet<>() : Set.of();
    }

    /** Adds a value; false when it is there already. */
    boolean add(T value) {
        if (few instanceof ArrayList<T> list) {
            return !list.contains(value) && list.add(value);
        }
        return many.add(value);
    }
}
