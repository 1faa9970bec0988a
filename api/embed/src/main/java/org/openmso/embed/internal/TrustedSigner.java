package org.openmso.embed.internal;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Timestamp;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openmso.embed.Trust;

/**
 * Whether a signer is one whom the host trusts: its own certificate is among the host's, or its
 * chain leads to an authority's among them (PKIX, RFC 5280, revocation not asked). Certificates are
 * judged by the time of the signature if an authority the host trusts has stamped it, else by now.
 */
final class TrustedSigner {
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    private static final String ANY_USAGE = "2.5.29.37.0";

    /**
     * Java lets SHA-1 pass where a timestamp, anybody's, is older than this
     * (jdk.jar.disabledAlgorithms). No bundle of ours is.
     */
    private static final Instant SHA1_ENDED = Instant.parse("2019-01-01T00:00:00Z");

    private final Trust trust;
    private final Instant now;

    TrustedSigner(Trust trust, Instant now) {
        this.trust = trust;
        this.now = now;
    }

    /** Why a signer is not trusted, in words without a full stop; empty when it is. */
    Optional<String> objection(CodeSigner signer) {
        try {
            check(signer);
            return Optional.empty();
        } catch (Objection e) {
            return Optional.of(e.getMessage());
        } catch (GeneralSecurityException | RuntimeException e) {
            // A hostile certificate may make any parser throw.
            return Optional.of("Java says: " + JarLayout.shown(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Until when one that is trusted stays so: when the first of the certificates that count ends,
     * or never, where the time of the signature is vouched for.
     */
    Instant until(CodeSigner signer) {
        try {
            return check(signer);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("only one that is trusted may be asked about", e);
        }
    }

    /** The subject of a signer's certificate, fit for a log. */
    static String subject(CodeSigner signer) {
        return subject(chain(signer.getSignerCertPath()).get(0));
    }

    /** The SHA-256 of a signer's certificate, as {@code keytool} prints it. */
    static String fingerprint(CodeSigner signer) {
        try {
            byte[] certificate = chain(signer.getSignerCertPath()).get(0).getEncoded();
            return HexFormat.ofDelimiter(":")
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate was read from these bytes", e);
        }
    }

    private Instant check(CodeSigner signer) throws GeneralSecurityException {
        Timestamp timestamp = signer.getTimestamp();
        if (timestamp != null && timestamp.getTimestamp().toInstant().isBefore(SHA1_ENDED)) {
            throw new Objection("its timestamp is from before 2019, when SHA-1 was allowed");
        }
        boolean vouchedFor = vouchedFor(timestamp);
        Instant when = vouchedFor ? timestamp.getTimestamp().toInstant() : now;
        Instant end =
                check(chain(signer.getSignerCertPath()), trust.anchors(), when, CODE_SIGNING, true);
        return vouchedFor ? Instant.MAX : end;
    }

    /** Whether a timestamp is there, and of an authority that the host trusts for it. */
    private boolean vouchedFor(Timestamp timestamp) {
        if (timestamp == null || timestamp.getTimestamp().toInstant().isAfter(now)) {
            return false;
        }
        try {
            check(
                    chain(timestamp.getSignerCertPath()),
                    trust.timestampAuthorities(),
                    timestamp.getTimestamp().toInstant(),
                    TIME_STAMPING,
                    false);
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** When the first of the certificates that count ends. */
    private static Instant check(
            List<X509Certificate> chain,
            Set<X509Certificate> anchors,
            Instant when,
            String usage,
            boolean usageMayBeAbsent)
            throws GeneralSecurityException {
        X509Certificate own = chain.get(0);
        checkUsage(own, usage, usageMayBeAbsent);
        if (anchors.contains(own)) {
            checkKey(own);
            checkValidity(own, when);
            return own.getNotAfter().toInstant();
        }
        var below = new ArrayList<X509Certificate>();
        for (X509Certificate certificate : chain) {
            if (anchors.contains(certificate)) {
                break;
            }
            below.add(certificate);
        }
        for (X509Certificate certificate : below) {
            checkKey(certificate);
            checkIssue(certificate);
            checkValidity(certificate, when);
        }
        X509Certificate anchor = anchor(below, anchors, when);
        checkKey(anchor);
        checkValidity(anchor, when);
        below.add(anchor);
        return below.stream()
                .map(it -> it.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** The authority to which a chain leads. */
    private static X509Certificate anchor(
            List<X509Certificate> chain, Set<X509Certificate> anchors, Instant when)
            throws GeneralSecurityException {
        // Who is trusted as a signer is not thereby trusted to name others.
        Set<TrustAnchor> authorities =
                anchors.stream()
                        .filter(certificate -> certificate.getBasicConstraints() >= 0)
                        .map(certificate -> new TrustAnchor(certificate, null))
                        .collect(Collectors.toSet());
        if (authorities.isEmpty()) {
            throw new Objection("it is not among the certificates that the host trusts");
        }
        var parameters = new PKIXParameters(authorities);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(when));
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
        try {
            var result =
                    (PKIXCertPathValidatorResult)
                            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return result.getTrustAnchor().getTrustedCert();
        } catch (CertPathValidatorException e) {
            throw new Objection(
                    "no chain leads from it to a certificate that the host trusts ("
                            + JarLayout.shown(String.valueOf(e.getMessage()))
                            + ")");
        }
    }

    private static void checkUsage(X509Certificate certificate, String usage, boolean mayBeAbsent)
            throws GeneralSecurityException {
        List<String> usages = certificate.getExtendedKeyUsage();
        boolean[] bits = certificate.getKeyUsage();
        boolean named =
                usages == null ? mayBeAbsent : usages.contains(usage) || usages.contains(ANY_USAGE);
        // The first bit is digitalSignature (RFC 5280, 4.2.1.3).
        if (!named || bits != null && !bits[0]) {
            throw new Objection("its certificate is for other uses than this");
        }
    }

    private static void checkValidity(X509Certificate certificate, Instant when)
            throws GeneralSecurityException {
        try {
            certificate.checkValidity(Date.from(when));
        } catch (CertificateExpiredException e) {
            throw new Objection(
                    whose(certificate) + " ended " + certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            throw new Objection(
                    whose(certificate) + " begins " + certificate.getNotBefore().toInstant());
        }
    }

    /** Java's constraints for jars stop at 1024 bits for RSA and DSA. */
    private static void checkKey(X509Certificate certificate) throws Objection {
        int bits = bits(certificate);
        boolean curve = certificate.getPublicKey() instanceof ECKey;
        if (bits < (curve ? 224 : 2048)) {
            throw new Objection(whose(certificate) + " has a key of " + bits + " bits");
        }
    }

    /** Java's constraints for jars do not ask what an issuer signed a certificate with. */
    private static void checkIssue(X509Certificate certificate) throws GeneralSecurityException {
        if (digest(certificate).matches("MD\\d|SHA-?1")) {
            throw new Objection(
                    whose(certificate) + " was issued with " + certificate.getSigAlgName());
        }
    }

    /** The size of a key; keys of other kinds (EdDSA) have one size, which is enough. */
    private static int bits(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof RSAKey key) {
            return key.getModulus().bitLength();
        }
        if (certificate.getPublicKey() instanceof DSAKey key) {
            return key.getParams() == null ? 0 : key.getParams().getP().bitLength();
        }
        if (certificate.getPublicKey() instanceof ECKey key) {
            return key.getParams().getOrder().bitLength();
        }
        return Integer.MAX_VALUE;
    }

    private static String digest(X509Certificate certificate) throws GeneralSecurityException {
        if (!certificate.getSigAlgName().equals("RSASSA-PSS")) {
            return certificate.getSigAlgName().replaceFirst("with.*", "");
        }
        try {
            var parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(certificate.getSigAlgParams());
            return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static String whose(X509Certificate certificate) {
        return "the certificate of " + subject(certificate);
    }

    private static String subject(X509Certificate certificate) {
        return JarLayout.shown(certificate.getSubjectX500Principal().getName());
    }

    private static List<X509Certificate> chain(CertPath path) {
        return path.getCertificates().stream().map(X509Certificate.class::cast).toList();
    }

    /** A reason that we give, in words. */
    private static final class Objection extends GeneralSecurityException {
        private static final long serialVersionUID = 1L;

        Objection(String words) {
            super(words);
        }
    }
}
