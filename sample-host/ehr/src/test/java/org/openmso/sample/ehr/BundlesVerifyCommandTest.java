package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlesVerifyCommandTest {
    private static final String BUNDLES = "META-INF/openmso/";

    @TempDir private Path folder;

    /** The distribution's bundles, by the names in its index. */
    private List<Path> ownBundles() throws IOException {
        var bundles = new ArrayList<Path>();
        for (String line :
                new String(resource("bundles.index"), StandardCharsets.UTF_8).split("\n")) {
            String name = line.split(" ")[1];
            bundles.add(Files.write(folder.resolve(name), resource("bundles/" + name)));
        }
        return bundles;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in =
                SampleEhr.class.getClassLoader().getResourceAsStream(BUNDLES + name)) {
            return in.readAllBytes();
        }
    }

    private Path emptyBundle() throws IOException {
        Path jar = folder.resolve("empty.jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write(
                    """
                    Manifest-Version: 1.0
                    Bundle-ManifestVersion: 2
                    Bundle-SymbolicName: com.acme.empty
                    Bundle-Version: 1.0.0
                    Require-Capability: osgi.ee;filter:="(&(osgi.ee=JavaSE)(version=17))"
                    """
                            .getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    /**
     * Of the FHIR bundle's libraries it is known, and docs/verifying-a-bundle.md says why it is
     * right: they refer to others that are not needed (1416), and have methods that nobody calls
     * which end the JVM (1428), register hooks (1429) or set properties (1430).
     */
    @Test
    void theProjectsOwnBundlesHaveNoErrorsAndOnlyWarningsThatAreAccountedFor() throws Exception {
        var warnings = new TreeSet<String>();
        for (Path bundle : ownBundles()) {
            Terminal terminal = Terminal.type("bundles", "verify", bundle.toString(), "--json");
            assertEquals(SampleEhr.DONE, terminal.status(), terminal.out() + terminal.err());
            JsonNode report = new ObjectMapper().readTree(terminal.out());
            assertEquals(0, report.get("errors").asInt());
            for (JsonNode finding : report.get("findings")) {
                if (finding.get("severity").asText().equals("warning")) {
                    String library =
                            finding.get("place").asText().replaceFirst("-\\d[^/]*\\.jar$", "");
                    warnings.add(
                            bundle.getFileName().toString().replaceFirst("-\\d.*", "")
                                    + " "
                                    + finding.get("code").asText()
                                    + " "
                                    + library);
                }
            }
        }
        assertEquals(
                List.of(
                        "mso-fhir MSO-1416 commons-text",
                        "mso-fhir MSO-1416 guava",
                        "mso-fhir MSO-1416 hapi-fhir-base",
                        "mso-fhir MSO-1416 hapi-fhir-structures-r4",
                        "mso-fhir MSO-1416 org.hl7.fhir.r4",
                        "mso-fhir MSO-1416 org.hl7.fhir.utilities",
                        "mso-fhir MSO-1428 guava",
                        "mso-fhir MSO-1428 org.hl7.fhir.utilities",
                        "mso-fhir MSO-1429 guava",
                        "mso-fhir MSO-1430 h2-mvstore",
                        "mso-fhir MSO-1430 hapi-fhir-base",
                        "mso-store MSO-1416 HikariCP",
                        "mso-store MSO-1416 flyway-core",
                        "mso-store MSO-1416 h2",
                        "mso-store MSO-1416 postgresql",
                        "mso-store MSO-1419 Import-Package",
                        "mso-store MSO-1428 h2",
                        "mso-store MSO-1428 postgresql",
                        "mso-store MSO-1429 h2",
                        "mso-store MSO-1430 HikariCP",
                        "mso-store MSO-1430 h2",
                        "mso-store MSO-1430 postgresql"),
                List.copyOf(warnings));
    }

    @Test
    void errorsAreToldWithPlaceAndFixAndEndInStatusOne() throws Exception {
        Terminal terminal = Terminal.type("bundles", "verify", emptyBundle().toString());
        assertEquals(SampleEhr.FAILED, terminal.status());
        assertTrue(
                terminal.out()
                        .startsWith(
                                """
                                error MSO-1406 at Provide-Capability
                                    The bundle provides no org.openmso.capability: OpenMSO has no use for it.
                                    Fix: Put @ProvidesCapability"""),
                terminal.out());
        assertTrue(terminal.out().contains("\nErrors: 1, warnings: 0."), terminal.out());
        assertEquals("", terminal.err());
    }

    @Test
    void theJsonHasEveryFinding() throws Exception {
        Path jar = emptyBundle();
        Terminal terminal = Terminal.type("bundles", "verify", "--json", jar.toString());
        JsonNode report = new ObjectMapper().readTree(terminal.out());
        assertEquals(jar.toString(), report.get("jar").asText());
        assertEquals(1, report.get("errors").asInt());
        assertEquals(0, report.get("warnings").asInt());
        JsonNode first = report.get("findings").get(0);
        assertEquals("MSO-1406", first.get("code").asText());
        assertEquals("error", first.get("severity").asText());
        assertEquals("Provide-Capability", first.get("place").asText());
        assertTrue(first.get("message").asText().endsWith("."));
        assertTrue(first.get("fix").asText().endsWith("."));
    }

    @Test
    void aBundleIsComparedWithItsEarlierVersion() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path same = Files.copy(emptyBundle(), other.resolve("same.jar"));
        try (var zip = FileSystems.newFileSystem(same)) {
            Files.writeString(zip.getPath("more.txt"), "more");
        }
        Terminal terminal =
                Terminal.type(
                        "bundles",
                        "verify",
                        emptyBundle().toString(),
                        "--against",
                        other.toString());
        assertEquals(SampleEhr.FAILED, terminal.status());
        assertTrue(terminal.out().contains("error MSO-1444 at Bundle-Version"), terminal.out());
    }

    @Test
    void aFileThatIsNotThereIsAnUnusableArgument() {
        String missing = folder.resolve("missing.jar").toString();
        Terminal terminal = Terminal.type("bundles", "verify", missing);
        assertEquals(SampleEhr.UNUSABLE, terminal.status());
        assertTrue(terminal.err().startsWith("MSO-1446 at " + missing + ": "), terminal.err());
        assertEquals("", terminal.out());
    }

    @Test
    void aTextFileIsAJarThatCannotBeUsed() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.jar"), "no jar");
        Terminal terminal = Terminal.type("bundles", "verify", text.toString());
        assertEquals(SampleEhr.FAILED, terminal.status());
        assertTrue(terminal.out().startsWith("error MSO-1401\n"), terminal.out());
    }
}
