package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    @ParameterizedTest
    @CsvSource({
        "MSO-9001, bill",
        "MSO-9001, Claims",
        "MSO-9002, claims monday.json --dir monday",
        "MSO-9002, claims monday.json -o monday",
        "MSO-9002, tiers --practice oak-street",
        "MSO-9002, --speed 3",
        "MSO-9001, bundles",
        "MSO-9001, bundles juggle",
        "MSO-9002, bundles verify a.jar --strict",
        "MSO-9003, bundles verify --json",
        "MSO-9005, bundles verify a.jar --json=yes",
        "MSO-9005, bundles verify a.jar --json --json",
        "MSO-9005, bundles verify a.jar --against",
        "MSO-9008, bundles verify a.jar b.jar",
        "MSO-9003, bundles plan",
        "MSO-9003, bundles apply --json",
        "MSO-9008, bundles apply a.jar b.jar",
        "MSO-9008, bundles list a.jar",
        "MSO-9008, bundles history a.jar",
        "MSO-9008, bundles remove",
        "MSO-9008, bundles remove one other",
        "MSO-9002, bundles list --password secret",
        "MSO-9005, bundles list --trust",
        "MSO-9005, bundles list --trust a.p12 --unsigned-for-development",
        "MSO-9015, bundles list --trust missing.p12",
        "MSO-9002, bundles rehearse --data folder",
        "MSO-9005, bundles rehearse --swaps 0",
        "MSO-9005, bundles rehearse --threads none",
        "MSO-9005, bundles rehearse --bad-every -1",
        "MSO-9008, bundles rehearse a.jar",
        "MSO-9003, claims",
        "MSO-9003, claims --out monday",
        "MSO-9005, claims monday.json --out",
        "MSO-9005, claims monday.json --out=",
        "MSO-9005, claims monday.json --practice --out monday",
        "MSO-9005, claims monday.json --out -- --practice",
        "MSO-9005, claims monday.json --out a --out b",
        "MSO-9005, --visits many",
        "MSO-9005, --visits 3",
        "MSO-9005, --date 2026-02-30",
        "MSO-9005, --date tomorrow",
        "MSO-9005, --seed 99999999999999999999",
        "MSO-9008, tiers monday.json",
        "MSO-9008, day monday.json",
    })
    void everyUnusableCommandLineHasACodeAPlaceAndAFix(String code, String line) {
        Terminal terminal = Terminal.type(line.split(" "));
        assertEquals(SampleEhr.UNUSABLE, terminal.status(), terminal.err());
        assertTrue(
                terminal.err().matches(code + " at [^:]+: [^\n]+\\. Fix: [^\n]+\\.\n"),
                terminal.err());
        assertEquals("", terminal.out());
    }

    @Test
    void anEmptyWordIsNoFile() {
        Terminal terminal = Terminal.type("claims", "monday.json", "");
        assertEquals(SampleEhr.UNUSABLE, terminal.status());
        assertTrue(terminal.err().startsWith("MSO-9008 at word 2: "), terminal.err());
    }

    @Test
    void anOptionInPlaceOfAValueIsNoValue() {
        Terminal terminal = Terminal.type("claims", "a.json", "--practice", "--out", "b");
        assertTrue(
                terminal.err().startsWith("MSO-9005 at --practice: It has no value. "),
                terminal.err());
    }

    @Test
    void optionsStandAnywhereAndWithEqualsSign() {
        var arguments =
                new Arguments(
                        "claims",
                        List.of("a.json", "--out", "x y", "b.json", "--practice=elm-park"),
                        ClaimsCommand.OPTIONS);
        assertEquals(List.of("a.json", "b.json"), arguments.files());
        assertEquals(Path.of("x y"), arguments.path("out").orElseThrow());
        assertEquals("elm-park", arguments.text("practice", "oak-street"));
    }

    @Test
    void afterTwoHyphensEveryWordIsAFile() {
        var arguments =
                new Arguments("claims", List.of("--", "--out", "-x"), ClaimsCommand.OPTIONS);
        assertEquals(List.of("--out", "-x"), arguments.files());
    }

    @Test
    void helpShowsEveryCommandAndOption() {
        Terminal terminal = Terminal.type("claims", "--help");
        assertEquals(SampleEhr.DONE, terminal.status());
        for (String word :
                List.of(
                        "day",
                        "claims",
                        "tiers",
                        "bundles verify",
                        "bundles list",
                        "bundles remove",
                        "bundles rehearse",
                        "bundles offered",
                        "bundles index",
                        "--from",
                        "--plain-http",
                        "--publisher",
                        "--number",
                        "--days",
                        "--trust",
                        "--unsigned-for-development",
                        "--practice",
                        "--out",
                        "--tiers",
                        "--data",
                        "--against",
                        "--json")) {
            assertTrue(terminal.out().contains(word), word);
        }
        assertEquals(terminal.out(), Terminal.type("help").out());
    }

    @Test
    void aFileAsOutputDirectoryIsRefusedBeforeAnythingIsRead(@TempDir Path folder)
            throws Exception {
        Path file = Files.writeString(folder.resolve("results"), "mine");
        Terminal terminal = Terminal.claims(folder, file, List.of(folder.resolve("none.json")));
        assertEquals(SampleEhr.UNUSABLE, terminal.status());
        assertTrue(terminal.err().startsWith("MSO-9004 at " + file), terminal.err());
        assertTrue(terminal.err().contains("there is a file of that name"), terminal.err());
        assertTrue(!terminal.err().contains("Exception"), terminal.err());
        assertEquals("mine", Files.readString(file));
    }
}
