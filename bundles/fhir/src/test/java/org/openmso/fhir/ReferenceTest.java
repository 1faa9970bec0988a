package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
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

    /** Two versions of the patient in one file, with the claim that refers to one of them. */
    private Taken versions(String reference, boolean byMeta) {
        ObjectNode bundle = Cases.tree("searchset.json");
        Cases.at(bundle, "/entry/1/resource/patient").put("reference", reference);
        for (JsonNode entry : bundle.get("entry")) {
            if (entry.at("/resource/id").asText().equals("p1")) {
                ObjectNode second = entry.deepCopy();
                Cases.at(second, "/resource").put("birthDate", "1951-01-02");
                if (byMeta) {
                    Cases.at(entry, "/resource").putObject("meta").put("versionId", "1");
                    Cases.at(second, "/resource").putObject("meta").put("versionId", "2");
                } else {
                    String url = entry.get("fullUrl").asText();
                    ((ObjectNode) entry).put("fullUrl", url + "/_history/1");
                    second.put("fullUrl", url + "/_history/2");
                }
                Cases.list(bundle, "/entry").add(second);
                break;
            }
        }
        return Taken.from(intake(), Cases.text("versions", bundle.toString()));
    }

    private static void assertBorn(int year, Taken taken) {
        int born =
                taken.claims.stream()
                        .map(claim -> claim.patient().birthDate().orElseThrow().getYear())
                        .findFirst()
                        .orElse(0);
        assertEquals(year, born, taken.blocked::toString);
    }

    @Test
    void versioned_reference_leads_to_the_version_meant() {
        for (boolean byMeta : List.of(true, false)) {
            assertBorn(1950, versions("Patient/p1/_history/1", byMeta));
            assertBorn(1951, versions("Patient/p1/_history/2", byMeta));
            assertBorn(
                    1951, versions("https://ehr.example.org/fhir/Patient/p1/_history/2", byMeta));
        }
    }

    @Test
    void reference_without_version_to_two_versions_is_ambiguous() {
        Taken taken = versions("Patient/p1", true);
        assertTrue(
                taken.onlyProblems().contains("MSO-2116 Claim.patient"), taken.blocked::toString);
    }

    @Test
    void reference_to_a_version_that_is_not_here_is_not_taken_for_another_version() {
        Taken taken = versions("Patient/p1/_history/3", true);
        assertTrue(
                taken.onlyProblems().contains("MSO-2111 Claim.patient"), taken.blocked::toString);
    }

    @Test
    void urn_in_capitals_is_the_same_urn() {
        Taken taken =
                Taken.from(
                        intake(),
                        Cases.text(
                                "transaction.json",
                                new String(Cases.bytes("transaction.json"), StandardCharsets.UTF_8)
                                        .replaceAll(
                                                "(\"reference\": *\")urn:uuid:", "$1URN:UUID:")));
        assertEquals("TX-1", taken.only().number());
    }

    @Test
    void uuid_in_capitals_is_the_same_uuid_and_the_host_of_a_url_has_no_case() {
        ObjectNode bundle = Cases.tree("searchset.json");
        for (JsonNode entry : bundle.get("entry")) {
            if (entry.at("/resource/id").asText().equals("p1")) {
                ((ObjectNode) entry)
                        .put("fullUrl", "urn:uuid:0a0b0c0d-1111-4222-8333-abcdefabcdef");
            }
        }
        Cases.at(bundle, "/entry/1/resource/patient")
                .put("reference", "Urn:Uuid:0A0B0C0D-1111-4222-8333-ABCDEFABCDEF");
        assertEquals(
                "Ida",
                Taken.from(intake(), Cases.text("b", bundle.toString()))
                        .only()
                        .patient()
                        .firstName());
        NamedInput capitals =
                Cases.changed(
                        "searchset.json",
                        tree ->
                                Cases.at(tree, "/entry/1/resource/patient")
                                        .put(
                                                "reference",
                                                "HTTPS://EHR.example.org/fhir/Patient/p1"));
        assertEquals("Ida", Taken.from(intake(), capitals).only().patient().firstName());
    }

    @Test
    void reference_that_leads_nowhere_falls_back_to_its_identifier() {
        ObjectNode patient = resource("Patient", "p1");
        patient.putArray("identifier")
                .addObject()
                .put("system", "https://ehr.example.org/charts")
                .put("value", "77");
        NamedInput moved =
                Cases.changed(
                        "searchset.json",
                        bundle -> {
                            ObjectNode reference = Cases.at(bundle, "/entry/1/resource/patient");
                            reference.put("reference", "Patient/elsewhere");
                            reference
                                    .putObject("identifier")
                                    .put("system", "https://ehr.example.org/charts")
                                    .put("value", "77");
                            for (JsonNode entry : bundle.get("entry")) {
                                if (entry.at("/resource/id").asText().equals("p1")) {
                                    ((ObjectNode) entry).set("resource", patient);
                                }
                            }
                        });
        assertEquals("Ida", Taken.from(intake(), moved).only().patient().firstName());
    }
}
