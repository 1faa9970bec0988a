package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run; longer ones are done by hand, as docs/operating.md shows. */
class BundlesRehearseCommandTest {
    @TempDir private Path folder;

    @Test
    void everyBundleIsReplacedUnderLoadWithoutALostOrWrongCall() throws Exception {
        Path file = folder.resolve("rehearsed.json");
        Terminal terminal =
                Terminal.type(
                        "bundles",
                        "rehearse",
                        "--swaps",
                        "18",
                        "--threads",
                        "2",
                        "--bad-every",
                        "3",
                        "--json",
                        file.toString());
        assertEquals(SampleEhr.DONE, terminal.status(), terminal.out() + terminal.err());
        JsonNode report = new ObjectMapper().readTree(file.toFile());
        var fields = new ArrayList<String>();
        report.fieldNames().forEachRemaining(fields::add);
        assertEquals(
                List.of(
                        "calls",
                        "lost",
                        "wrong",
                        "swaps",
                        "rolledBack",
                        "longestMs",
                        "steadyP999Ms",
                        "loadersAlive"),
                fields);
        assertEquals(0, report.get("lost").asInt());
        assertEquals(0, report.get("wrong").asInt());
        assertEquals(18, report.get("swaps").asInt());
        assertEquals(6, report.get("rolledBack").asInt());
        assertTrue(report.get("calls").asLong() >= 4_000);
        assertTrue(
                report.get("loadersAlive").asInt() <= 3,
                "more than one predecessor of each bundle is in memory: " + report);
        assertEquals(List.of(file), Terminal.files(folder));
        List<String> sentAway =
                terminal.out().lines().filter(line -> line.startsWith("    ")).toList();
        assertEquals(6, sentAway.size(), terminal.out());
        sentAway.forEach(
                line -> assertTrue(line.matches(" {4}[a-z -]+: MSO-[0-9]{4}"), terminal.out()));
    }

    @Test
    void aCapabilityThatNoBundleProvidesIsAnUnusableArgument() {
        Terminal terminal = Terminal.type("bundles", "rehearse", "--capability", "juggling");
        assertEquals(SampleEhr.UNUSABLE, terminal.status());
        assertTrue(
                terminal.err().startsWith("MSO-9005 at --capability: No bundle provides juggling."),
                terminal.err());
        assertTrue(terminal.err().contains("billing, fhir, registry"), terminal.err());
    }

    @Test
    void onAJavaThatIsNoJdkTheMissingPartIsNamedAndNothingIsRehearsed() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Path said = folder.resolve("said");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                // As a JRE has them.
                                "--limit-modules=java.se,jdk.unsupported",
                                "-Djava.io.tmpdir=" + temporary,
                                "-cp",
                                System.getProperty("java.class.path"),
                                SampleEhr.class.getName(),
                                "bundles",
                                "rehearse",
                                "--json=" + folder.resolve("rehearsed.json"))
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            assertTrue(process.waitFor(3, TimeUnit.MINUTES), "it does not end");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(
                List.of(
                        "MSO-9016 at "
                                + System.getProperty("java.home")
                                + ": The rehearsal's candidates cannot be signed: this Java has no jar"
                                + " signer. Fix: Run it with a JDK: it needs keytool and the module"
                                + " jdk.jartool."),
                Files.readAllLines(said));
        assertEquals(SampleEhr.UNUSABLE, process.exitValue());
        assertEquals(List.of(said, temporary), Terminal.files(folder));
        assertEquals(List.of(), Terminal.files(temporary));
    }

    @Test
    void aReportThatCannotBeWrittenIsRefusedBeforeTheRehearsal() throws Exception {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        for (Path file : List.of(taken, folder.resolve("missing/report.json"))) {
            Terminal terminal = Terminal.type("bundles", "rehearse", "--json", file.toString());
            assertEquals(SampleEhr.UNUSABLE, terminal.status());
            assertTrue(terminal.err().startsWith("MSO-9007 at " + file + ": "), terminal.err());
            assertEquals("", terminal.out());
        }
    }
}
