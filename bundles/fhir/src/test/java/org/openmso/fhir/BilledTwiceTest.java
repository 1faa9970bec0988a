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

    /** A claim whose first line, or each line, names a visit. */
    private static ObjectNode naming(String visit, boolean each) {
        ObjectNode claim = claim("2026-10-06");
        for (int item = 0; item < (each ? 2 : 1); item++) {
            Cases.at(claim, "/item/" + item)
                    .putArray("encounter")
                    .addObject()
                    .put("reference", visit);
        }
        return claim;
    }

    private static NamedInput encounter(String id) {
        return Cases.text(
                "encounter.json",
                "{\"resourceType\":\"Encounter\",\"id\":\"" + id + "\",\"status\":\"finished\"}");
    }

    @Test
    void claim_that_names_its_visit_does_not_stop_another_visit_of_the_day() {
        Taken taken = read(input(naming("Encounter/v9", true)), encounter("v9"), visit());
        assertEquals(2, taken.claims.size(), taken.blocked::toString);
    }

    @Test
    void line_that_names_no_visit_stops_a_visit_of_its_day_though_another_line_names_one() {
        ObjectNode claim = naming("Encounter/v9", false);
        Cases.at(claim, "/item/1/servicedPeriod").put("start", "2026-10-06").remove("end");
        assertVisitIsBlocked(read(input(claim), encounter("v9"), visit()));
    }

    @Test
    void claim_that_names_a_visit_that_is_not_here_is_blocked_and_so_is_the_visit_of_the_day() {
        for (boolean first : List.of(true, false)) {
            NamedInput claim = input(naming("Encounter/v9", true));
            Taken taken = first ? read(claim, visit()) : read(visit(), claim);
            assertEquals(List.of(), taken.claims);
            assertEquals(
                    List.of(
                            "MSO-2111 Claim.item[0].encounter[0]",
                            "MSO-2111 Claim.item[1].encounter[0]"),
                    Taken.places(taken.blocked.get("Claim/c-1001")));
            assertEquals(
                    List.of("MSO-2137 Encounter"), Taken.places(taken.blocked.get("Encounter/v1")));
        }
    }

    @Test
    void claim_that_names_something_else_than_a_visit_is_blocked() {
        Taken taken = read(input(naming("#patient", true)));
        assertEquals(
                List.of(
                        "MSO-2118 Claim.item[0].encounter[0]",
                        "MSO-2118 Claim.item[1].encounter[0]"),
                taken.onlyProblems());
    }

    @Test
    void claim_that_has_its_visit_in_itself_stops_the_visit_of_the_day() {
        ObjectNode claim = naming("#visit", true);
        Cases.list(claim, "/contained")
                .addObject()
                .put("resourceType", "Encounter")
                .put("id", "visit")
                .put("status", "finished");
        assertVisitIsBlocked(read(input(claim), visit()));
    }

    @Test
    void visit_that_a_claim_has_in_itself_by_the_same_identifier_is_no_second_claim() {
        ObjectNode claim = naming("#visit", true);
        ObjectNode contained =
                Cases.list(claim, "/contained")
                        .addObject()
                        .put("resourceType", "Encounter")
                        .put("id", "visit")
                        .put("status", "finished");
        contained
                .putArray("identifier")
                .addObject()
                .put("system", "https://ehr.example.org/visits")
                .put("value", "visit-77");
        NamedInput visit =
                Cases.changed(
                        "visit.json",
                        bundle ->
                                Cases.at(bundle, "/entry/0/resource/identifier/0")
                                        .put("system", "https://ehr.example.org/visits"));
        assertEquals("ACCT-1001", read(input(claim), visit).only().number());
        assertEquals("ACCT-1001", read(visit, input(claim)).only().number());
    }

    @Test
    void copy_of_a_visit_that_a_claim_names_is_no_second_claim() {
        NamedInput copy = Cases.text("copy.json", Cases.tree("visit.json").toString());
        NamedInput claim = input(naming("Encounter/v1", true));
        assertEquals("ACCT-1001", read(claim, visit(), copy).only().number());
    }

    @Test
    void other_version_of_a_visit_that_a_claim_names_is_blocked() {
        ObjectNode old = Cases.at(Cases.tree("visit.json"), "/entry/0/resource");
        String claim = naming("Encounter/v1", true) + "\n" + old.put("status", "in-progress");
        Taken taken = read(Cases.text("monday.ndjson", claim), visit());
        assertVisitIsBlocked(taken);
    }

    @Test
    void claim_of_a_patient_without_identifiers_stops_the_visit_by_name_and_date_of_birth() {
        ObjectNode claim = Cases.tree(Cases.CLAIM);
        Cases.at(claim, "/item/0").put("servicedDate", "2026-10-06");
        ObjectNode patient = Cases.at(claim, "/contained/0");
        patient.remove("identifier");
        patient.put("birthDate", "1950-01-02");
        patient.putArray("name").addObject().put("family", "MARSH").putArray("given").add("Ida");
        assertVisitIsBlocked(read(input(claim), Cases.input("visit.json")));
        patient.put("birthDate", "1950-01-03");
        assertEquals(2, read(input(claim), Cases.input("visit.json")).claims.size());
    }

    @Test
    void withdrawn_claim_does_not_stop_the_visit_of_its_day() {
        for (String status : List.of("cancelled", "entered-in-error")) {
            Taken taken = read(input(claim("2026-10-06").put("status", status)), visit());
            assertEquals("VISIT-77", taken.claims.get(0).number());
            assertEquals(List.of("MSO-2114 Claim.status"), taken.onlyBlockedPlaces());
        }
    }

    @Test
    void draft_of_a_claim_stops_the_visit_of_its_day() {
        Taken taken = read(input(claim("2026-10-06").put("status", "draft")), visit());
        assertEquals(List.of(), taken.claims);
        assertEquals(
                List.of("MSO-2114 Claim.status"), Taken.places(taken.blocked.get("Claim/c-1001")));
        assertEquals(
                List.of("MSO-2137 Encounter"), Taken.places(taken.blocked.get("Encounter/v1")));
    }

    @Test
    void draft_or_withdrawn_claim_that_names_its_visit_keeps_it() {
        for (String status : List.of("draft", "cancelled", "entered-in-error")) {
            ObjectNode claim = naming("Encounter/v1", true).put("status", status);
            assertEquals(
                    List.of("MSO-2114 Claim.status"), read(input(claim), visit()).onlyProblems());
        }
    }

    @Test
    void request_for_authorization_does_not_stop_the_visit_in_which_it_was_made() {
        for (String use : List.of("preauthorization", "predetermination")) {
            ObjectNode claim = naming("Encounter/v1", true).put("use", use);
            Taken taken = read(input(claim), visit());
            assertEquals("VISIT-77", taken.claims.get(0).number());
            assertEquals(List.of("MSO-2115 Claim.use"), taken.onlyBlockedPlaces());
        }
    }

    @Test
    void bill_of_the_hospital_does_not_stop_the_visit_of_the_day() {
        ObjectNode claim = claim("2026-10-06");
        Cases.at(claim, "/type/coding/0").put("code", "institutional");
        Taken taken = read(input(claim), visit());
        assertEquals("VISIT-77", taken.claims.get(0).number());
        Cases.at(claim, "/type/coding/0").put("system", "urn:x");
        assertEquals(List.of(), read(input(claim), visit()).claims);
    }

    @Test
    void many_claims_are_all_remembered() {
        var claims = new StringBuilder();
        for (int number = 0; number < 5000; number++) {
            ObjectNode claim = claim("2026-10-06");
            Cases.at(claim, "/contained/0/identifier/0").put("value", number < 4999 ? "x" : "77");
            claim.put("id", "c-" + number);
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
