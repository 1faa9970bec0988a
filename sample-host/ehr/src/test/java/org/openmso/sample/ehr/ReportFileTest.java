package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Money;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.Origin;

class ReportFileTest {
    private static final Problem SNOMED =
            Problem.error("MSO-2101", "Claim.item[0]", "The \"code\" is SNOMED CT.", "Code it.");
    private static final Problem TRUNCATED =
            Problem.error("MSO-2004", "line 7", "It ends too early.", "Export it again.");
    private static final BatchReport TOTALS =
            new BatchReport(1, 1, Money.ofCents(12_050), List.of("oak-street-1.837"));

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
            report.finish(TOTALS);
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
            report.finish(TOTALS);
        }
        List<String> lines = Files.readAllLines(folder.resolve(ReportFile.NAME));
        assertEquals(2, lines.stream().filter(line -> line.startsWith("{\"source\"")).count());
    }

    @Test
    void aRunWithoutClaimsHasEmptyLists(@TempDir Path folder) throws Exception {
        try (ReportFile report = ReportFile.in(folder)) {
            report.finish(new BatchReport(0, 0, Money.ZERO, List.of()));
        }
        assertEquals(0, Terminal.report(folder).get("claims").size());
        assertEquals(0, Terminal.report(folder).get("inputs").size());
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
    void aReportThatFailsLeavesTheOneBeforeInPlace(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(ReportFile.NAME), "before");
        try (ReportFile report = ReportFile.in(folder)) {
            report.claim(ready("A1"));
        }
        assertEquals("before", Files.readString(folder.resolve(ReportFile.NAME)));
    }
}
