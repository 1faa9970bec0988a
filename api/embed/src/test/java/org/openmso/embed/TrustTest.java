package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openmso.embed.internal.signing.Identity;

/** What a host says about whom it trusts. */
class TrustTest {
    private static final Identity AUTHOR = Identity.named("Author").selfSigned();
    private static final Identity OTHER = Identity.named("Other").selfSigned();

    @Test
    void unlessToldOtherwiseAHostTrustsNobodyElse() {
        assertEquals(Set.of(), Trust.distributionOnly().anchors());
        assertFalse(Trust.distributionOnly().acceptsUnsigned());
        assertEquals("the distribution's bundles only", Trust.distributionOnly().toString());
    }

    @Test
    void theKeyStoreIsCopiedSoThatLaterChangesChangeNothing() throws Exception {
        KeyStore store = Identity.store(AUTHOR);
        Trust trust = Trust.signedBy(store);
        store.setCertificateEntry("later", OTHER.certificate());
        assertEquals(Set.of(AUTHOR.certificate()), trust.anchors());
        assertThrows(
                UnsupportedOperationException.class,
                () -> trust.anchors().add(OTHER.certificate()));
        assertEquals(
                "the distribution's bundles, and those signed under 1 certificate",
                trust.toString());
    }

    @Test
    void anAuthorsPrivateKeyInTheStoreIsNoCertificateThatTheHostTrusts() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        var chain = new Certificate[] {AUTHOR.certificate()};
        keys.setKeyEntry("author", AUTHOR.key(), "secret".toCharArray(), chain);
        var refused = assertThrows(IllegalArgumentException.class, () -> Trust.signedBy(keys));
        assertTrue(refused.getMessage().contains("of 1 entries"), refused::getMessage);
    }

    @Test
    void aKeyStoreThatWasNotLoadedIsRefused() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        assertThrows(IllegalArgumentException.class, () -> Trust.signedBy(store));
    }

    @Test
    void timestampAuthoritiesAreNotAmongWhomItTrustsForBundles() {
        Trust trust = Trust.signedBy(Identity.store(AUTHOR)).timestampedBy(Identity.store(OTHER));
        assertEquals(Set.of(AUTHOR.certificate()), trust.anchors());
        assertEquals(Set.of(OTHER.certificate()), trust.timestampAuthorities());
    }

    @Test
    void aDevelopersHostSaysInWordsThatItAcceptsAnything() {
        Trust trust = Trust.unsignedForDevelopment();
        assertTrue(trust.acceptsUnsigned());
        assertEquals("any bundle, signed or not (development)", trust.toString());
    }
}
