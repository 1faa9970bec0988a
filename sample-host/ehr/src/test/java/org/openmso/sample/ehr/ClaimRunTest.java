package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.MsoException;
import org.openmso.api.Problem;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.Mso;
import org.openmso.sample.simulator.Simulation;

/** What is left in the output directory when something goes wrong, or somebody else is there. */
class ClaimRunTest {
    private static final int CLAIMS = 4;

    @TempDir private Path folder;
    private Path visits;
    private Path out;

    @BeforeEach
    void visitsLieReady() throws IOException {
        Simulation.of(5).visits(CLAIMS).writeTo(folder.resolve("fhir"));
        visits = folder.resolve("fhir/claims.ndjson");
        out = folder.resolve("out");
    }

    @Test
    void anInterchangeWhoseReportCannotBeWrittenDoesNotAppear() throws Exception {
        var failure = assertThrows(MsoException.class, () -> run("data", this::deleteHidden));
        assertEquals("MSO-9007", failure.code());
        assertEquals(List.of(), Terminal.interchanges(out));
        assertEquals(List.of(), Terminal.files(out));
    }

    @Test
    void aReportThatOnlyLacksItsNameIsToldWithItsInterchangeAndKept() throws Exception {
        var failure =
                assertThrows(
                        MsoException.class,
                        () ->
                                run(
                                        "data",
                                        () ->
                                                Files.createDirectories(
                                                        out.resolve("report.json/x"))));
        assertEquals("MSO-9013", failure.code());
        assertEquals(1, Terminal.interchanges(out).size());
        String interchange = Terminal.interchanges(out).get(0).getFileName().toString();
        assertTrue(failure.getMessage().contains(interchange), failure::getMessage);
        Path report =
                Terminal.files(out).stream()
                        .filter(file -> file.getFileName().toString().startsWith(".report"))
                        .findFirst()
                        .orElseThrow();
        assertTrue(failure.getMessage().contains(report.toString()), failure::getMessage);
        JsonNode kept = new ObjectMapper().readTree(report.toFile());
        assertEquals(CLAIMS, kept.get("totals").get("ready").intValue());
        assertEquals(interchange, kept.get("interchanges").get(0).textValue());
    }

    @Test
    void aReportNameThatIsTakenByADirectoryIsRefusedBeforeAnythingIsRead() throws Exception {
        Files.createDirectories(out.resolve("report.json"));
        Terminal terminal = Terminal.claims(folder, out, List.of(visits));
        assertEquals(SampleEhr.UNUSABLE, terminal.status());
        assertTrue(terminal.err().startsWith("MSO-9004 at " + out + ": "), terminal.err());
        assertEquals(List.of(), Terminal.interchanges(out));
    }

    @Test
    void twoRunsIntoOneDirectoryAtTheSameTimeKeepBothInterchangesAndBothReports() throws Exception {
        run("data", () -> run("other-data", "mill-river", () -> {}));
        assertEquals(2, Terminal.interchanges(out).size());
        assertEquals(4, Terminal.files(out).size());
        assertEquals(
                Set.of("oak-street-000000001.837"), interchanges(out.resolve(ReportFile.NAME)));
        assertEquals(
                Set.of("mill-river-000000001.837"), interchanges(out.resolve("report-1.json")));
    }

    @Test
    void aRunThatComesToNothingLeavesTheFolderToTheOneBesideIt() throws Exception {
        run(
                "data",
                () ->
                        assertThrows(
                                UncheckedIOException.class,
                                () -> run("other-data", "mill-river", this::fail)));
        assertEquals(1, Terminal.interchanges(out).size());
        assertEquals(2, Terminal.files(out).size());
    }

    @Test
    void theSameRunTwiceKeepsTheFirstReportAndSaysSo() throws Exception {
        Terminal.claims(folder, out, List.of(visits));
        byte[] first = Files.readAllBytes(out.resolve(ReportFile.NAME));
        Terminal again = Terminal.claims(folder, out, List.of(visits));
        assertEquals(SampleEhr.DONE, again.status());
        assertTrue(
                again.out().contains(out.resolve("report-1.json") + " (an earlier run's;"),
                again.out());
        assertArrayEquals(first, Files.readAllBytes(out.resolve("report-1.json")));
        assertEquals(
                Set.of("oak-street-000000002.837"), interchanges(out.resolve(ReportFile.NAME)));
    }

    @Test
    void anotherDataDirectoryNeverOverwritesAnInterchangeOfTheSameNumber() throws Exception {
        run("data", () -> {});
        byte[] report = Files.readAllBytes(out.resolve(ReportFile.NAME));
        byte[] interchange = Files.readAllBytes(Terminal.interchanges(out).get(0));
        var failure = assertThrows(MsoException.class, () -> run("other-data", () -> {}));
        assertEquals("MSO-3102", failure.code());
        assertEquals("oak-street-000000001.837", failure.problem().path());
        assertTrue(failure.getMessage().contains("data directory"), failure::getMessage);
        assertEquals(2, Terminal.files(out).size());
        assertArrayEquals(report, Files.readAllBytes(out.resolve(ReportFile.NAME)));
        assertArrayEquals(interchange, Files.readAllBytes(Terminal.interchanges(out).get(0)));
    }

    @Test
    void aDirectoryThatMayNotBeWrittenIsRefusedBeforeAnythingIsRead() throws Exception {
        assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
                "this file system has no rights to take away");
        Files.createDirectory(out);
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("r-x------"));
        try {
            assumeFalse(Files.isWritable(out), "this user may write everywhere");
            for (Path each : List.of(out, out.resolve("below"))) {
                Terminal terminal = Terminal.claims(folder, each, List.of(visits));
                assertEquals(SampleEhr.UNUSABLE, terminal.status());
                assertTrue(terminal.err().startsWith("MSO-9004 at " + each), terminal.err());
                assertFalse(terminal.err().contains("Exception"), terminal.err());
            }
        } finally {
            Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** What happens while the first claim is decided. */
    @FunctionalInterface
    private interface Meanwhile {
        void happens() throws IOException;
    }

    private void run(String data, Meanwhile meanwhile) {
        run(data, SampleMso.PRACTICE, meanwhile);
    }

    private void run(String data, String practice, Meanwhile meanwhile) {
        var first = new AtomicBoolean(true);
        try (Mso mso =
                Mso.builder()
                        .registry(SampleMso.registry())
                        .data(folder.resolve(data))
                        .clock(Terminal.EVENING)
                        .start()) {
            new ClaimRun(mso.practice(practice, SampleMso.ACTOR))
                    .run(
                            List.of(NamedInput.of(visits)),
                            out,
                            new ClaimRun.Listener() {
                                @Override
                                public void unusable(String input, Problem problem) {
                                    throw new AssertionError(problem);
                                }

                                @Override
                                public void decided(ClaimOutcome outcome) {
                                    if (first.getAndSet(false)) {
                                        try {
                                            meanwhile.happens();
                                        } catch (IOException e) {
                                            throw new UncheckedIOException(e);
                                        }
                                    }
                                }
                            });
        }
    }

    private void deleteHidden() throws IOException {
        for (Path file : Terminal.files(out)) {
            if (file.getFileName().toString().startsWith(".report")) {
                Files.delete(file);
            }
        }
    }

    private void fail() throws IOException {
        throw new IOException("the host fails");
    }

    private static Set<String> interchanges(Path report) throws IOException {
        return Set.of(
                new ObjectMapper()
                        .readTree(report.toFile())
                        .get("interchanges")
                        .get(0)
                        .textValue());
    }
}
