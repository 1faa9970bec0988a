package org.openmso.embed.internal;

import java.util.Objects;

/**
 * Which bundle of an index is asked for.
 *
 * @param version empty for the newest that can be loaded
 */
public record Wanted(String name, String version) {
    /** Refuses null. */
    public Wanted {
        Objects.requireNonNull(name, "name");
    }

    /** The newest that can be loaded, if it is newer than what is there. */
    public static Wanted newest(String name) {
        return new Wanted(name, "");
    }

    boolean isNewest() {
        return version.isEmpty();
    }
}
