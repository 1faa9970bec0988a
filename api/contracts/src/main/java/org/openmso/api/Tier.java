package org.openmso.api;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a subscription includes.
 *
 * @param id stable name, for example {@code essential}
 * @param name what people read
 * @param capabilities names of the capabilities in it (see {@link Contract}), sorted
 */
public record Tier(String id, String name, Set<String> capabilities) {
    /** Copies and sorts the capabilities. */
    public Tier {
        Names.require("tier", id);
        capabilities = Collections.unmodifiableSortedSet(new TreeSet<>(capabilities));
    }

    /** Whether a practice of this tier may use the capability. */
    public boolean includes(String capability) {
        return capabilities.contains(capability);
    }
}
