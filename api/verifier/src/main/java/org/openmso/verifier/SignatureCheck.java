package org.openmso.verifier;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.CodeSigner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/** Reads every entry: is the jar whole, and is it signed, by whom, and does that still hold? */
final class SignatureCheck {
    private static final Pattern SIGNATURE_FILE =
            Pattern.compile("META-INF/(SIG-[^/]*|[^/]+\\.(SF|RSA|DSA|EC))");

    private final Archive jar;
    private final Findings findings;

    SignatureCheck(Archive jar, Findings findings) {
        this.jar = jar;
        this.findings = findings;
    }

    /** Reads all. */
    void check() throws IOException, Rejected {
        boolean isWhole = true;
        boolean hasSignatures = false;
        for (ZipEntry entry : jar.entries()) {
            try {
                if (isSignature(entry)) {
                    hasSignatures = true;
                    jar.read(entry);
                } else {
                    jar.check(entry);
                }
            } catch (Rejected e) {
                if (e.endsAll()) {
                    throw e;
                }
                isWhole = false;
                findings.add(entry.getName(), e);
            }
        }
        if (!hasSignatures) {
            findings.add(Check.UNSIGNED, "", "The bundle is not signed.");
        } else if (isWhole) {
            checkSignatures();
        }
    }

    private static boolean isSignature(ZipEntry entry) {
        return SIGNATURE_FILE.matcher(entry.getName().toUpperCase(Locale.ROOT)).matches();
    }

    private void checkSignatures() throws IOException {
        try (var signed = new JarFile(jar.file().toFile(), true)) {
            Map<X509Certificate, Integer> signers = new LinkedHashMap<>();
            Set<String> missing = new HashSet<>(signed.getManifest().getEntries().keySet());
            String unsigned = "";
            for (ZipEntry each : jar.entries()) {
                JarEntry entry = signed.getJarEntry(each.getName());
                missing.remove(each.getName());
                read(signed, entry);
                boolean needsNone =
                        isSignature(each) || each.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME);
                CodeSigner[] by = entry.getCodeSigners();
                if (by == null && !needsNone) {
                    unsigned = unsigned.isEmpty() ? each.getName() : unsigned;
                }
                for (CodeSigner signer : by == null ? new CodeSigner[0] : by) {
                    signers.merge(leaf(signer), 1, Integer::sum);
                }
            }
            missing.removeIf(name -> name.endsWith("/"));
            tell(signers, unsigned, missing);
        } catch (SecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
            findings.add(
                    Check.SIGNATURE_DAMAGED,
                    "",
                    "The signature does not hold: " + e.getMessage() + ".");
        }
    }

    private static void read(JarFile signed, JarEntry entry) throws IOException {
        try (InputStream in = signed.getInputStream(entry)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static X509Certificate leaf(CodeSigner signer) {
        return (X509Certificate) signer.getSignerCertPath().getCertificates().get(0);
    }

    private void tell(Map<X509Certificate, Integer> signers, String unsigned, Set<String> missing) {
        if (signers.isEmpty()) {
            findings.add(
                    Check.SIGNATURE_DAMAGED,
                    "",
                    "There are files of a signature, but Java accepts none: one is missing, damaged"
                            + " or of a weak algorithm.");
            return;
        }
        if (!unsigned.isEmpty()) {
            findings.add(
                    Check.PARTLY_SIGNED,
                    unsigned,
                    "The jar is signed, but not this entry: somebody may have added it.");
        }
        if (!missing.isEmpty()) {
            findings.add(
                    Check.SIGNATURE_DAMAGED,
                    missing.stream().sorted().findFirst().orElseThrow(),
                    "The signature covers this entry, which is not there.");
        }
        signers.keySet()
                .forEach(
                        signer ->
                                findings.add(
                                        Check.SIGNED,
                                        "",
                                        "The bundle is signed by "
                                                + signer.getSubjectX500Principal().getName()
                                                + ", certificate valid until "
                                                + signer.getNotAfter()
                                                        .toInstant()
                                                        .atZone(ZoneOffset.UTC)
                                                        .toLocalDate()
                                                + ", SHA-256 "
                                                + fingerprint(signer)
                                                + "."));
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
