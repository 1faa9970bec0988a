package org.openmso.sample.ehr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.MsoException;
import org.openmso.api.Problem;
import org.openmso.embed.SwapOutcome;
import org.openmso.sample.ehr.rehearsal.Successors;

/**
 * An operator's commands, one after the other on one data directory, as in processes of their own.
 */
class BundlesOperatingTest {
    private static final String BILLING = "org.openmso.billing";

    @TempDir private static Path author;
    private static Successors successors;
    private static Path trusted;

    @TempDir private Path folder;

    @BeforeAll
    static void somebodyIsTrusted() throws Exception {
        successors = new Successors(author, Terminal.EVENING);
        trusted = successors.trusted();
    }

    private Terminal trusting(String... words) {
        return type(List.of("--trust", trusted.toString()), words);
    }

    private Terminal type(List<String> more, String... words) {
        var all = new ArrayList<String>(List.of("bundles"));
        all.addAll(List.of(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        all.addAll(more);
        return Terminal.type(all.toArray(String[]::new));
    }

    private JsonNode billing(String... more) throws Exception {
        Terminal terminal = type(List.of(more), "list", "--json");
        assertEquals(SampleEhr.DONE, terminal.status(), terminal.err());
        for (JsonNode bundle : new ObjectMapper().readTree(terminal.out()).get("bundles")) {
            if (bundle.get("name").asText().equals(BILLING)) {
                return bundle;
            }
        }
        throw new AssertionError(terminal.out());
    }

    @Test
    void whatOneCommandAppliesTheNextFindsInServiceUntilItIsRemoved() throws Exception {
        String jar = successors.next().toString();
        String version = jar.replaceAll(".*-candidate-(\\d+)\\.jar", "0.1.$1");

        Terminal plan = trusting("plan", jar);
        assertEquals(SampleEhr.DONE, plan.status(), plan.err());
        assertTrue(
                plan.out().startsWith(BILLING + " " + version + " would take the place of "),
                plan.out());
        assertTrue(plan.out().contains("Capabilities: billing; practices: 3.\n  1. Install "));
        assertTrue(billing("--trust", trusted.toString()).get("hosts").asBoolean());

        Terminal apply = trusting("apply", jar);
        assertEquals(SampleEhr.DONE, apply.status(), apply.err());
        assertEquals("In service: " + BILLING + " " + version + ".\n", apply.out());
        assertEquals("", apply.err());

        JsonNode billing = billing("--trust", trusted.toString());
        assertEquals(version, billing.get("version").asText());
        assertEquals("in-service", billing.get("state").asText());
        assertFalse(billing.get("hosts").asBoolean());

        Terminal again = trusting("apply", jar);
        assertEquals(SampleEhr.DONE, again.status());
        assertEquals(BILLING + " " + version + " serves already: nothing was done.\n", again.out());

        Terminal remove = trusting("remove", BILLING);
        assertEquals(SampleEhr.DONE, remove.status(), remove.err());
        assertEquals("Taken out: " + BILLING + " " + version + ".\n", remove.out());
        assertTrue(billing("--trust", trusted.toString()).get("hosts").asBoolean());

        Terminal history = trusting("history");
        assertTrue(
                history.out()
                        .matches(
                                "(?s)NO +AT +ACTION +BUNDLE +VERSION +REASON\n"
                                        + "1 +2026-11-02T18:00:00Z +applied +"
                                        + BILLING
                                        + " +"
                                        + version
                                        + "\n2 +2026-11-02T18:00:00Z +removed +"
                                        + BILLING
                                        + " +"
                                        + version
                                        + "\n"),
                history.out());
    }

    @Test
    void whoDoesNotNameTheSignerGetsTheHostsOwnAndIsToldWhy() throws Exception {
        trusting("apply", successors.next().toString());
        assertTrue(billing().get("hosts").asBoolean());
        Terminal list = type(List.of(), "list");
        assertTrue(list.out().contains("Health: DEGRADED\n  MSO-1043 at " + BILLING), list.out());
    }

    @Test
    void aCandidateThatFailsIsRolledBackAndEndsInStatusOne() throws Exception {
        Terminal apply = trusting("apply", successors.down().toString(), "--json");
        assertEquals(SampleEhr.FAILED, apply.status(), apply.err());
        JsonNode outcome = new ObjectMapper().readTree(apply.out());
        assertEquals("rolled-back", outcome.get("result").asText());
        assertEquals(BILLING, outcome.get("name").asText());
        assertEquals("MSO-1016", outcome.get("problems").get(0).get("code").asText());
        assertEquals("", apply.err());
        assertTrue(billing("--trust", trusted.toString()).get("hosts").asBoolean());

        Terminal history = trusting("history", "--json");
        JsonNode record = new ObjectMapper().readTree(history.out()).get("history").get(0);
        assertEquals("rolled-back", record.get("action").asText());
        assertEquals("MSO-1016", record.get("reason").asText());
    }

    @Test
    void anUnsignedJarIsRefusedUnlessDevelopmentIsSaidInWords() throws Exception {
        String jar = successors.unsigned().toString();
        Terminal plan = trusting("plan", jar, "--json");
        assertEquals(SampleEhr.FAILED, plan.status());
        JsonNode planned = new ObjectMapper().readTree(plan.out());
        assertEquals("refuse", planned.get("action").asText());
        assertEquals("MSO-1030", planned.get("problems").get(0).get("code").asText());

        Terminal refused = trusting("apply", jar);
        assertEquals(SampleEhr.FAILED, refused.status());
        assertTrue(refused.out().startsWith("Refused: "), refused.out());
        assertTrue(refused.out().contains("\n  MSO-1030 at "), refused.out());

        List<String> development = List.of("--unsigned-for-development");
        assertEquals(SampleEhr.DONE, type(development, "apply", jar).status());
        Terminal list = type(development, "list");
        assertTrue(list.out().contains("  MSO-1033"), list.out());
        assertTrue(
                list.out()
                        .lines()
                        .anyMatch(it -> it.startsWith(BILLING) && it.contains("  operator  ")),
                list.out());
    }

    @Test
    void whatATierInUseIncludesIsTakenOutOnlyWhenThatIsSaidAndCanBeRestored() throws Exception {
        Terminal refused = trusting("remove", BILLING);
        assertEquals(SampleEhr.FAILED, refused.status());
        assertTrue(refused.out().contains("\n  MSO-1034 at " + BILLING), refused.out());
        assertEquals("in-service", billing().get("state").asText());

        Terminal removed = trusting("remove", BILLING, "--in-use");
        assertEquals(SampleEhr.DONE, removed.status(), removed.err());
        assertTrue(removed.out().startsWith("Taken out: " + BILLING + " "), removed.out());
        assertEquals("removed", billing().get("state").asText());

        Terminal restored = trusting("restore", BILLING);
        assertEquals(SampleEhr.DONE, restored.status(), restored.err());
        assertTrue(restored.out().startsWith("In service: " + BILLING + " "), restored.out());
        assertEquals("in-service", billing().get("state").asText());
    }

    @Test
    void aChangeThatIsNotKeptIsToldAndCountsAsFailed() {
        var outcome =
                new SwapOutcome(
                        SwapOutcome.Result.NOT_KEPT,
                        BILLING,
                        "2.0.0",
                        List.of(Problem.error("MSO-1049", BILLING, "Not written.", "Free space.")));
        var text = new ByteArrayOutputStream();
        BundlesChangeCommand.print(outcome, "In service: ", new PrintStream(text, true, UTF_8));
        assertEquals(
                "In service: " + BILLING + " 2.0.0, until the next start: it was not written down.",
                text.toString(UTF_8).lines().findFirst().orElseThrow());
        assertFalse(outcome.isDone(), "the exit status follows from this");
    }

    @Test
    void removingWhatIsNotThereIsRefused() {
        Terminal terminal = trusting("remove", "org.openmso.juggling");
        assertEquals(SampleEhr.FAILED, terminal.status());
        assertTrue(
                terminal.out().startsWith("Refused: org.openmso.juggling. Nothing was changed.\n"),
                terminal.out());
        assertTrue(trusting("history").out().equals("Nothing was changed yet.\n"));
    }

    @Test
    void aJarThatIsNotThereIsAnUnusableArgument() {
        String missing = folder.resolve("missing.jar").toString();
        for (String command : List.of("plan", "apply")) {
            Terminal terminal = trusting(command, missing);
            assertEquals(SampleEhr.UNUSABLE, terminal.status());
            assertTrue(terminal.err().startsWith("MSO-9014 at " + missing + ": "), terminal.err());
        }
    }

    @Test
    void aKeyStoreMustShowItsCertificates() throws Exception {
        Path hidden = successors.trustedByPassword();
        assertEquals(1, TrustOptions.signedBy(hidden, Successors.PASSWORD).anchors().size());
        assertEquals(1, TrustOptions.signedBy(trusted, null).anchors().size());
        Path text = Files.writeString(folder.resolve("notes.p12"), "no key store");
        for (Path unusable : List.of(hidden, text, folder.resolve("missing.p12"))) {
            var refusal =
                    assertThrows(MsoException.class, () -> TrustOptions.signedBy(unusable, null));
            assertEquals("MSO-9015", refusal.code());
        }
        assertEquals(
                "MSO-9015",
                assertThrows(
                                MsoException.class,
                                () -> TrustOptions.signedBy(hidden, "another password"))
                        .code());
    }
}
