package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.sample.simulator.Dialect;

class DayCommandTest {
    @Test
    void theDayFindsEveryPlantedFaultAndLeavesItsFiles(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("day");
        Terminal terminal = Terminal.type("--out", out.toString());
        assertEquals(SampleEhr.DONE, terminal.status(), terminal.err() + terminal.out());
        assertEquals("", terminal.err());
        for (String said :
                List.of(
                        "Oak Street Family Practice (made up), Monday, November 2, 2026\n",
                        "OpenMSO started inside this EHR in ",
                        "faults that were planted were found, and no other.\n",
                        "Elm Park Pediatrics asks for billing and is refused:\n  MSO-1201 at ",
                        "Health: UP\n",
                        "Files: " + out + "\n")) {
            assertTrue(terminal.out().contains(said), said + " in " + terminal.out());
        }
        for (Dialect dialect : Dialect.values()) {
            Path place = out.resolve(DialectRun.name(dialect));
            assertTrue(Files.exists(place.resolve(ReportFile.NAME)), place.toString());
            assertEquals(1, Terminal.interchanges(place).size());
        }
        assertTrue(Files.notExists(out.resolve("refused")));
    }

    @Test
    void anotherDaySeedAndSizeAreADayToo(@TempDir Path folder) {
        Path out = folder.resolve("day");
        Terminal terminal =
                Terminal.type(
                        "day",
                        "--date",
                        "2025-02-28",
                        "--seed",
                        "-4",
                        "--visits",
                        "90",
                        "--out",
                        out.toString());
        assertEquals(SampleEhr.DONE, terminal.status(), terminal.err() + terminal.out());
        assertTrue(terminal.out().contains("Friday, February 28, 2025"), terminal.out());
        assertTrue(terminal.out().contains("no other."), terminal.out());
    }

    @Test
    void aPracticeWithoutBillingHasNoSuchDay(@TempDir Path folder) {
        Terminal terminal =
                Terminal.type("--practice", "elm-park", "--out", folder.resolve("day").toString());
        assertEquals(SampleEhr.NOT_ENTITLED, terminal.status());
        assertTrue(terminal.err().startsWith("MSO-1201 at elm-park/billing"), terminal.err());
    }
}
