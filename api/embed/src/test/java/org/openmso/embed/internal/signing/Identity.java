package org.openmso.embed.internal.signing;

import static org.openmso.embed.internal.signing.Der.bits;
import static org.openmso.embed.internal.signing.Der.element;
import static org.openmso.embed.internal.signing.Der.integer;
import static org.openmso.embed.internal.signing.Der.nothing;
import static org.openmso.embed.internal.signing.Der.octets;
import static org.openmso.embed.internal.signing.Der.oid;
import static org.openmso.embed.internal.signing.Der.sequence;
import static org.openmso.embed.internal.signing.Der.time;
import static org.openmso.embed.internal.signing.Der.yes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * A made-up author or authority: its key, and its certificate with those above it.
 *
 * @param key the private key
 * @param chain its own certificate first
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
    public static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    public static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    public static final String SERVER = "1.3.6.1.5.5.7.3.1";

    private static final AtomicLong SERIAL = new AtomicLong(1);

    /** Begins one with a key on a curve, valid in 2026 and 2027. */
    public static Maker named(String name) {
        return new Maker(name);
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** A key store that trusts these. */
    public static KeyStore store(Identity... trusted) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Identity each : trusted) {
                store.setCertificateEntry("entry " + store.size(), each.certificate());
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Collects what its certificate says. */
    public static final class Maker {
        private final String name;
        private final List<byte[]> extensions = new ArrayList<>();
        private Instant from = Instant.parse("2026-01-01T00:00:00Z");
        private Instant to = Instant.parse("2028-01-01T00:00:00Z");
        private int rsa;
        private String digest = "SHA256";

        private Maker(String name) {
            this.name = name;
        }

        public Maker valid(String from, String to) {
            this.from = Instant.parse(from + "T00:00:00Z");
            this.to = Instant.parse(to + "T00:00:00Z");
            return this;
        }

        public Maker rsa(int bits) {
            this.rsa = bits;
            return this;
        }

        /** What its issuer signs the certificate with: SHA256 or SHA1. */
        public Maker issuedWith(String digest) {
            this.digest = digest;
            return this;
        }

        /** It may issue certificates. */
        public Maker authority() {
            return extension("2.5.29.19", sequence(yes()));
        }

        /** Extended key usage. */
        public Maker use(String purpose) {
            return extension("2.5.29.37", sequence(oid(purpose)));
        }

        /** Key usage: the bits of RFC 5280, the first on the left. */
        public Maker keyUsage(int bits) {
            return extension("2.5.29.15", element(0x03, new byte[] {0, (byte) bits}));
        }

        public Maker extension(String id, byte[] value) {
            extensions.add(sequence(oid(id), yes(), octets(value)));
            return this;
        }

        public Identity selfSigned() {
            KeyPair keys = keys();
            X509Certificate certificate = certificate(keys, keys.getPrivate(), principal());
            return new Identity(keys.getPrivate(), List.of(certificate));
        }

        public Identity issuedBy(Identity issuer) {
            KeyPair keys = keys();
            var above = issuer.certificate().getSubjectX500Principal();
            return new Identity(
                    keys.getPrivate(),
                    Stream.concat(
                                    Stream.of(certificate(keys, issuer.key, above)),
                                    issuer.chain.stream())
                            .toList());
        }

        private X500Principal principal() {
            return new X500Principal("CN=" + name + ", O=Made Up");
        }

        private KeyPair keys() {
            try {
                var generator = KeyPairGenerator.getInstance(rsa > 0 ? "RSA" : "EC");
                generator.initialize(rsa > 0 ? rsa : 256);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /** RFC 5280, 4.1. */
        private X509Certificate certificate(KeyPair keys, PrivateKey by, X500Principal issuer) {
            byte[] algorithm = algorithm(digest, by);
            byte[] content =
                    sequence(
                            element(0xa0, integer(2)),
                            integer(SERIAL.getAndIncrement()),
                            algorithm,
                            issuer.getEncoded(),
                            sequence(time(from), time(to)),
                            principal().getEncoded(),
                            keys.getPublic().getEncoded(),
                            extensions.isEmpty()
                                    ? new byte[0]
                                    : element(0xa3, sequence(extensions.toArray(byte[][]::new))));
            byte[] certificate = sequence(content, algorithm, bits(sign(digest, by, content)));
            try {
                return (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(certificate));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static byte[] algorithm(String digest, PrivateKey key) {
        boolean old = digest.equals("SHA1");
        return key.getAlgorithm().equals("EC")
                ? sequence(oid(old ? "1.2.840.10045.4.1" : "1.2.840.10045.4.3.2"))
                : sequence(oid(old ? "1.2.840.113549.1.1.5" : "1.2.840.113549.1.1.11"), nothing());
    }

    static byte[] sign(String digest, PrivateKey key, byte[] content) {
        try {
            String with = key.getAlgorithm().equals("EC") ? "withECDSA" : "withRSA";
            Signature signature = Signature.getInstance(digest + with);
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
