package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Money;
import org.openmso.api.Problem;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.Origin;

class ReportFileTest {
    private static final Problem SNOMED =
            Problem.error("MSO-2101", "Claim.item[0]", "The \"code\" is SNOMED CT.", "Code it.");
    private static final Problem TRUNCATED =
            Problem.error("MSO-2004", "line 7", "It ends too early.", "Export it again.");
    private static final String INTERCHANGE = "oak-street-1.837";

    private static ClaimOutcome ready(String number) {
        return new ClaimOutcome(
                new Origin("a.json", "Claim/1"),
                number,
                ClaimOutcome.Status.READY,
                List.of(),
                Money.ofCents(12_050));
    }

    private static ClaimOutcome blocked(String number) {
        return new ClaimOutcome(
                new Origin("a.json", "Claim/2"),
                number,
                ClaimOutcome.Status.BLOCKED,
                List.of(SNOMED),
                Money.ZERO);
    }

    @Test
    void theReportListsClaimsThenUnusableInputsThenTotals(@TempDir Path folder) throws Exception {
        try (ReportFile report = ReportFile.in(folder)) {
            report.unusable("b.ndjson", TRUNCATED);
            report.claim(ready("A1"));
            report.unusable("b.ndjson", TRUNCATED);
            report.unusable("c.json", TRUNCATED);
            report.claim(blocked("A2"));
            report.secure(INTERCHANGE);
            report.publish();
        }
        assertEquals(
                new ObjectMapper()
                        .readTree(
                                """
                                {"claims": [
                                  {"source": "a.json", "resource": "Claim/1", "claim": "A1", "status": "ready", "problems": []},
                                  {"source": "a.json", "resource": "Claim/2", "claim": "A2", "status": "blocked", "problems": [
                                    {"code": "MSO-2101", "severity": "error", "path": "Claim.item[0]",
                                     "message": "The \\"code\\" is SNOMED CT.", "fix": "Code it."}]}],
                                 "inputs": [
                                  {"source": "b.ndjson", "problems": [
                                    {"code": "MSO-2004", "severity": "error", "path": "line 7",
                                     "message": "It ends too early.", "fix": "Export it again."},
                                    {"code": "MSO-2004", "severity": "error", "path": "line 7",
                                     "message": "It ends too early.", "fix": "Export it again."}]},
                                  {"source": "c.json", "problems": [
                                    {"code": "MSO-2004", "severity": "error", "path": "line 7",
                                     "message": "It ends too early.", "fix": "Export it again."}]}],
                                 "interchanges": ["oak-street-1.837"],
                                 "totals": {"ready": 1, "blocked": 1, "chargeCents": 12050}}
                                """),
                Terminal.report(folder));
        assertEquals(List.of(folder.resolve(ReportFile.NAME)), Terminal.files(folder));
    }

    @Test
    void eachClaimStandsOnALineOfItsOwn(@TempDir Path folder) throws Exception {
        try (ReportFile report = ReportFile.in(folder)) {
            report.claim(ready("A1"));
            report.claim(blocked("A2"));
            report.secure(INTERCHANGE);
            report.publish();
        }
        List<String> lines = Files.readAllLines(folder.resolve(ReportFile.NAME));
        assertEquals(2, lines.stream().filter(line -> line.startsWith("{\"source\"")).count());
    }

    @Test
    void aRunWithoutClaimsHasEmptyLists(@TempDir Path folder) throws Exception {
        try (ReportFile report = ReportFile.in(folder)) {
            report.publish();
        }
        assertEquals(0, Terminal.report(folder).get("claims").size());
        assertEquals(0, Terminal.report(folder).get("inputs").size());
        assertEquals(0, Terminal.report(folder).get("interchanges").size());
    }

    @Test
    void beforeItIsFinishedOnlyHiddenFilesAreThereAndNoneStays(@TempDir Path folder)
            throws Exception {
        try (ReportFile report = ReportFile.in(folder)) {
            report.claim(ready("A1"));
            assertTrue(
                    Terminal.files(folder).stream()
                            .allMatch(file -> file.getFileName().toString().startsWith(".")));
        }
        assertEquals(List.of(), Terminal.files(folder));
    }

    @Test
    void theReportOfAnEarlierRunIsKeptUnderTheNextFreeNumber(@TempDir Path folder)
            throws Exception {
        Files.writeString(folder.resolve("report-1.json"), "first");
        Files.writeString(folder.resolve(ReportFile.NAME), "second");
        try (ReportFile report = ReportFile.in(folder)) {
            report.claim(ready("A1"));
            assertEquals(Optional.of(folder.resolve("report-2.json")), report.publish());
        }
        assertEquals("first", Files.readString(folder.resolve("report-1.json")));
        assertEquals("second", Files.readString(folder.resolve("report-2.json")));
        assertEquals(1, Terminal.report(folder).get("claims").size());
        assertEquals(3, Terminal.files(folder).size());
    }

    @Test
    void ofManyRunsThatEndAtTheSameTimeNoneLosesItsReport(@TempDir Path folder) throws Exception {
        int runs = 16;
        var start = new CyclicBarrier(runs);
        var threads = Executors.newFixedThreadPool(runs);
        try {
            var done = new ArrayList<Future<Void>>();
            for (int i = 0; i < runs; i++) {
                String number = "A" + i;
                done.add(
                        threads.submit(
                                () -> {
                                    try (ReportFile report = ReportFile.in(folder)) {
                                        report.claim(ready(number));
                                        start.await();
                                        report.publish();
                                    }
                                    return null;
                                }));
            }
            for (Future<Void> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        var numbers = new TreeSet<String>();
        for (Path file : Terminal.files(folder)) {
            JsonNode report = new ObjectMapper().readTree(file.toFile());
            numbers.add(report.get("claims").get(0).get("claim").textValue());
        }
        assertEquals(runs, Terminal.files(folder).size());
        assertEquals(runs, numbers.size());
        assertTrue(Files.exists(folder.resolve(ReportFile.NAME)));
    }

    @Test
    void aDirectoryThatDisappearsBeforeTheFirstFileIsMadeAgain(@TempDir Path folder)
            throws Exception {
        Path gone = folder.resolve("gone");
        try (ReportFile report = ReportFile.in(gone)) {
            report.publish();
        }
        assertEquals(0, Terminal.report(gone).get("claims").size());
    }

    @Test
    void aReportThatFailsLeavesTheOneBeforeInPlace(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(ReportFile.NAME), "before");
        try (ReportFile report = ReportFile.in(folder)) {
            report.claim(ready("A1"));
        }
        assertEquals("before", Files.readString(folder.resolve(ReportFile.NAME)));
    }

    @Test
    void whatAKilledRunLeftIsDeletedAndWhatAnotherWritesStays(@TempDir Path folder)
            throws Exception {
        Path left = Files.writeString(folder.resolve(".report42.partial"), "claims");
        Path others = Files.writeString(folder.resolve(".reports.partial"), "not ours");
        try (ReportFile first = ReportFile.in(folder)) {
            first.claim(ready("A1"));
            List<Path> writing;
            try (var files = Files.list(folder)) {
                writing = files.filter(file -> !file.equals(others)).sorted().toList();
            }
            assertEquals(2, writing.size());
            assertTrue(!writing.contains(left) && Files.exists(others));
            try (ReportFile second = ReportFile.in(folder)) {
                second.publish();
            }
            assertTrue(writing.stream().allMatch(Files::exists));
            first.publish();
        }
        try (var files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.toString().matches(".*report[0-9].*partial")));
        }
    }
}
