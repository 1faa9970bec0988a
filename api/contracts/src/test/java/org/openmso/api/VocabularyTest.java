package org.openmso.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words that all contracts share. */
class VocabularyTest {
    private static final ManagementAgreement AGREEMENT =
            new ManagementAgreement(MsoModel.SERVICE_ONLY, "OH", LocalDate.of(2026, 1, 1));

    @Test
    void aProblemPrintsCodePlaceCauseAndFix() {
        assertEquals(
                "MSO-1102 at r.json line 3: This is not JSON. Fix: Mend it.",
                Problem.error("MSO-1102", "r.json line 3", "This is not JSON.", "Mend it.")
                        .toString());
        assertEquals(
                "MSO-1206: OpenMSO was closed. Fix: Start it again.",
                Problem.error("MSO-1206", "", "OpenMSO was closed.", "Start it again.").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "MSO-1", "mso-1102", "MSO-11022", "MSO-1102 ", "M-1102", "1MSO-1102"})
    void aProblemsCodeHasOneForm(String code) {
        assertThrows(IllegalArgumentException.class, () -> Problem.error(code, "", "cause", "fix"));
    }

    @Test
    void anotherAuthorsCodesHaveTheirOwnPrefix() {
        assertEquals("ACME2-0001", Problem.error("ACME2-0001", "", "cause", "fix").code());
    }

    @Test
    void aWarningIsNoError() {
        assertFalse(Problem.warning("MSO-1102", "", "cause", "fix").isError());
        assertTrue(Problem.error("MSO-1102", "", "cause", "fix").isError());
    }

    @Test
    void aProblemHasNoNull() {
        assertThrows(
                NullPointerException.class, () -> Problem.error("MSO-1102", null, "cause", "fix"));
        assertThrows(NullPointerException.class, () -> Problem.error("MSO-1102", "", null, "fix"));
        assertThrows(
                NullPointerException.class, () -> Problem.error("MSO-1102", "", "cause", null));
    }

    @Test
    void anExceptionKeepsItsProblemWhenItIsSentToAnotherProcess() throws Exception {
        Problem problem = Problem.error("MSO-1201", "oak-street/billing", "No.", "Ask.");
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(new NotEntitled(problem));
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            var read = (NotEntitled) in.readObject();
            assertEquals(problem, read.problem());
            assertEquals("MSO-1201", read.code());
        }
    }

    @Test
    void anExceptionIsItsProblemInOneLine() {
        Problem problem = Problem.error("MSO-1201", "oak-street/billing", "No.", "Ask.");
        var cause = new IllegalStateException("why");
        for (MsoException e :
                List.of(
                        new NotEntitled(problem, cause),
                        new UnknownPractice(problem, cause),
                        new CapabilityUnavailable(problem, cause),
                        new InvalidRegistry(problem, cause),
                        new InvalidSettings(problem, cause),
                        new LaunchFailed(problem, cause),
                        new OutputFailed(problem, cause))) {
            assertEquals("MSO-1201", e.code());
            assertEquals(problem, e.problem());
            assertEquals(problem.toString(), e.getMessage());
            assertEquals(cause, e.getCause());
        }
    }

    @Test
    void anActorNeedsAnId() {
        assertThrows(IllegalArgumentException.class, () -> Actor.practice(" "));
        assertEquals(Actor.Side.MSO, Actor.mso("a-1").side());
        assertEquals(Actor.Side.SYSTEM, Actor.system("nightly").side());
        assertThrows(NullPointerException.class, () -> new Actor("a-1", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-oak", "Oak", "oak street", "oak/street", "oak.street", "\u00f6ak"})
    void aPracticesIdIsOneThatPeopleType(String id) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Practice(id, "Oak Street", "plus", AGREEMENT, Map.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Practice("oak", "Oak Street", id, AGREEMENT, Map.of()));
    }

    @Test
    void aPracticesIdHasAtMost63Characters() {
        assertEquals(63, practice("x".repeat(63)).id().length());
        assertThrows(IllegalArgumentException.class, () -> practice("x".repeat(64)));
    }

    private static Practice practice(String id) {
        return new Practice(id, "Oak Street", "plus", AGREEMENT, Map.of());
    }

    @Test
    void aPracticesSettingsAreItsOwnCopy() {
        var keys = new HashMap<>(Map.of("usage", "T"));
        var settings = new HashMap<String, Map<String, String>>(Map.of("billing", keys));
        var practice = new Practice("oak", "Oak Street", "plus", AGREEMENT, settings);
        keys.put("usage", "P");
        settings.clear();
        assertEquals(Map.of("usage", "T"), practice.settings("billing"));
        assertEquals(Map.of(), practice.settings("fhir"));
        assertThrows(
                UnsupportedOperationException.class, () -> practice.settings("billing").clear());
        assertThrows(UnsupportedOperationException.class, () -> practice.settings().clear());
    }

    @Test
    void aTierSortsAndKeepsItsCapabilities() {
        var capabilities = new HashSet<>(Set.of("fhir", "billing"));
        var tier = new Tier("plus", "Plus", capabilities);
        capabilities.clear();
        assertEquals(List.of("billing", "fhir"), new ArrayList<>(tier.capabilities()));
        assertTrue(tier.includes("fhir"));
        assertFalse(tier.includes("coding"));
        assertThrows(UnsupportedOperationException.class, () -> tier.capabilities().clear());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Oh", "OHI", "O1"})
    void aStateIsTwoCapitalLetters(String state) {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new ManagementAgreement(
                                MsoModel.SERVICE_ONLY, state, LocalDate.of(2026, 1, 1)));
    }

    @Test
    void healthKeepsItsReasons() {
        Problem problem = Problem.warning("MSO-1016", "billing.jar", "Down.", "Look.");
        assertEquals(List.of(), Health.up().problems());
        assertEquals(Health.Status.DEGRADED, Health.degraded(problem).status());
        assertEquals(List.of(problem), Health.down(problem).problems());
    }
}
