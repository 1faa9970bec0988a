package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.sample.simulator.Dialect;
import org.openmso.sample.simulator.Simulation;

/** An unusable input has its code, ends in status 2, and does not keep the others from billing. */
class UnusableInputTest {
    private static final int SOUND_CLAIMS = 4;

    @TempDir private Path folder;
    private Path sound;
    private Path out;

    @BeforeEach
    void soundClaimsLieBeside() throws IOException {
        Simulation.of(5).visits(SOUND_CLAIMS).writeTo(folder.resolve("fhir"));
        sound = folder.resolve("fhir/claims.ndjson");
        out = folder.resolve("out");
    }

    @Test
    void aMissingFile() throws Exception {
        assertUnusable("MSO-2001", folder.resolve("missing.json"));
    }

    @Test
    void aFileThatMayNotBeRead() throws Exception {
        assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
                "this file system has no rights to take away");
        Path file = Files.writeString(folder.resolve("locked.json"), "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "this user may read everything");
        assertUnusable("MSO-2001", file);
    }

    @Test
    void aDirectory() throws Exception {
        assertUnusable("MSO-2002", Files.createDirectory(folder.resolve("monday.json")));
    }

    @Test
    void aLinkThatLeadsToItselfIsToldInTheWordsOfTheSystem() throws Exception {
        Path link = folder.resolve("loop.json");
        Files.createSymbolicLink(link, link);
        Terminal terminal = Terminal.claims(folder, out, List.of(link));
        assertEquals(SampleEhr.UNUSABLE, terminal.status());
        String told = terminal.err();
        assertTrue(told.contains("MSO-2001"), told);
        assertTrue(told.contains("symbolic links") && !told.contains("Exception"), told);
    }

    @Test
    void aPipeIsNamedBeforeAnybodyWritesToIt() throws Exception {
        Path pipe = folder.resolve("pipe.ndjson");
        boolean made;
        try {
            made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        } catch (IOException none) {
            made = false;
        }
        assumeTrue(made, "this system has no pipes with names");
        var writer =
                new Thread(
                        () -> {
                            try (var to = Files.newOutputStream(pipe)) {
                                Files.copy(sound, to);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        writer.start();
        Terminal terminal = Terminal.claims(folder, out, List.of(pipe));
        writer.join();
        assertEquals(SampleEhr.DONE, terminal.status());
        assertTrue(terminal.err().startsWith("waiting for " + pipe), terminal.err());
    }

    @Test
    void anXmlFileNamedJson() throws Exception {
        assertUnusable(
                "MSO-2003",
                write("<?xml version=\"1.0\"?>\n<Claim xmlns=\"http://hl7.org/fhir\"></Claim>\n"));
    }

    @Test
    void aTruncatedBundle() throws Exception {
        Simulation.of(6).dialect(Dialect.SEARCHSET).visits(4).writeTo(folder.resolve("whole"));
        String whole = Files.readString(folder.resolve("whole/searchset.json"));
        assertUnusable("MSO-2004", write(whole.substring(0, whole.length() / 2)));
    }

    @Test
    void aMalformedBundle() throws Exception {
        assertUnusable(
                "MSO-2005", write("{\"resourceType\": \"Bundle\", \"type\": \"collection\" 7}"));
    }

    @Test
    void aDeeplyNestedResource() throws Exception {
        assertUnusable(
                "MSO-2006",
                write(
                        "{\"resourceType\": \"Claim\", \"extension\": "
                                + "[{\"extension\": ".repeat(100_000)
                                + "[]"
                                + "}]".repeat(100_000)
                                + "}"));
    }

    @Test
    void aResourceOnOneLineThatIsTooLarge() throws Exception {
        Path file = folder.resolve("line.json");
        try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            writer.write("{\"resourceType\": \"Claim\", \"id\": \"");
            String chunk = "a".repeat(1 << 16);
            for (int i = 0; i < 20 * 16; i++) {
                writer.write(chunk);
            }
            writer.write("\"}");
        }
        assertUnusable("MSO-2007", file);
    }

    @Test
    void aJsonFileWithoutFhir() throws Exception {
        assertUnusable("MSO-2008", write("{\"invoice\": 7}"));
    }

    @Test
    void aResourceOfAnotherType() throws Exception {
        assertUnusable("MSO-2009", write("{\"resourceType\": \"AuditEvent\", \"id\": \"a\"}"));
    }

    @Test
    void anEmptyFile() throws Exception {
        JsonNode input = run(write("")).get("inputs").get(0);
        assertTrue(
                input.get("problems").get(0).get("code").textValue().startsWith("MSO-20"),
                input::toString);
    }

    @Test
    void aCyclicReference() throws Exception {
        Path file =
                write(
                        """
                        {"resourceType": "Bundle", "type": "collection", "entry": [
                          {"fullUrl": "https://ehr.example/fhir/Claim/c1", "resource":
                            {"resourceType": "Claim", "id": "c1", "status": "active",
                             "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/claim-type", "code": "professional"}]},
                             "use": "claim", "patient": {"reference": "Claim/c1"},
                             "insurance": [{"sequence": 1, "focal": true, "coverage": {"reference": "Claim/c1"}}],
                             "provider": {"reference": "Organization/o1"}}},
                          {"fullUrl": "https://ehr.example/fhir/Organization/o1", "resource":
                            {"resourceType": "Organization", "id": "o1", "partOf": {"reference": "Organization/o2"}}},
                          {"fullUrl": "https://ehr.example/fhir/Organization/o2", "resource":
                            {"resourceType": "Organization", "id": "o2", "partOf": {"reference": "Organization/o1"}}}]}
                        """);
        Terminal terminal = Terminal.claims(folder, out, List.of(file, sound));
        // The input is sound JSON of FHIR; its claim is what cannot be used.
        assertEquals(SampleEhr.DONE, terminal.status(), terminal.err());
        JsonNode report = Terminal.report(out);
        assertEquals(SOUND_CLAIMS, report.get("totals").get("ready").intValue());
        assertEquals(1, report.get("totals").get("blocked").intValue());
        for (JsonNode claim : report.get("claims")) {
            if (claim.get("source").textValue().equals(file.toString())) {
                assertEquals("Claim/c1", claim.get("resource").textValue());
                assertEquals("blocked", claim.get("status").textValue());
                assertTrue(claim.get("problems").toString().contains("MSO-2117"), claim::toString);
            }
        }
    }

    @Test
    void manyUnusableLinesAreToldInPartAndReportedInFull() throws Exception {
        Terminal terminal =
                Terminal.claims(
                        folder,
                        out,
                        List.of(write(Files.readString(sound) + "{\"invoice\": 7}\n".repeat(50))));
        assertEquals(SampleEhr.UNUSABLE, terminal.status());
        JsonNode report = Terminal.report(out);
        assertEquals(50, report.get("inputs").get(0).get("problems").size());
        assertEquals(SOUND_CLAIMS, report.get("totals").get("ready").intValue());
        assertEquals(21, terminal.err().lines().count(), terminal.err());
    }

    @Test
    void onlyUnusableInputsMakeAReportAndNoClaims() throws Exception {
        Terminal terminal =
                Terminal.claims(
                        folder, out, List.of(folder.resolve("a.json"), folder.resolve("b.json")));
        assertEquals(SampleEhr.UNUSABLE, terminal.status());
        assertEquals(List.of(out.resolve(ReportFile.NAME)), Terminal.files(out));
        assertEquals(2, Terminal.report(out).get("inputs").size());
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("input.json"), content);
    }

    private void assertUnusable(String code, Path file) throws IOException {
        JsonNode report = run(file);
        assertEquals(1, report.get("inputs").size(), report::toString);
        JsonNode input = report.get("inputs").get(0);
        assertEquals(file.toString(), input.get("source").textValue());
        assertEquals(code, input.get("problems").get(0).get("code").textValue());
    }

    /** Runs with the sound claims beside it, and returns the report. */
    private JsonNode run(Path file) throws IOException {
        Terminal terminal = Terminal.claims(folder, out, List.of(file, sound));
        assertEquals(SampleEhr.UNUSABLE, terminal.status(), terminal.err());
        assertTrue(
                terminal.err().matches("MSO-20\\d\\d at [^\n]+: [^\n]+ Fix: [^\n]+\n"),
                terminal.err());
        assertTrue(terminal.err().contains(" at " + file), terminal.err());
        JsonNode report = Terminal.report(out);
        assertEquals(SOUND_CLAIMS, report.get("totals").get("ready").intValue());
        assertEquals(1, Terminal.interchanges(out).size());
        assertEquals(2, Terminal.files(out).size());
        return report;
    }
}
