package org.openmso.sample.ehr.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Set;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.BundleStatus;

/** Jars for the place of the distribution's billing, and a key store that trusts their signer. */
public final class Successors {
    /** Of its key stores. */
    public static final String PASSWORD = "made-up password";

    private final Path folder;
    private final ThrowawayKey key;
    private final OwnBundle billing;

    /** In a folder of a test. */
    public Successors(Path folder, Clock clock) throws IOException {
        this.folder = folder;
        this.key = ThrowawayKey.in(folder, clock);
        this.billing =
                OwnBundle.of(
                        new BundleStatus(
                                "org.openmso.billing",
                                "0.1.0",
                                digest(),
                                BundleStatus.State.IN_SERVICE,
                                true,
                                Set.of("billing"),
                                0,
                                0,
                                0),
                        key);
    }

    /** The next version, sound and signed. */
    public Path next() throws IOException {
        return written(billing.next());
    }

    /** The next version, whose self-check says down. */
    public Path down() throws IOException {
        return written(billing.next(Flaw.SAYS_DOWN));
    }

    /** The next version, not signed. */
    public Path unsigned() throws IOException {
        return written(billing.next(Flaw.UNSIGNED));
    }

    /** Signs a jar in its place, as jarsigner does. */
    public void sign(Path jar) throws IOException {
        Files.write(jar, key.signed(Files.readAllBytes(jar)));
    }

    /** A key store whose certificates anybody can read. */
    public Path trusted() throws Exception {
        return stored("JKS", "trusted.jks");
    }

    /** A key store that hides its certificates behind {@link #PASSWORD}. */
    public Path trustedByPassword() throws Exception {
        return stored("PKCS12", "trusted.p12");
    }

    private Path stored(String type, String name) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setCertificateEntry("author", key.trusted().getCertificate("rehearsal"));
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private Path written(NamedInput jar) throws IOException {
        try (InputStream in = jar.open()) {
            return Files.write(folder.resolve(jar.name()), in.readAllBytes());
        }
    }

    private static String digest() throws IOException {
        try (InputStream in =
                Successors.class
                        .getClassLoader()
                        .getResourceAsStream("META-INF/openmso/bundles.index")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(" mso-billing"))
                    .findFirst()
                    .orElseThrow()
                    .substring(0, 64);
        }
    }
}
