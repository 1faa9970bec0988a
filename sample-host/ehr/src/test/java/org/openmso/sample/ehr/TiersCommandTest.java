package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TiersCommandTest {
    @Test
    void tiersTellsWhoHasWhat() {
        Terminal terminal = Terminal.type("tiers");
        assertEquals(SampleEhr.DONE, terminal.status(), terminal.err());
        assertTrue(
                terminal.out().matches("(?s).*complete +Complete +billing, fhir\n.*"),
                terminal.out());
        assertTrue(
                terminal.out()
                        .matches(
                                "(?s).*oak-street +Oak Street Family Practice +complete"
                                        + " +service-only +OH\n.*"),
                terminal.out());
        assertTrue(terminal.out().endsWith("Health: UP\n"), terminal.out());
    }

    @Test
    void anotherRegistryFileHasOtherTiers(@TempDir Path folder) throws Exception {
        Path registry =
                Files.writeString(
                        folder.resolve("registry.json"),
                        """
                        {"tiers": [{"id": "none", "name": "Nothing", "capabilities": []}],
                         "practices": [{"id": "pine-road", "name": "Pine Road", "tier": "none",
                           "agreement": {"model": "service-only", "state": "UT", "from": "2026-01-01"}}]}
                        """);
        Terminal terminal = Terminal.type("tiers", "--tiers", registry.toString());
        assertEquals(SampleEhr.DONE, terminal.status(), terminal.err());
        assertTrue(terminal.out().contains("pine-road"), terminal.out());
        assertTrue(terminal.out().matches("(?s).*none +Nothing +none\n.*"), terminal.out());
    }

    @Test
    void aBrokenRegistryFileIsRefusedWithItsLine(@TempDir Path folder) throws Exception {
        Path registry = Files.writeString(folder.resolve("registry.json"), "{\"tiers\": [\n]");
        Terminal terminal = Terminal.type("tiers", "--tiers", registry.toString());
        assertEquals(SampleEhr.UNUSABLE, terminal.status());
        assertTrue(terminal.err().startsWith("MSO-1102 at " + registry), terminal.err());
        assertEquals("", terminal.out());
    }
}
