package org.openmso.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.MsoException;
import org.openmso.verifier.IndexMaker.Heading;
import org.openmso.verifier.IndexMaker.Indexed;

/** A publisher makes an index of the jars in a folder. */
class IndexMakerTest {
    private static final Heading HEADING =
            new Heading(
                    "Acme \"Health\"",
                    7,
                    Instant.parse("2026-11-24T12:00:00.123Z"),
                    Optional.of(Instant.parse("2027-02-22T12:00:00Z")));

    @TempDir Path root;

    private Path jar(String name, Author author) throws IOException {
        Path scratch = Files.createDirectories(root.resolve("scratch"));
        Path folder = Files.createDirectories(root.resolve("site/jars"));
        return Files.move(author.jar(scratch), folder.resolve(name));
    }

    private static Author version(String version) {
        return Author.ofSoundBundle().manifest("Bundle-Version", version);
    }

    private List<Indexed> write(Path index) throws IOException {
        return IndexMaker.write(root.resolve("site/jars"), index, HEADING);
    }

    private static String json(Path index) throws IOException {
        Map<String, byte[]> entries = Author.unzip(Files.readAllBytes(index));
        assertEquals(
                List.of("META-INF/MANIFEST.MF", "bundles.json"), new ArrayList<>(entries.keySet()));
        return new String(entries.get("bundles.json"), StandardCharsets.UTF_8);
    }

    private void refused(String code, String words) {
        Path index = root.resolve("site/index.jar");
        var refusal = assertThrows(MsoException.class, () -> write(index));
        assertEquals(code, refusal.code(), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(words), refusal::getMessage);
        assertFalse(Files.exists(index));
    }

    @Test
    void theIndexTellsWhatTheJarsAre() throws Exception {
        Path newer = jar("coding-1.10.0.jar", version("1.10.0"));
        Path older = jar("coding-1.9.jar", version("1.9").entry("META-INF/A.SF", new byte[0]));
        Path index = root.resolve("site/index.jar");
        List<Indexed> indexed = write(index);
        String name = indexed.get(0).name();
        assertEquals(
                List.of(
                        new Indexed(name, "1.9.0", "jars/coding-1.9.jar", true),
                        new Indexed(name, "1.10.0", "jars/coding-1.10.0.jar", false)),
                indexed);
        String versions = VersionRange.of(imported(newer)).toString();
        assertEquals(
                """
                {
                  "format": 1,
                  "publisher": "Acme \\"Health\\"",
                  "sequence": 7,
                  "issuedAt": "2026-11-24T12:00:00Z",
                  "expiresAt": "2027-02-22T12:00:00Z",
                  "bundles": [
                %s,
                %s
                  ]
                }
                """
                        .formatted(
                                entry(name, "1.9.0", older, versions),
                                entry(name, "1.10.0", newer, versions)),
                json(index));
    }

    private static String imported(Path bundle) throws IOException {
        try (var jar = new JarFile(bundle.toFile())) {
            return jar.getManifest()
                    .getMainAttributes()
                    .getValue("Import-Package")
                    .replaceAll("(?s).*org\\.openmso\\.api\\.fhir;version=\"([^\"]*)\".*", "$1");
        }
    }

    private static String entry(String name, String version, Path jar, String versions)
            throws Exception {
        byte[] bytes = Files.readAllBytes(jar);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        return """
                {"name": "%s", "version": "%s",
                 "jar": "jars/%s", "size": %d,
                 "sha256": "%s",
                 "java": 17, "capabilities": [{"contract": "org.openmso.api.fhir.FhirIntake", "versions": "%s"}]}"""
                .formatted(name, version, jar.getFileName(), bytes.length, digest, versions)
                .indent(4)
                .stripTrailing();
    }

    @Test
    void theIndexTellsTheJavaThatABundleNeeds() throws Exception {
        String ee = "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=%s))\"";
        jar("a.jar", version("1").manifest("Require-Capability", ee.formatted("21")));
        jar("b.jar", version("2").manifest("Require-Capability", ee.formatted("1.8")));
        jar("c.jar", version("3").manifest("Require-Capability", ""));
        Path later = jar("d.jar", version("4").manifest("Require-Capability", ""));
        Map<String, byte[]> entries = Author.unzip(Files.readAllBytes(later));
        entries.values().stream()
                .filter(it -> JavaVersion.compiledFor(it) > 0)
                .forEach(it -> it[7] = (byte) (44 + 25));
        Files.write(later, Author.zip(entries));
        Path index = root.resolve("site/index.jar");
        write(index);
        assertEquals(
                List.of("21", "17", "17", "25"),
                Pattern.compile("\"java\": (\\d+)")
                        .matcher(json(index))
                        .results()
                        .map(it -> it.group(1))
                        .toList());
    }

    @Test
    void anEarlierIndexInTheFolderIsReplacedAndNotOffered() throws Exception {
        jar("coding.jar", version("1.0.0"));
        Path index = Files.writeString(root.resolve("site/jars/index.jar"), "an earlier one");
        assertEquals(1, write(index).size());
        assertTrue(json(index).contains("\"jar\": \"coding.jar\""), json(index));
        try (Stream<Path> files = Files.list(root.resolve("site/jars"))) {
            assertEquals(
                    List.of("coding.jar", "index.jar"),
                    files.map(it -> it.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aJarThatIsNoBundleIsRefused() throws Exception {
        Path folder = Files.createDirectories(root.resolve("site/jars"));
        Path text = Files.writeString(folder.resolve("notes.jar"), "no jar");
        refused("MSO-1447", "jars/notes.jar");
        Files.delete(text);
        Files.write(folder.resolve("plain.jar"), Author.zip(Map.of("a.txt", new byte[1])));
        refused("MSO-1447", "There is no META-INF/MANIFEST.MF");
    }

    @Test
    void aBundleWithoutWhatAHostMustKnowIsRefused() throws Exception {
        Path none = jar("a.jar", Author.ofSoundBundle().manifest("Provide-Capability", ""));
        refused("MSO-1447", "It provides no capability.");
        Files.delete(none);
        Path imports = jar("a.jar", Author.ofSoundBundle().manifest("Import-Package", "org.slf4j"));
        refused("MSO-1447", "does not import the contract's package");
        Files.delete(imports);
        Path version = jar("a.jar", version("one"));
        refused("MSO-1447", "\"one\" is no version");
        Files.delete(version);
        jar("coding 1.jar", version("1.0.0"));
        refused("MSO-1447", "jars/coding 1.jar");
    }

    @Test
    void jarsOutsideTheIndexsFolderAreRefused() throws Exception {
        jar("coding.jar", version("1.0.0"));
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
        var refusal = assertThrows(MsoException.class, () -> write(elsewhere.resolve("index.jar")));
        assertEquals("MSO-1447", refusal.code());
        assertTrue(refusal.getMessage().contains("../site/jars/coding.jar"), refusal::getMessage);
    }

    @Test
    void theSameVersionTwiceIsRefused() throws Exception {
        jar("a.jar", version("1.0.0"));
        jar("b.jar", version("1.0"));
        refused("MSO-1448", "and so is jars/a.jar");
    }

    @Test
    void anEmptyFolderOffersNothing() throws Exception {
        Files.createDirectories(root.resolve("site/jars/folder.jar.d"));
        refused("MSO-1449", "There is no jar in this folder");
    }

    @Test
    void aHeadingThatNoHostWouldReadIsRefused() {
        Instant now = Instant.parse("2026-11-24T12:00:00Z");
        for (String publisher : List.of("", " Acme", "Acme\n", "a".repeat(101), "A\u202eB")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Heading(publisher, 1, now, Optional.empty()),
                    publisher);
        }
        assertThrows(
                IllegalArgumentException.class, () -> new Heading("A", 0, now, Optional.empty()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Heading("A", 1L << 53, now, Optional.empty()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Heading("A", 1, now, Optional.of(now.plusMillis(999))));
    }
}
