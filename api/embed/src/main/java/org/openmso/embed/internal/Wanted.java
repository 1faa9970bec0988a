package org.openmso.embed.internal;

import java.util.Objects;
import java.util.Optional;

/**
 * Which bundle of an index is asked for.
 *
 * @param name the symbolic name
 * @param version none for the newest that can be loaded, if it is newer than what is there
 */
public record Wanted(String name, Optional<String> version) {
    /** Refuses null. */
    public Wanted {
        Objects.requireNonNull(name, "name");
    }

    /** The newest. */
    public static Wanted newest(String name) {
        return new Wanted(name, Optional.empty());
    }

    /** This version. */
    public static Wanted exactly(String name, String version) {
        return new Wanted(name, Optional.of(version));
    }

    /** For what is said before it is chosen. */
    String versionText() {
        return version.orElse("");
    }
}
