package org.openmso.sample.ehr.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.host.NamedInput;

/** A rehearsal of nothing but bad candidates: each is sent away, and for its own reason. */
class BadCandidatesTest {
    /** What calls take while nothing changes is not looked at here. */
    private static final Load.Calm SHORT = new Load.Calm(10, 20);

    @TempDir private Path folder;

    @Test
    void everyKindOfBadCandidateIsSentAwayForItsOwnReason() throws Exception {
        Rehearsed rehearsed = rehearsed("billing", 11);
        assertEquals(
                Map.ofEntries(
                        Map.entry("built against a later contract", List.of("MSO-1009")),
                        Map.entry("changed after it was signed", List.of("MSO-1032")),
                        Map.entry("constructor throws", List.of("MSO-1012")),
                        Map.entry("exports a package", List.of("MSO-1010")),
                        Map.entry("import that nobody has", List.of("MSO-1009")),
                        Map.entry("not signed", List.of("MSO-1030")),
                        Map.entry("one name twice in the jar", List.of("MSO-1032")),
                        Map.entry("provider class missing", List.of("MSO-1012")),
                        Map.entry("self-check says down", List.of("MSO-1016")),
                        Map.entry("self-check throws", List.of("MSO-1016")),
                        Map.entry("torn jar", List.of("MSO-1032"))),
                rehearsed.refusals());
        assertTrue(rehearsed.isPassed(), rehearsed::toString);
    }

    @Test
    void aBadRegistryIsSentAwayByTheFileThatItCannotRead() throws Exception {
        Rehearsed rehearsed = rehearsed("registry", 7);
        assertEquals(List.of("MSO-1012"), rehearsed.refusals().get("constructor throws"));
        assertEquals(List.of("MSO-1016"), rehearsed.refusals().get("self-check throws"));
        assertTrue(rehearsed.isPassed(), rehearsed::toString);
    }

    private Rehearsed rehearsed(String capability, int bad) throws InterruptedException {
        NamedInput registry =
                NamedInput.of(
                        "registry.json",
                        () ->
                                BadCandidatesTest.class.getResourceAsStream(
                                        "/org/openmso/sample/ehr/registry.json"));
        return new Rehearsal(
                        new Rehearsal.Plan(Optional.of(capability), bad, 1, 1),
                        SHORT,
                        registry,
                        folder,
                        Clock.systemDefaultZone(),
                        line -> {})
                .run();
    }
}
