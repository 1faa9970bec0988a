package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.host.NamedInput;

/** Charges and procedures of no visit of the inputs do not vanish. */
class LoosePartsTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();

    @TempDir Path scratch;

    private Taken read(NamedInput... inputs) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch)),
                inputs);
    }

    /** The visit's resources, a line each, without those that have one of the ids. */
    private static String without(String... ids) {
        var lines = new StringBuilder();
        for (JsonNode entry : Cases.tree("visit.json").get("entry")) {
            if (!Set.of(ids).contains(entry.at("/resource/id").asText())) {
                lines.append(entry.get("resource")).append('\n');
            }
        }
        return lines.toString();
    }

    private static ObjectNode resource(String id) {
        for (JsonNode entry : Cases.tree("visit.json").get("entry")) {
            if (entry.at("/resource/id").asText().equals(id)) {
                return (ObjectNode) entry.get("resource");
            }
        }
        throw new AssertionError(id);
    }

    private static NamedInput lines(Object... lines) {
        var text = new StringBuilder();
        for (Object line : lines) {
            text.append(line).append('\n');
        }
        return Cases.text("lines.ndjson", text.toString());
    }

    private static void assertLost(Taken taken, String... resources) {
        assertEquals(List.of(), taken.claims);
        assertEquals(List.of(resources), List.copyOf(taken.blocked.keySet()));
        assertEquals(resources.length, taken.report.claims());
        for (var problems : taken.blocked.values()) {
            assertEquals(List.of("MSO-2111"), problems.stream().map(p -> p.code()).toList());
        }
    }

    @Test
    void charges_whose_visit_is_not_here_are_told_one_by_one() {
        Taken taken = read(Cases.text("charges.ndjson", without("v1", "v2")));
        assertLost(taken, "ChargeItem/ci1", "ChargeItem/ci2");
        assertEquals(
                List.of("MSO-2111 ChargeItem.context"),
                Taken.places(taken.blocked.get("ChargeItem/ci1")));
    }

    @Test
    void charges_whose_visit_stands_in_a_truncated_file_are_told() {
        String bundle =
                "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + resource("v1") + "}";
        Taken taken =
                read(Cases.text("visits.json", bundle), Cases.text("rest.ndjson", without("v1")));
        assertLost(taken, "ChargeItem/ci1", "ChargeItem/ci2");
        assertEquals(1, taken.unusable.size());
        String line = resource("v1").toString();
        NamedInput cut = lines(resource("v2"), line.substring(0, line.length() - 2));
        assertLost(
                read(cut, Cases.text("rest.ndjson", without("v1", "v2"))),
                "ChargeItem/ci1",
                "ChargeItem/ci2");
    }

    @Test
    void charge_without_visit_is_told() {
        ObjectNode charge = resource("ci1");
        charge.remove("context");
        assertLost(read(lines(charge)), "ChargeItem/ci1");
        charge.putObject("context").put("display", "Tuesday");
        assertLost(read(lines(charge)), "ChargeItem/ci1");
        charge.remove("id");
        assertLost(read(lines(charge)), "ChargeItem at line 1");
    }

    @Test
    void charge_that_has_its_visit_in_itself_is_told() {
        ObjectNode charge = resource("ci1");
        charge.putArray("contained").add(resource("v1").put("id", "here"));
        charge.putObject("context").put("reference", "#here");
        assertLost(read(lines(charge)), "ChargeItem/ci1");
    }

    @Test
    void charge_whose_context_is_no_visit_is_told() {
        ObjectNode charge = resource("ci1");
        charge.putObject("context").put("reference", "Patient/p1");
        Taken taken = read(lines(charge, resource("p1")));
        assertEquals(List.of("MSO-2118 ChargeItem.context"), taken.onlyProblems());
    }

    @Test
    void charge_of_another_server_does_not_block_the_visit_of_the_same_id() {
        ObjectNode visits = Cases.tree("visit.json");
        ((ObjectNode) visits.at("/entry/0")).put("fullUrl", "https://ehr.example.org/Encounter/v1");
        ObjectNode charge = resource("ci1").put("id", "foreign");
        charge.putObject("context").put("reference", "https://other.example.org/Encounter/v1");
        Taken taken = read(Cases.text("visit", visits.toString()), lines(charge));
        assertEquals(1, taken.claims.size());
        assertEquals(2, taken.claims.get(0).lines().size());
        assertEquals(List.of("MSO-2111 ChargeItem.context"), taken.onlyBlockedPlaces());
    }

    @Test
    void charge_of_another_version_of_the_visit_is_told() {
        ObjectNode charge = resource("ci1").put("id", "newer");
        charge.putObject("context").put("reference", "Encounter/v1/_history/2");
        ObjectNode visit = resource("v1");
        visit.putObject("meta").put("versionId", "1");
        Taken taken = read(lines(visit, charge), Cases.text("rest.ndjson", without("v1")));
        assertEquals(2, taken.claims.get(0).lines().size());
        assertEquals(List.of("MSO-2111 ChargeItem.context"), taken.onlyBlockedPlaces());
    }

    @Test
    void charge_that_is_not_to_be_billed_does_not_block_the_visit_by_its_reference() {
        ObjectNode older = resource("v1").put("status", "in-progress");
        older.putObject("meta").put("versionId", "1");
        ObjectNode newer = resource("v1");
        newer.putObject("meta").put("versionId", "2");
        ObjectNode charge = resource("ci1");
        charge.putObject("context").put("reference", "Encounter/v1/_history/2");
        Taken taken =
                read(
                        lines(older, newer, charge),
                        Cases.text("rest", without("v1", "ci1", "ci2", "pr1")));
        assertEquals(1, taken.only().lines().size());
    }

    @Test
    void charge_that_is_not_to_be_billed_is_not_missed() {
        assertEquals(0, read(lines(resource("ci3"))).report.claims());
    }

    @Test
    void copies_of_a_charge_are_missed_once() {
        assertLost(
                read(lines(resource("ci1"), resource("ci1")), lines(resource("ci1"))),
                "ChargeItem/ci1");
    }

    @Test
    void charges_of_a_visit_that_a_claim_names_are_not_missed_whether_it_is_here_or_not() {
        ObjectNode claim = Cases.tree(Cases.CLAIM);
        for (int item : List.of(0, 1)) {
            Cases.at(claim, "/item/" + item)
                    .putArray("encounter")
                    .addObject()
                    .put("reference", "Encounter/v1");
        }
        NamedInput input = Cases.text("claim.json", claim.toString());
        assertEquals("ACCT-1001", read(input, Cases.text("all.ndjson", without())).only().number());
        Taken taken = read(input, Cases.text("rest.ndjson", without("v1")));
        assertEquals(List.of("Claim/c-1001"), List.copyOf(taken.blocked.keySet()));
    }

    private static ObjectNode procedure() {
        return resource("pr1");
    }

    @Test
    void procedure_of_no_visit_is_told() {
        Taken taken = read(lines(procedure()));
        assertLost(taken, "Procedure/pr1");
        assertEquals(List.of("MSO-2111 Procedure.encounter"), taken.onlyProblems());
        ObjectNode planned = procedure().put("status", "not-done");
        assertEquals(0, read(lines(planned)).report.claims());
    }

    @Test
    void procedure_that_a_charge_stands_for_is_not_missed() {
        assertLost(read(lines(procedure(), resource("ci2"))), "ChargeItem/ci2");
        ObjectNode free = resource("ci2").put("status", "not-billable");
        assertEquals(0, read(lines(procedure()), lines(free)).report.claims());
        ObjectNode other = procedure().put("id", "pr2");
        assertLost(read(lines(other, resource("ci2"))), "ChargeItem/ci2", "Procedure/pr2");
    }

    @Test
    void procedure_that_a_claim_refers_to_is_not_missed() {
        ObjectNode claim = Cases.tree(Cases.CLAIM);
        claim.putArray("procedure")
                .addObject()
                .put("sequence", 1)
                .putObject("procedureReference")
                .put("reference", "Procedure/pr1");
        ObjectNode procedure = procedure();
        procedure.remove("encounter");
        assertEquals("ACCT-1001", read(lines(claim), lines(procedure)).only().number());
        assertEquals("ACCT-1001", read(lines(procedure), lines(claim)).only().number());
    }

    @Test
    void procedure_of_a_patient_whom_a_claim_bills_that_day_is_not_missed() {
        ObjectNode claim = Cases.tree(Cases.CLAIM);
        Cases.at(claim, "/contained/0").set("name", resource("p1").get("name"));
        Cases.at(claim, "/contained/0").put("birthDate", "1950-01-02");
        ObjectNode procedure = procedure().put("performedDateTime", "2026-10-01");
        procedure.remove("encounter");
        NamedInput records = lines(resource("p1"), procedure);
        assertEquals("ACCT-1001", read(lines(claim), records).only().number());
        procedure.put("performedDateTime", "2026-09-01");
        Taken taken = read(lines(claim), lines(resource("p1"), procedure));
        assertEquals(List.of("MSO-2111 Procedure.encounter"), taken.onlyBlockedPlaces());
    }

    @Test
    void charge_that_the_parser_refuses_is_told_as_an_unusable_input() {
        Taken taken =
                read(lines("{\"resourceType\":\"ChargeItem\",\"id\":\"x\",\"contained\":[{}]}"));
        assertEquals(List.of("MSO-2012 line 1"), taken.unusablePlaces());
        assertEquals(0, taken.report.claims());
    }

    @Test
    void numbers_of_missed_charges_do_not_clash_with_those_of_claims_and_visits() {
        assertEquals(List.of("C-17"), read(lines(resource("ci1").put("id", "17"))).blockedNumbers);
        assertEquals(List.of("P-17"), read(lines(procedure().put("id", "17"))).blockedNumbers);
    }

    @Test
    void order_of_the_inputs_does_not_matter_to_what_is_missed() {
        NamedInput charges = lines(resource("ci1"), resource("ci2"), procedure());
        NamedInput rest = Cases.text("rest.ndjson", without("v1", "v2", "ci1", "ci2", "pr1"));
        assertEquals(read(charges, rest).blocked, read(rest, charges).blocked);
    }
}
