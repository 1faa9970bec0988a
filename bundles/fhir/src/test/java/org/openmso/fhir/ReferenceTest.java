package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.host.NamedInput;

/** How references find their resources, and when they must not. */
class ReferenceTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();

    @TempDir Path scratch;

    private FhirIntake intake() {
        return CAPABILITY.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch));
    }

    private static ObjectNode resource(String type, String id) {
        for (JsonNode entry : Cases.tree("searchset.json").get("entry")) {
            JsonNode resource = entry.get("resource");
            if (resource.get("resourceType").asText().equals(type)
                    && resource.get("id").asText().equals(id)) {
                return (ObjectNode) resource;
            }
        }
        throw new AssertionError("no " + type + "/" + id);
    }

    /** All resources of the searchset without one, a line each. */
    private static String without(String type, String id) {
        return StreamSupport.stream(Cases.tree("searchset.json").get("entry").spliterator(), false)
                .map(entry -> entry.get("resource"))
                .filter(
                        resource ->
                                !resource.get("resourceType").asText().equals(type)
                                        || !resource.get("id").asText().equals(id))
                .map(JsonNode::toString)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void resource_of_another_input() {
        Taken taken =
                Taken.from(
                        intake(),
                        Cases.text("claims", without("Patient", "p1")),
                        Cases.text("patients", resource("Patient", "p1").toString()));
        assertEquals("Ida", taken.only().patient().firstName());
    }

    @Test
    void copies_with_other_version_ids_are_the_same_resource() {
        ObjectNode copy = resource("Patient", "p1");
        copy.putObject("meta").put("versionId", "7");
        Taken taken =
                Taken.from(
                        intake(),
                        Cases.text("claims", without("Patient", "p1")),
                        Cases.text("monday", resource("Patient", "p1").toString()),
                        Cases.text("tuesday", copy.toString()));
        assertEquals("Ida", taken.only().patient().firstName());
    }

    @Test
    void different_resources_of_one_id_in_other_inputs_are_ambiguous() {
        ObjectNode other = resource("Patient", "p1");
        other.put("birthDate", "1999-09-09");
        Taken taken =
                Taken.from(
                        intake(),
                        Cases.text("claims", without("Patient", "p1")),
                        Cases.text("here", resource("Patient", "p1").toString()),
                        Cases.text("there", other.toString()));
        assertTrue(
                taken.onlyProblems().contains("MSO-2116 Claim.patient"), taken.blocked::toString);
    }

    @Test
    void resource_of_the_same_input_wins_over_others() {
        ObjectNode other = resource("Patient", "p1");
        other.put("birthDate", "1999-09-09");
        Taken taken =
                Taken.from(
                        intake(),
                        Cases.text("other", other.toString()),
                        Cases.input("searchset.json"));
        assertEquals(1950, taken.only().patient().birthDate().orElseThrow().getYear());
    }

    @Test
    void url_of_another_server_is_not_taken_for_this_one() {
        NamedInput moved =
                Cases.changed(
                        "searchset.json",
                        bundle ->
                                Cases.at(bundle, "/entry/1/resource/patient")
                                        .put("reference", "https://other.example.org/Patient/p1"));
        assertTrue(Taken.from(intake(), moved).onlyProblems().contains("MSO-2111 Claim.patient"));
    }

    @Test
    void two_files_of_one_name_give_two_claims_for_the_scrub_to_judge() {
        Taken taken =
                Taken.from(intake(), Cases.input("searchset.json"), Cases.input("searchset.json"));
        assertEquals(2, taken.claims.size(), taken.blocked::toString);
        assertEquals(taken.claims.get(0), taken.claims.get(1));
    }

    @Test
    void circle_of_organizations_ends() {
        Taken taken =
                Taken.from(
                        intake(),
                        Cases.changed(
                                "searchset.json",
                                bundle -> {
                                    var parent = Cases.at(bundle, "/entry/8/resource");
                                    parent.remove("identifier");
                                    parent.putObject("partOf").put("reference", "Organization/o1");
                                }));
        assertEquals(List.of("MSO-2117 Claim.provider.resolve().partOf"), taken.onlyProblems());
    }

    @Test
    void reference_to_a_resource_that_the_parser_refuses() {
        Taken taken =
                Taken.from(
                        intake(),
                        Cases.text("claims", without("Patient", "p1")),
                        Cases.text(
                                "odd",
                                "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"contained\":[{}]}"));
        assertTrue(
                taken.onlyProblems().contains("MSO-2012 Claim.patient"), taken.blocked::toString);
    }

    @Test
    void encounter_that_a_claim_names_is_no_second_claim() {
        Taken waiting = Taken.from(intake(), Cases.input("searchset.json"));
        assertEquals(1, waiting.report.claims());
        Taken atOnce =
                Taken.from(
                        intake(),
                        Cases.claim(
                                claim ->
                                        Cases.at(claim, "/item/0")
                                                .putArray("encounter")
                                                .addObject()
                                                .put("reference", "Encounter/v1")),
                        Cases.input("visit.json"));
        assertEquals("ACCT-1001", atOnce.only().number());
    }
}
