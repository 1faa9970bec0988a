package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openmso.billing.verify.Structure837P;
import org.openmso.embed.Mso;
import org.openmso.sample.simulator.Dialect;
import org.openmso.sample.simulator.ExpectedClaim;
import org.openmso.sample.simulator.Fault;
import org.openmso.sample.simulator.Manifest;
import org.openmso.sample.simulator.Packaging;
import org.openmso.sample.simulator.Simulation;

class ClaimsCommandTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void everySoundVisitBecomesAClaimAndEveryPlantedFaultBlocksByItsReason(Dialect dialect)
            throws Exception {
        assertAllAsPlanned(Simulation.of(7).dialect(dialect).visits(120).plantAll());
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void containedClaimsArriveInEveryPackaging(Packaging packaging) throws Exception {
        assertAllAsPlanned(Simulation.of(8).packaging(packaging).visits(60).plantAll());
    }

    private void assertAllAsPlanned(Simulation simulation) throws IOException {
        Manifest manifest = simulation.writeTo(folder.resolve("fhir"));
        Path out = folder.resolve("out");
        Terminal terminal = Terminal.claims(folder, out, files(manifest));
        assertEquals(SampleEhr.DONE, terminal.status(), terminal.err());

        JsonNode report = Terminal.report(out);
        Map<String, Set<String>> expected = new TreeMap<>();
        for (ExpectedClaim claim : manifest.claims()) {
            expected.put(
                    claim.number(), claim.fault().map(Fault::code).map(Set::of).orElse(Set.of()));
        }
        Map<String, Set<String>> actual = new TreeMap<>();
        for (JsonNode claim : report.get("claims")) {
            actual.put(claim.get("claim").textValue(), errors(claim));
        }
        assertEquals(expected, actual);
        assertEquals(manifest.readyClaims(), report.get("totals").get("ready").intValue());
        assertEquals(manifest.blockedClaims(), report.get("totals").get("blocked").intValue());
        assertEquals(manifest.readyCents(), report.get("totals").get("chargeCents").longValue());
        assertFileHolds(manifest, out);
    }

    private static void assertFileHolds(Manifest manifest, Path out) throws IOException {
        List<Path> interchanges = Terminal.interchanges(out);
        assertEquals(1, interchanges.size());
        var file = Structure837P.read(Files.readAllBytes(interchanges.get(0)));
        assertEquals(List.of(), file.faults());
        Map<String, String> expected = new TreeMap<>();
        for (ExpectedClaim claim : manifest.claims()) {
            if (claim.fault().isEmpty()) {
                expected.put(claim.number(), claim.lines() + " lines, " + claim.cents());
            }
        }
        Map<String, String> actual = new TreeMap<>();
        for (Structure837P.Claim claim : file.claims()) {
            BigDecimal cents = claim.total().movePointRight(2).stripTrailingZeros();
            actual.put(claim.number(), claim.lines() + " lines, " + cents.toPlainString());
        }
        assertEquals(expected, actual);
    }

    @Test
    void theReportSaysOfEachClaimWhereItComesFromAndWhatToDo() throws Exception {
        Path file = one(Simulation.of(3).visits(4).plant(Fault.SNOMED_LINE));
        Path out = folder.resolve("out");
        assertEquals(SampleEhr.DONE, Terminal.claims(folder, out, List.of(file)).status());
        JsonNode report = Terminal.report(out);
        assertEquals(Set.of("claims", "inputs", "interchanges", "totals"), names(report));
        for (JsonNode claim : report.get("claims")) {
            assertEquals(Set.of("source", "resource", "claim", "status", "problems"), names(claim));
            assertEquals(file.toString(), claim.get("source").textValue());
            assertTrue(claim.get("resource").textValue().startsWith("Claim"), claim::toString);
            boolean ready = claim.get("status").textValue().equals("ready");
            assertEquals(ready, errors(claim).isEmpty());
            for (JsonNode problem : claim.get("problems")) {
                assertEquals(Set.of("code", "severity", "path", "message", "fix"), names(problem));
            }
        }
        assertEquals(Set.of("ready", "blocked", "chargeCents"), names(report.get("totals")));
        assertEquals(0, report.get("inputs").size());
    }

    @Test
    void theSummaryCountsAndNamesTheFiles() throws Exception {
        Path out = folder.resolve("out");
        Terminal terminal =
                Terminal.claims(
                        folder,
                        out,
                        List.of(one(Simulation.of(3).visits(4).plant(Fault.SNOMED_LINE))));
        assertTrue(terminal.out().startsWith("claims ready: 3, $"), terminal.out());
        assertTrue(terminal.out().contains("claims blocked: 1\n"), terminal.out());
        assertTrue(terminal.out().contains("MSO-2101"), terminal.out());
        for (Path file : Terminal.files(out)) {
            assertTrue(terminal.out().contains(file + "\n"), terminal.out());
        }
        assertEquals("", terminal.err());
    }

    @Test
    void controlNumbersDoNotRepeatBetweenRuns() throws Exception {
        List<Path> files = List.of(one(Simulation.of(3).visits(4)));
        Path out = folder.resolve("out");
        assertEquals(SampleEhr.DONE, Terminal.claims(folder, out, files).status());
        assertEquals(SampleEhr.DONE, Terminal.claims(folder, out, files).status());
        List<Path> interchanges = Terminal.interchanges(out);
        assertEquals(2, interchanges.size());
        assertNotEquals(controlNumber(interchanges.get(0)), controlNumber(interchanges.get(1)));
    }

    @Test
    void aPracticeWithoutBillingIsRefusedAndNothingIsWritten() throws Exception {
        Path out = folder.resolve("made/for/it");
        Terminal terminal =
                Terminal.claims(
                        folder,
                        out,
                        List.of(one(Simulation.of(3).visits(4))),
                        "--practice",
                        "elm-park");
        assertEquals(SampleEhr.NOT_ENTITLED, terminal.status());
        assertTrue(terminal.err().startsWith("MSO-1201 at elm-park/billing: "), terminal.err());
        assertTrue(terminal.err().contains("complete"), terminal.err());
        assertEquals("", terminal.out());
        assertTrue(Files.notExists(folder.resolve("made")));
    }

    @Test
    void aPracticeWithoutIntakeIsRefusedAndNothingIsWritten() throws Exception {
        Path out = folder.resolve("out");
        Terminal terminal =
                Terminal.claims(
                        folder,
                        out,
                        List.of(one(Simulation.of(3).visits(4))),
                        "--practice",
                        "cedar-hill");
        assertEquals(SampleEhr.NOT_ENTITLED, terminal.status());
        assertTrue(terminal.err().startsWith("MSO-1201 at cedar-hill/fhir: "), terminal.err());
        assertTrue(terminal.err().contains("essential, complete"), terminal.err());
        assertTrue(Files.notExists(out));
    }

    @Test
    void aRefusalLeavesAnExistingFolderAsItWas() throws Exception {
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(out.resolve(ReportFile.NAME), "before");
        List<Path> files = List.of(one(Simulation.of(3).visits(4)));
        Terminal.claims(folder, out, files, "--practice", "elm-park");
        assertEquals(List.of(out.resolve(ReportFile.NAME)), Terminal.files(out));
        assertEquals("before", Files.readString(out.resolve(ReportFile.NAME)));
    }

    @Test
    void anotherRegistryFileGivesOtherPracticesTheirTiers() throws Exception {
        Path registry = folder.resolve("registry.json");
        try (var sample = SampleMso.registry().open()) {
            String text = new String(sample.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(registry, text.replace("oak-street", "pine-road"));
        }
        List<Path> files = List.of(one(Simulation.of(3).visits(4)));
        String[] tiers = {"--tiers", registry.toString()};
        Terminal unknown = Terminal.claims(folder, folder.resolve("a"), files, tiers);
        assertEquals(SampleEhr.UNUSABLE, unknown.status());
        assertTrue(unknown.err().startsWith("MSO-1202 at oak-street: "), unknown.err());
        Terminal known =
                Terminal.claims(
                        folder,
                        folder.resolve("b"),
                        files,
                        "--practice",
                        "pine-road",
                        tiers[0],
                        tiers[1]);
        assertEquals(SampleEhr.DONE, known.status(), known.err());
        assertTrue(known.out().startsWith("claims ready: 4,"), known.out());
    }

    @Test
    void aSettingThatCannotBeUsedIsToldWithRegistryFilePracticeAndKey() throws Exception {
        Path registry = folder.resolve("registry.json");
        String sound;
        try (var sample = SampleMso.registry().open()) {
            sound = new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Path> files = List.of(one(Simulation.of(3).visits(4)));
        Map<String, String> broken =
                Map.of(
                        "MSO-3101 at %s, practice oak-street, settings.billing.usage: ",
                        sound.replaceFirst("\"usage\": *\"[TP]\"", "\"usage\": \"X\""),
                        "MSO-2013 at %s, practice oak-street, settings.fhir.place-of-service.AMB: ",
                        sound.replaceFirst("\"AMB\": *\"11\"", "\"AMB\": \"office\""));
        for (var each : broken.entrySet()) {
            Files.writeString(registry, each.getValue());
            Terminal terminal =
                    Terminal.claims(
                            folder, folder.resolve("out"), files, "--tiers", registry.toString());
            assertEquals(SampleEhr.UNUSABLE, terminal.status());
            String start = each.getKey().replace("%s", registry.toString());
            assertTrue(terminal.err().startsWith(start), terminal.err());
            assertTrue(Files.notExists(folder.resolve("out")));
        }
    }

    @Test
    void aDataDirectoryThatIsAFileIsToldInWordsOfTheCommandLine() throws Exception {
        Files.writeString(folder.resolve("data"), "mine");
        List<Path> files = List.of(one(Simulation.of(3).visits(4)));
        Terminal terminal = Terminal.claims(folder, folder.resolve("out"), files);
        assertEquals(SampleEhr.UNUSABLE, terminal.status());
        assertTrue(
                terminal.err().startsWith("MSO-1007 at " + folder.resolve("data")), terminal.err());
        assertTrue(!terminal.err().contains("Path)"), terminal.err());
    }

    @Test
    void aRunIntoTheDataDirectoryOfARunningOneIsRefused() throws Exception {
        List<Path> files = List.of(one(Simulation.of(3).visits(4)));
        try (var mso =
                Mso.builder().registry(SampleMso.registry()).data(folder.resolve("data")).start()) {
            Terminal terminal = Terminal.claims(folder, folder.resolve("out"), files);
            assertEquals(SampleEhr.UNUSABLE, terminal.status());
            assertTrue(terminal.err().startsWith("MSO-1008 at "), terminal.err());
            assertEquals("UP", mso.health().status().name());
        }
    }

    private Path one(Simulation simulation) throws IOException {
        return files(simulation.writeTo(folder.resolve("fhir"))).get(0);
    }

    private List<Path> files(Manifest manifest) {
        return manifest.files().stream().map(folder.resolve("fhir")::resolve).toList();
    }

    private static String controlNumber(Path interchange) throws IOException {
        return Structure837P.read(Files.readAllBytes(interchange)).segments().get(0).element(13);
    }

    private static Set<String> errors(JsonNode claim) {
        var codes = new TreeSet<String>();
        for (JsonNode problem : claim.get("problems")) {
            if (problem.get("severity").textValue().equals("error")) {
                codes.add(problem.get("code").textValue());
            }
        }
        return codes;
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    @Test
    void everyDrugThatWasGivenInAVisitGoesOutWithItsNdc() throws Exception {
        Path visits = one(Simulation.of(9).dialect(Dialect.VISITS).visits(60));
        Path out = folder.resolve("out");
        Terminal terminal = Terminal.claims(folder, out, List.of(visits));
        assertEquals(SampleEhr.DONE, terminal.status(), terminal.err());
        String interchange = Files.readString(Terminal.interchanges(out).get(0));
        long given =
                occurrences(
                        Files.readString(visits), "\"resourceType\":\"MedicationAdministration\"");
        assertTrue(given > 0, "drugs in the visits");
        assertEquals(given, occurrences(interchange, "LIN**N4*"));
        assertEquals(given, occurrences(interchange, "*ML~"));
    }

    private static long occurrences(String text, String words) {
        return text.split(Pattern.quote(words), -1).length - 1;
    }
}
