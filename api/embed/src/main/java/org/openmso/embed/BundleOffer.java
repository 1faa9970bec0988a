package org.openmso.embed;

import java.util.List;
import java.util.Optional;
import org.openmso.api.Problem;

/**
 * One bundle of an index, beside what is there. Made by OpenMSO.
 *
 * @param name its symbolic name
 * @param version its version
 * @param size of its jar, in bytes
 * @param digest the SHA-256 of its jar, as 64 hexadecimal digits
 * @param capabilities what it provides, by the names in tiers; a contract that the host does not
 *     know by its class
 * @param present the version that is there under this name, if any
 * @param standing how it stands to that
 * @param problems why it cannot be loaded here; empty unless that is so
 */
public record BundleOffer(
        String name,
        String version,
        long size,
        String digest,
        List<String> capabilities,
        Optional<String> present,
        Standing standing,
        List<Problem> problems) {
    /** How an offer stands to what is there. */
    public enum Standing {
        /** No bundle of its name is there. */
        NEW,
        /** An earlier version is there. */
        NEWER,
        /** This very jar is there. */
        SAME,
        /** A later version is there, or another jar of the same version. */
        NOT_NEWER,
        /** It needs contracts, or a Java, that this host does not have. */
        NOT_LOADABLE
    }

    /** Copies the lists. */
    public BundleOffer {
        capabilities = List.copyOf(capabilities);
        problems = List.copyOf(problems);
    }
}
