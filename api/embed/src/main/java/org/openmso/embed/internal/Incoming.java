package org.openmso.embed.internal;

import java.util.Optional;

/**
 * A jar that is to come in.
 *
 * @param name for a refusal before it is read: the bundle's, or the file's where only that is known
 * @param version likewise; empty where it is not known
 * @param file the jar's name
 */
record Incoming(String name, String version, String file, Content content, Condition condition) {
    /** Gives the jar's bytes; those that are judged and installed. */
    @FunctionalInterface
    interface Content {
        byte[] bytes() throws Refusal;
    }

    /** What must hold beyond the jar being sound. */
    @FunctionalInterface
    interface Condition {
        /** Refuses it, or not, beside the one of its name that is there. */
        void check(Found candidate, Optional<Found> before) throws Refusal;
    }
}
