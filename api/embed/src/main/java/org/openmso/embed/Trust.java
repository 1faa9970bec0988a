package org.openmso.embed;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Whose bundles a host accepts beside those of the distribution, which are known by their digests.
 * Immutable.
 *
 * <p>A bundle runs with all the host's rights: to trust a signer is to let its code do whatever the
 * host may do. {@code docs/security.md} says what a signature proves and what not.
 */
public final class Trust {
    private static final Trust DISTRIBUTION_ONLY = new Trust(false, Set.of(), Set.of());
    private static final Trust DEVELOPMENT = new Trust(true, Set.of(), Set.of());

    private final boolean unsigned;
    private final Set<X509Certificate> anchors;
    private final Set<X509Certificate> timestampAuthorities;

    private Trust(
            boolean unsigned,
            Set<X509Certificate> anchors,
            Set<X509Certificate> timestampAuthorities) {
        this.unsigned = unsigned;
        this.anchors = Set.copyOf(anchors);
        this.timestampAuthorities = Set.copyOf(timestampAuthorities);
    }

    /** No further bundle is accepted. Unless a host says otherwise, this holds. */
    public static Trust distributionOnly() {
        return DISTRIBUTION_ONLY;
    }

    /**
     * Further bundles are accepted when every entry of their jar is signed by one of these: a
     * signer whose own certificate is in the key store, or whose certificate chain leads to an
     * authority's certificate in it.
     *
     * @param anchors its certificate entries count, entries with private keys do not; it is copied,
     *     so that later changes to it change nothing
     * @throws IllegalArgumentException if it was not loaded or holds no X.509 certificate entry
     */
    public static Trust signedBy(KeyStore anchors) {
        return new Trust(false, certificates(anchors), Set.of());
    }

    /**
     * Every further bundle is accepted, signed or not, and no signature is looked at. For a
     * developer's own machine: health warns of it as long as it is in force.
     */
    public static Trust unsignedForDevelopment() {
        return DEVELOPMENT;
    }

    /**
     * The same trust, where a signature that one of these authorities has timestamped is judged by
     * the time it was made, so that it outlives the signer's certificate. Without this, and for
     * timestamps of others, a signer's certificate must be valid at the time a bundle is checked.
     *
     * @param authorities like {@link #signedBy}'s; they vouch for times only, not for bundles
     * @throws IllegalArgumentException if it was not loaded or holds no X.509 certificate entry
     */
    public Trust timestampedBy(KeyStore authorities) {
        return new Trust(unsigned, anchors, certificates(authorities));
    }

    /** Signers, and authorities whose signers are accepted. */
    public Set<X509Certificate> anchors() {
        return anchors;
    }

    /** Whose timestamps are believed. */
    public Set<X509Certificate> timestampAuthorities() {
        return timestampAuthorities;
    }

    /** Whether bundles are accepted that nobody signed. */
    public boolean acceptsUnsigned() {
        return unsigned;
    }

    /** In words, for a log. */
    @Override
    public String toString() {
        if (unsigned) {
            return "any bundle, signed or not (development)";
        }
        return anchors.isEmpty()
                ? "the distribution's bundles only"
                : "the distribution's bundles, and those signed under "
                        + anchors.size()
                        + (anchors.size() == 1 ? " certificate" : " certificates");
    }

    private static Set<X509Certificate> certificates(KeyStore store) {
        Objects.requireNonNull(store, "key store");
        var found = new HashSet<X509Certificate>();
        List<String> aliases;
        try {
            aliases = new ArrayList<>(Collections.list(store.aliases()));
            for (String alias : aliases) {
                if (store.isCertificateEntry(alias)
                        && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    found.add(certificate);
                }
            }
        } catch (KeyStoreException e) {
            throw new IllegalArgumentException("the key store was not loaded", e);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "the key store holds no certificate entry (of "
                            + aliases.size()
                            + " entries); import certificates with keytool -importcert");
        }
        return found;
    }
}
