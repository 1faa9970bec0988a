package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.host.NamedInput;

/** One service is billed once, though the EHR sends a Claim and the visit. */
class BilledTwiceTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();

    @TempDir Path scratch;

    private Taken read(NamedInput... inputs) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch)),
                inputs);
    }

    private static void chart(ObjectNode patient) {
        patient.putArray("identifier")
                .addObject()
                .put("system", "https://ehr.example.org/charts")
                .put("value", "77");
    }

    private static NamedInput visit() {
        return Cases.changed("visit.json", bundle -> chart(Cases.at(bundle, "/entry/10/resource")));
    }

    private static ObjectNode claim(String day) {
        ObjectNode claim = Cases.tree(Cases.CLAIM);
        chart(Cases.at(claim, "/contained/0"));
        Cases.at(claim, "/item/0").put("servicedDate", day);
        return claim;
    }

    private static NamedInput input(ObjectNode claim) {
        return Cases.text("claim.json", claim.toString());
    }

    private static void assertVisitIsBlocked(Taken taken) {
        assertEquals(1, taken.claims.size());
        assertEquals(List.of("Encounter/v1"), List.copyOf(taken.blocked.keySet()));
        assertEquals(List.of("MSO-2137 Encounter"), taken.onlyBlockedPlaces());
    }

    @Test
    void visit_of_a_day_that_a_claim_bills_is_blocked_in_either_order() {
        assertVisitIsBlocked(read(visit(), input(claim("2026-10-06"))));
        assertVisitIsBlocked(read(input(claim("2026-10-06")), visit()));
    }

    @Test
    void visit_of_a_patient_whose_claim_waits_is_blocked() {
        ObjectNode claim = claim("2026-10-06");
        Cases.list(claim, "/contained").remove(0);
        Cases.at(claim, "/patient").put("reference", "Patient/p1");
        Cases.at(claim, "/contained/3/beneficiary").put("reference", "Patient/p1");
        assertVisitIsBlocked(read(input(claim), Cases.input("visit.json")));
    }

    @Test
    void visit_within_the_days_of_a_line_is_blocked() {
        ObjectNode claim = claim("2026-10-01");
        Cases.at(claim, "/item/1/servicedPeriod").put("end", "2026-10-08");
        assertVisitIsBlocked(read(input(claim), visit()));
    }

    @Test
    void visit_of_another_day_is_billed() {
        assertEquals(2, read(input(claim("2026-10-05")), visit()).claims.size());
    }

    @Test
    void claim_that_names_its_visit_does_not_stop_another_visit_of_the_day() {
        ObjectNode claim = claim("2026-10-06");
        Cases.at(claim, "/item/0")
                .putArray("encounter")
                .addObject()
                .put("reference", "Encounter/v9");
        assertEquals(2, read(input(claim), visit()).claims.size());
    }

    @Test
    void draft_of_a_claim_does_not_stop_the_visit() {
        ObjectNode claim = claim("2026-10-06").put("status", "cancelled");
        Taken taken = read(input(claim), visit());
        assertEquals("VISIT-77", taken.claims.get(0).number());
    }

    @Test
    void many_claims_are_all_remembered() {
        var claims = new StringBuilder();
        for (int number = 0; number < 5000; number++) {
            ObjectNode claim = claim("2026-10-06");
            Cases.at(claim, "/contained/0/identifier/0").put("value", number < 4999 ? "x" : "77");
            claims.append(claim).append('\n');
        }
        Taken taken = read(Cases.text("claims.ndjson", claims.toString()), visit());
        assertEquals(List.of("MSO-2137 Encounter"), taken.onlyBlockedPlaces());
    }

    @Test
    void charges_beyond_what_one_id_can_have_block_the_visit() {
        var charges = new StringBuilder();
        ObjectNode charge = Cases.at(Cases.tree("visit.json"), "/entry/2/resource");
        for (int number = 0; number <= ResourceStore.MOST_LINKED; number++) {
            charges.append(charge.put("id", "more-" + number)).append('\n');
        }
        Taken taken = read(Cases.text("charges.ndjson", charges.toString()), visit());
        assertTrue(taken.onlyBlockedPlaces().contains("MSO-2139 Encounter"));
    }

    @Test
    void claim_and_visit_of_one_id_have_different_numbers() {
        ObjectNode claim = claim("2026-10-01").put("id", "17");
        claim.remove("identifier");
        NamedInput visit =
                Cases.changed(
                        "visit.json",
                        bundle -> {
                            Cases.at(bundle, "/entry/0/resource").put("id", "17");
                            Cases.at(bundle, "/entry/0/resource").remove("identifier");
                            for (int entry : List.of(1, 2)) {
                                Cases.at(bundle, "/entry/" + entry + "/resource/context")
                                        .put("reference", "Encounter/17");
                            }
                        });
        Taken taken = read(input(claim), visit);
        assertEquals(
                List.of("17", "E-17"), taken.claims.stream().map(found -> found.number()).toList());
    }
}
