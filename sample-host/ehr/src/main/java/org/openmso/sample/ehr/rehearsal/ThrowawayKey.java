package org.openmso.sample.ehr.rehearsal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import org.openmso.api.MsoException;
import org.openmso.sample.ehr.SampleProblem;

/** A key that signs a rehearsal's candidates. Made for it, and gone with its directory. */
final class ThrowawayKey {
    private static final String ALIAS = "rehearsal";
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss", Locale.ROOT);

    private final Path directory;
    private final PrivateKey key;
    private final Certificate certificate;

    private ThrowawayKey(Path directory, PrivateKey key, Certificate certificate) {
        this.directory = directory;
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * Makes one, valid around the clock's time.
     *
     * @param directory for its files
     * @throws MsoException (MSO-9016) if this Java has no keytool or no jar signer
     */
    static ThrowawayKey in(Path directory, Clock clock) {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        String password = HexFormat.of().formatHex(secret);
        Path file = directory.resolve("rehearsal.p12");
        try {
            // Loaded now: a Java without it must say so before the rehearsal begins.
            Class.forName("jdk.security.jarsigner.JarSigner");
            generate(file, password, LocalDateTime.now(clock).minusDays(2));
            KeyStore store = KeyStore.getInstance(file.toFile(), password.toCharArray());
            var key = (PrivateKey) store.getKey(ALIAS, password.toCharArray());
            return new ThrowawayKey(directory, key, store.getCertificate(ALIAS));
        } catch (ClassNotFoundException e) {
            throw unable("this Java has no jar signer", e);
        } catch (IOException | GeneralSecurityException e) {
            throw unable(e);
        }
    }

    /** A key store by which a host trusts what this key signs. */
    KeyStore trusted() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(ALIAS, certificate);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PKCS12", e);
        }
    }

    /** The jar, signed. */
    byte[] signed(byte[] jar) {
        try {
            Path unsigned = Files.createTempFile(directory, "candidate", ".jar");
            try {
                Files.write(unsigned, jar);
                var chain =
                        CertificateFactory.getInstance("X.509")
                                .generateCertPath(List.of(certificate));
                var signed = new ByteArrayOutputStream(jar.length + (64 << 10));
                try (var zip = new ZipFile(unsigned.toFile())) {
                    new JarSigner.Builder(key, chain)
                            .signerName("REHEARSE")
                            .build()
                            .sign(zip, signed);
                }
                return signed.toByteArray();
            } finally {
                Files.delete(unsigned);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw unable(e);
        }
    }

    private static void generate(Path file, String password, LocalDateTime from)
            throws IOException {
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-dname",
                        "CN=Rehearsal",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-ext",
                        "eku=codeSigning",
                        "-startdate",
                        START.format(from),
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass:env",
                        "OPENMSO_REHEARSAL");
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OPENMSO_REHEARSAL", password);
        Process keytool = builder.start();
        keytool.getOutputStream().close();
        String said = new String(keytool.getInputStream().readAllBytes());
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool said: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static MsoException unable(Exception why) {
        return unable(
                why.getMessage() == null
                        ? why.getClass().getSimpleName()
                        : why.getMessage().strip(),
                why);
    }

    private static MsoException unable(String words, Exception why) {
        return SampleProblem.NO_SIGNING.failed(
                System.getProperty("java.home"),
                "The rehearsal's candidates cannot be signed: " + words + ".",
                "Run it with a JDK: it needs keytool and the module jdk.jartool.",
                why);
    }
}
