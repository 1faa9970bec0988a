package org.openmso.embed.internal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openmso.embed.internal.Preflight.ProvidedCapability;
import org.osgi.framework.Version;

/**
 * A bundle that passed the preflight. Its bytes are read again when it is installed, and checked
 * against the digest again.
 *
 * @param file where its bytes are
 * @param name its symbolic name
 * @param provided its capabilities, at least one
 * @param signedUntil when the certificate ends by which it is trusted; {@link Instant#MAX} where it
 *     is trusted otherwise
 */
record Found(
        BundleFile file,
        String name,
        Version version,
        List<ProvidedCapability> provided,
        Instant signedUntil) {
    Found {
        provided = List.copyOf(provided);
    }

    /** The same, its bytes elsewhere. */
    Found at(BundleFile elsewhere) {
        return new Found(elsewhere, name, version, provided, signedUntil);
    }

    /** The same, trusted by a certificate. */
    Found signedUntil(Instant end) {
        return new Found(file, name, version, provided, end);
    }

    /** Its capability of a contract. */
    Optional<ProvidedCapability> providing(Class<?> contract) {
        return provided.stream().filter(it -> it.contract() == contract).findFirst();
    }

    /** Whether it is this one, byte by byte. */
    boolean isSameAs(Found other) {
        return file.digest().equals(other.file.digest());
    }
}
