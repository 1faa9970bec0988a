package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.host.NamedInput;

/**
 * A Claim that is blocked because nobody can tell its patient, or its day, is mended and billed
 * later: the visit that it may bill waits for that.
 */
class UnclearClaimTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final String DAY_OF_THE_VISIT = "2026-10-06";
    private static final List<String> WAITS = List.of("MSO-2160 Encounter");

    @TempDir Path scratch;

    private Taken read(NamedInput... inputs) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch)),
                inputs);
    }

    /** A claim that names no visit, with one line. */
    private static NamedInput claim(Consumer<ObjectNode> change) {
        return Cases.claim(
                claim -> {
                    Cases.list(claim, "/item").remove(1);
                    Cases.at(claim, "/item/0").put("servicedDate", DAY_OF_THE_VISIT);
                    claim.remove("billablePeriod");
                    change.accept(claim);
                });
    }

    private static void ofMarsh(ObjectNode claim) {
        ObjectNode patient = Cases.at(claim, "/contained/0");
        patient.put("birthDate", "1950-01-02");
        patient.putArray("name").addObject().put("family", "Marsh").putArray("given").add("Ida");
    }

    private static void withoutPatient(ObjectNode claim) {
        Cases.at(claim, "/patient").put("reference", "Patient/nobody");
    }

    private static void withoutDay(ObjectNode claim) {
        Cases.at(claim, "/item/0").remove("servicedDate");
    }

    /** The claim is blocked by itself; of the visit's problems, those expected, in either order. */
    private void assertVisit(List<String> expected, Consumer<ObjectNode> change) {
        NamedInput visit = Cases.input("visit.json");
        for (Taken taken : List.of(read(claim(change), visit), read(visit, claim(change)))) {
            assertTrue(taken.blocked.containsKey("Claim/c-1001"), taken.blocked::toString);
            assertEquals(
                    expected, Taken.places(taken.blocked.getOrDefault("Encounter/v1", List.of())));
            assertEquals(expected.isEmpty() ? 1 : 0, taken.claims.size());
        }
    }

    @Test
    void visit_waits_for_a_claim_of_its_day_whose_patient_is_not_here() {
        assertVisit(WAITS, UnclearClaimTest::withoutPatient);
        assertVisit(WAITS, claim -> claim.remove("patient"));
    }

    @Test
    void visit_waits_for_a_claim_of_its_day_whose_patient_has_no_name_or_birth_date() {
        assertVisit(
                WAITS,
                claim -> {
                    Cases.at(claim, "/contained/0").remove("name");
                    claim.put("status", "draft");
                });
    }

    @Test
    void visit_of_another_day_does_not_wait_for_a_claim_whose_patient_is_not_here() {
        assertVisit(
                List.of(),
                claim -> {
                    withoutPatient(claim);
                    Cases.at(claim, "/item/0").put("servicedDate", "2026-10-07");
                });
    }

    @Test
    void visit_waits_for_a_claim_of_its_patient_that_tells_no_day() {
        assertVisit(
                WAITS,
                claim -> {
                    ofMarsh(claim);
                    withoutDay(claim);
                });
        assertVisit(
                WAITS,
                claim -> {
                    ofMarsh(claim);
                    Cases.at(claim, "/item/0").put("servicedDate", "2026-10");
                });
        assertVisit(
                WAITS,
                claim -> {
                    ofMarsh(claim);
                    claim.remove("item");
                });
    }

    @Test
    void visit_of_another_patient_does_not_wait_for_a_claim_that_tells_no_day() {
        assertVisit(List.of(), UnclearClaimTest::withoutDay);
    }

    @Test
    void every_visit_waits_for_a_claim_that_tells_neither_patient_nor_day() {
        assertVisit(
                WAITS,
                claim -> {
                    withoutPatient(claim);
                    withoutDay(claim);
                });
    }

    @Test
    void no_visit_waits_for_a_claim_that_bills_nothing_or_bills_for_a_hospital() {
        List<Consumer<ObjectNode>> changes =
                List.of(
                        claim -> claim.put("status", "cancelled"),
                        claim -> claim.put("use", "preauthorization"),
                        claim -> Cases.at(claim, "/type/coding/0").put("code", "institutional"));
        for (Consumer<ObjectNode> change : changes) {
            assertVisit(
                    List.of(),
                    claim -> {
                        withoutPatient(claim);
                        withoutDay(claim);
                        change.accept(claim);
                    });
        }
    }

    @Test
    void no_visit_waits_for_a_claim_that_names_its_visit() {
        NamedInput other =
                Cases.text(
                        "other.json",
                        "{\"resourceType\":\"Encounter\",\"id\":\"v9\",\"status\":\"finished\"}");
        Taken taken =
                read(
                        other,
                        Cases.input("visit.json"),
                        claim(
                                claim -> {
                                    withoutPatient(claim);
                                    withoutDay(claim);
                                    Cases.at(claim, "/item/0")
                                            .putArray("encounter")
                                            .addObject()
                                            .put("reference", "Encounter/v9");
                                }));
        assertEquals(1, taken.claims.size(), taken.blocked::toString);
    }

    @Test
    void message_tells_what_of_the_claim_is_unclear_and_nothing_of_the_patient() {
        Taken taken = read(claim(UnclearClaimTest::withoutPatient), Cases.input("visit.json"));
        assertEquals(
                "A Claim of the same day tells neither a visit of the inputs nor, in a way that can"
                        + " be read, its patient.",
                taken.blocked.get("Encounter/v1").get(0).message());
    }
}
