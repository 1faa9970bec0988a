package org.openmso.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed bundles, and what may have become of them. */
class SignatureTest {
    private static final char[] PASSWORD = "made-up".toCharArray();

    @TempDir private static Path keys;
    @TempDir private Path folder;

    @BeforeAll
    static void anAuthorHasAKey() throws Exception {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "acme",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=Acme Coding",
                                "-validity",
                                "3650",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                keys.resolve("acme.p12").toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(keys.resolve("keytool.log").toFile())
                        .start();
        assertTrue(keytool.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, keytool.exitValue(), Files.readString(keys.resolve("keytool.log")));
    }

    private Path signed() throws Exception {
        var store = KeyStore.getInstance(keys.resolve("acme.p12").toFile(), PASSWORD);
        var key =
                (KeyStore.PrivateKeyEntry)
                        store.getEntry("acme", new KeyStore.PasswordProtection(PASSWORD));
        Path signed = folder.resolve("signed.jar");
        try (var jar = new ZipFile(Author.ofSoundBundle().jar(folder).toFile());
                OutputStream out = Files.newOutputStream(signed)) {
            new JarSigner.Builder(key).signerName("ACME").build().sign(jar, out);
        }
        return signed;
    }

    /** A signed bundle to which something was done. */
    private Verdict after(Consumer<Map<String, byte[]>> change) throws Exception {
        Map<String, byte[]> content = Author.unzip(Files.readAllBytes(signed()));
        change.accept(content);
        return Verdict.on(Files.write(folder.resolve("changed.jar"), Author.zip(content)));
    }

    @Test
    void theSignerIsNamed() throws Exception {
        Verdict verdict = Verdict.on(signed());
        assertEquals(List.of(), verdict.codes(), verdict.findings()::toString);
        assertTrue(
                verdict.the(Check.SIGNED)
                        .message()
                        .matches(
                                "The bundle is signed by CN=Acme Coding, certificate valid until"
                                        + " \\d{4}-\\d\\d-\\d\\d, SHA-256 [0-9a-f]{64}\\."),
                verdict.findings()::toString);
    }

    @Test
    void anUnsignedBundleIsCalledSo() {
        Verdict verdict = Verdict.on(Author.ofSoundBundle().jar(folder));
        assertEquals(Severity.INFO, verdict.the(Check.UNSIGNED).severity());
    }

    @Test
    void anEntryThatWasChangedAfterSigningIsTold() throws Exception {
        byte[] other =
                Author.compiled(
                        folder, "acme.coding.Intake", "package acme.coding; class Intake {}");
        Verdict verdict = after(content -> content.put("acme/coding/Intake.class", other));
        assertEquals(Severity.ERROR, verdict.the(Check.SIGNATURE_DAMAGED).severity());
    }

    @Test
    void anEntryThatWasAddedAfterSigningIsTold() throws Exception {
        after(content -> content.put("added.txt", Author.text("mine")))
                .is(Check.PARTLY_SIGNED, Severity.ERROR, "added.txt");
    }

    @Test
    void anEntryThatWasTakenOutAfterSigningIsTold() throws Exception {
        Verdict verdict = after(content -> content.remove("acme/coding/Intake.class"));
        Finding finding = verdict.the(Check.SIGNATURE_DAMAGED);
        assertEquals("acme/coding/Intake.class", finding.place());
        assertTrue(finding.message().contains("not there"), finding::toString);
    }

    @Test
    void aSignatureWithoutItsBlockIsTold() throws Exception {
        after(content -> content.keySet().removeIf(name -> name.endsWith(".EC")))
                .is(Check.SIGNATURE_DAMAGED, Severity.ERROR, "", "Java accepts none");
    }

    @Test
    void aSignatureOfGarbageIsTold() throws Exception {
        Verdict verdict =
                after(
                        content ->
                                content.replaceAll(
                                        (name, bytes) ->
                                                name.endsWith(".EC")
                                                        ? Author.text("garbage")
                                                        : bytes));
        verdict.is(Check.SIGNATURE_DAMAGED);
    }
}
