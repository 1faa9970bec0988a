package org.openmso.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that are damaged, or made to harm who looks at them. */
class HostileJarTest {
    private static final int MIB = 1 << 20;

    @TempDir private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "hostile", ".jar"), bytes);
    }

    private byte[] sound() throws IOException {
        return Files.readAllBytes(Author.ofSoundBundle().jar(folder));
    }

    @Test
    void aTextFileIsNoJar() throws Exception {
        Verdict.on(file(Author.text("not a zip file".repeat(100))))
                .is(Check.NOT_A_JAR, Severity.ERROR, "", "The end of a zip file is missing");
    }

    @Test
    void anEmptyFileIsNoJar() throws Exception {
        Verdict.on(file(new byte[0])).is(Check.NOT_A_JAR, Severity.ERROR, "", "empty");
    }

    @Test
    void aJarThatWasCopiedInPartIsNoJar() throws Exception {
        byte[] whole = sound();
        Verdict.on(file(Arrays.copyOf(whole, whole.length - 30))).is(Check.NOT_A_JAR);
        Verdict.on(file(Arrays.copyOfRange(whole, 500, whole.length))).is(Check.NOT_A_JAR);
    }

    @Test
    void anEntryWithAnotherCheckSumIsTold() throws Exception {
        byte[] content = Author.text("words that are stored as they are");
        byte[] jar =
                Files.readAllBytes(Author.ofSoundBundle().entry("words.txt", content).jar(folder));
        // The directory at the end has the check sum that is believed.
        int at = lastIndexOf(jar, Author.text("words.txt")) - 46 + 16;
        jar[at] ^= 1;
        Verdict.on(file(jar)).is(Check.DAMAGED_ENTRY, Severity.ERROR, "words.txt", "check sum");
    }

    private static int lastIndexOf(byte[] bytes, byte[] word) {
        for (int at = bytes.length - word.length; at >= 0; at--) {
            if (Arrays.equals(bytes, at, at + word.length, word, 0, word.length)) {
                return at;
            }
        }
        throw new IllegalStateException("not there");
    }

    @Test
    void twoEntriesOfOneNameAreTold() throws Exception {
        byte[] jar =
                Files.readAllBytes(
                        Author.ofSoundBundle()
                                .entry("a1.txt", Author.text("one"))
                                .entry("a2.txt", Author.text("two"))
                                .jar(folder));
        int at = lastIndexOf(jar, Author.text("a2.txt"));
        jar[at + 1] = '1';
        Verdict.on(file(jar))
                .is(Check.DAMAGED_ENTRY, Severity.ERROR, "", "two entries named a1.txt");
    }

    @Test
    void aClassFileOfGarbageIsTold() throws Exception {
        byte[] magic = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 61, 1, 1, 1};
        for (byte[] garbage : List.of(Author.text("garbage"), new byte[0], magic)) {
            Verdict.on(Author.ofSoundBundle().entry("acme/coding/Odd.class", garbage).jar(folder))
                    .is(Check.CLASS_UNREADABLE, Severity.ERROR, "acme.coding.Odd");
        }
    }

    @Test
    void aDamagedJarInsideIsToldAndTheRestLookedAt() throws Exception {
        Verdict verdict =
                Verdict.on(
                        Author.ofSoundBundle()
                                .entry("odd.jar", Author.text("no zip"))
                                .header("Export-Package", "acme.coding")
                                .jar(folder));
        assertEquals(List.of(Check.NOT_A_JAR.code(), Check.EXPORTS.code()), verdict.codes());
        assertEquals("odd.jar", verdict.the(Check.NOT_A_JAR).place());
    }

    @Test
    void namesFromTheJarCannotSteerATerminal() throws Exception {
        Verdict verdict =
                Verdict.on(
                        Author.ofSoundBundle()
                                .entry("evil\u001b[2J\n\u202e.so", new byte[1])
                                .jar(folder));
        verdict.is(Check.NATIVE, Severity.WARNING, "evil?[2J??.so");
    }

    /** Every byte may be wrong: there is a verdict, never an exception. */
    @Test
    void whateverBytesAreChangedThereIsAVerdict() throws Exception {
        byte[] whole = sound();
        Map<String, byte[]> content = Author.unzip(whole);
        byte[] intake = content.get("acme/coding/Intake.class");
        var random = new Random(20261124);
        for (int i = 0; i < 400; i++) {
            assertFalse(Verdict.on(file(changed(whole, random))).findings().isEmpty());
            content.put("acme/coding/Intake.class", changed(intake, random));
            assertFalse(Verdict.on(file(Author.zip(content))).findings().isEmpty());
        }
    }

    private static byte[] changed(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        for (int count = 1 + random.nextInt(8); count > 0; count--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    @Test
    void jarsMadeToFillMemoryDoNot() throws Exception {
        Path zeros = bomb("data/zeros.bin", 600);
        Path classBomb = bomb("acme/coding/Big.class", 60);
        Path manifestBomb = bomb("META-INF/MANIFEST.MF", 200);
        Path nested =
                Author.ofSoundBundle()
                        .entry("inner.jar", Files.readAllBytes(bomb("acme/Big.class", 60)))
                        .manifest("Bundle-ClassPath", ".,inner.jar")
                        .jar(folder);
        Path many = folder.resolve("many.jar");
        try (var zip = zip(many)) {
            for (int i = 0; i < 100_000; i++) {
                zip.putNextEntry(new ZipEntry("e/" + i));
                zip.closeEntry();
            }
        }
        String limit = Check.PASSES_A_LIMIT.code();
        assertEquals(
                List.of(limit, limit, limit, limit, limit),
                inSmallMemory(zeros, classBomb, manifestBomb, nested, many));
    }

    private Path bomb(String entry, int mebibytes) throws IOException {
        Path file = Files.createTempFile(folder, "bomb", ".jar");
        byte[] headers = Author.unzip(sound()).get("META-INF/MANIFEST.MF");
        try (var zip = zip(file)) {
            if (!entry.equals("META-INF/MANIFEST.MF")) {
                zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
                zip.write(headers);
            }
            zip.putNextEntry(new ZipEntry(entry));
            var zeros = new byte[MIB];
            for (int i = 0; i < mebibytes; i++) {
                zip.write(zeros);
            }
        }
        return file;
    }

    private static ZipOutputStream zip(Path file) throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        return new ZipOutputStream(out);
    }

    /** The codes of errors, of jars looked at by a JVM that has next to no memory. */
    private List<String> inSmallMemory(Path... jars) throws Exception {
        Path output = folder.resolve("output.txt");
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx40m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Look.class.getName()));
        for (Path jar : jars) {
            command.add(jar.toString());
        }
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it ends");
        assertEquals(0, process.exitValue(), Files.readString(output));
        return Files.readAllLines(output);
    }

    /** What the small JVM runs. */
    static final class Look {
        private Look() {}

        public static void main(String[] jars) {
            for (String jar : jars) {
                for (Finding finding : new BundleVerifier().verify(new File(jar).toPath())) {
                    if (finding.code().equals(Check.PASSES_A_LIMIT.code())) {
                        System.out.println(finding.code());
                    }
                }
            }
        }
    }
}
