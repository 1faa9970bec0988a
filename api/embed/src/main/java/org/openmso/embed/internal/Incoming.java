package org.openmso.embed.internal;

import java.util.Optional;

/**
 * A jar that is to come in, read before anything is locked: what it lies on may hang.
 *
 * @param name for a refusal before its manifest is read: the bundle's, or the file's where only
 *     that is known
 * @param version likewise; empty where it is not known
 * @param file the jar's name
 * @param jar its bytes, those that are judged and installed
 */
record Incoming(String name, String version, String file, byte[] jar, Condition condition) {
    /** What must hold beyond the jar being sound. */
    @FunctionalInterface
    interface Condition {
        /** Refuses it, or not, beside the one of its name that is there. */
        void check(Found candidate, Optional<Found> before) throws Refusal;
    }

    /** One that comes by hand. */
    static Incoming byHand(String file, byte[] jar) {
        return new Incoming(file, "", file, jar, (candidate, before) -> {});
    }
}
