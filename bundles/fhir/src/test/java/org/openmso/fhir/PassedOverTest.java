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

/** What stands beside a resource, or contradicts it, is neither passed over nor taken too far. */
class PassedOverTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final String MODIFIER =
            "\"modifierExtension\":[{\"url\":\"urn:x\",\"valueBoolean\":true}]";

    @TempDir Path scratch;

    private Taken read(NamedInput... inputs) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch)),
                inputs);
    }

    private Taken text(String text) {
        return read(Cases.text("input", text));
    }

    private static String claim() {
        return Cases.tree(Cases.CLAIM).toString();
    }

    private static String bundle(String before, String entry, String after) {
        return "{\"resourceType\":\"Bundle\"" + before + ",\"entry\":[" + entry + "]" + after + "}";
    }

    private static String entry(String more) {
        return "{\"resource\":" + claim() + more + "}";
    }

    private void assertRefused(Taken taken, String... problems) {
        assertEquals(List.of(), taken.claims);
        assertTrue(taken.blocked.isEmpty(), taken.blocked::toString);
        assertEquals(List.of(problems), taken.unusablePlaces());
    }

    @Test
    void bundle_with_implicit_rules_is_refused_before_and_after_its_entries() {
        String rules = ",\"implicitRules\":\"urn:ours\"";
        String place = "MSO-2015 Bundle.implicitRules";
        assertRefused(text(bundle(rules, entry(""), "")), place);
        assertRefused(text(bundle("", entry(""), rules)), place);
        String first = bundle(rules, entry(""), "") + "\n";
        assertRefused(text(first), place);
        Taken lines = text(claim() + "\n" + first);
        assertEquals(1, lines.claims.size());
        assertEquals(List.of("MSO-2015 line 2, Bundle.implicitRules"), lines.unusablePlaces());
    }

    @Test
    void inner_bundle_with_implicit_rules_takes_the_outer_one_with_it() {
        String rules = ",\"implicitRules\":\"urn:ours\"";
        String place = "MSO-2015 Bundle.entry[1].resource.implicitRules";
        String inner = bundle("", entry(""), rules);
        assertRefused(text(bundle("", entry("") + ",{\"resource\":" + inner + "}", "")), place);
        String typedLast =
                "{\"entry\":[" + entry("") + "]" + rules + ",\"resourceType\":\"Bundle\"}";
        assertRefused(text(bundle("", entry("") + ",{\"resource\":" + typedLast + "}", "")), place);
    }

    @Test
    void entry_with_a_modifier_is_refused_and_the_others_are_read() {
        for (String more :
                List.of("," + MODIFIER, ",\"request\":{\"method\":\"POST\"," + MODIFIER + "}")) {
            Taken taken = text(bundle("", entry(more) + "," + entry(""), ""));
            assertEquals(1, taken.claims.size());
            String field = more.startsWith(",\"request") ? "request" : "modifierExtension";
            assertEquals(List.of("MSO-2015 Bundle.entry[0]." + field), taken.unusablePlaces());
        }
        Taken empty = text(bundle("", entry(",\"modifierExtension\":[]"), ""));
        assertEquals(1, empty.claims.size());
        Taken known = text(bundle("", entry(",\"search\":{\"mode\":\"match\"}"), ""));
        assertEquals(1, known.claims.size());
    }

    @Test
    void entry_whose_resource_is_a_bundle_takes_the_outer_one_with_it_when_modified() {
        String inner = "{\"resource\":" + bundle("", entry(""), "") + "," + MODIFIER + "}";
        assertRefused(
                text(bundle("", entry("") + "," + inner, "")),
                "MSO-2015 Bundle.entry[1].modifierExtension");
    }

    @Test
    void entry_that_deletes_its_resource_or_that_a_server_refused_is_not_read() {
        assertRefused(
                text(bundle("", entry(",\"request\":{\"method\":\"DELETE\",\"url\":\"x\"}"), "")),
                "MSO-2016 Bundle.entry[0].request.method");
        assertRefused(
                text(bundle("", entry(",\"response\":{\"status\":\"422 Unprocessable\"}"), "")),
                "MSO-2016 Bundle.entry[0].response.status");
        for (String kept :
                List.of(
                        ",\"request\":{\"method\":\"POST\",\"url\":\"Claim\"}",
                        ",\"response\":{\"status\":\"201 Created\"}")) {
            assertEquals(1, text(bundle("", entry(kept), "")).claims.size());
        }
    }

    @Test
    void claim_in_a_modified_entry_stops_the_visit_that_it_names() {
        ObjectNode claim = Cases.tree(Cases.CLAIM);
        Cases.at(claim, "/patient").put("reference", "Patient/p1");
        String modified = "{\"resource\":" + claim + "," + MODIFIER + "}";
        Taken taken = read(Cases.input("visit.json"), Cases.text("a", bundle("", modified, "")));
        assertEquals(List.of("MSO-2156 Encounter"), taken.onlyBlockedPlaces());
    }

    @Test
    void modified_visit_blocks_the_claim_that_names_it_though_the_item_tells_the_place() {
        ObjectNode claim = Cases.tree(Cases.CLAIM);
        Cases.at(claim, "/item/0")
                .putArray("encounter")
                .addObject()
                .put("reference", "Encounter/e");
        String visit =
                "{\"resourceType\":\"Encounter\",\"id\":\"e\",\"status\":\"finished\","
                        + MODIFIER
                        + "}";
        Taken taken = text(claim + "\n" + visit + "\n");
        assertEquals(List.of("MSO-2154 Encounter/e.modifierExtension"), taken.onlyProblems());
        String odd =
                "{\"resourceType\":\"Encounter\",\"id\":\"e\",\"status\":\"finished\",\"length\":[1]}";
        assertEquals(1, text(claim + "\n" + odd + "\n").claims.size(), "nothing of it is billed");
    }

    private static ObjectNode resource(ObjectNode bundle, int entry) {
        return Cases.at(bundle, "/entry/" + entry + "/resource");
    }

    private Taken visit(Consumer<ObjectNode> change) {
        return read(Cases.changed("visit.json", change));
    }

    @Test
    void charge_that_bills_nothing_does_not_block_where_its_visit_is_ambiguous() {
        String old = "{\"resourceType\":\"Encounter\",\"id\":\"v1\",\"status\":\"in-progress\"}";
        for (String status : List.of("billed", "billable")) {
            Taken taken =
                    visit(
                            bundle -> {
                                resource(bundle, 1).put("status", "billed");
                                resource(bundle, 2).put("status", status);
                                Cases.list(bundle, "/entry").remove(4);
                                Cases.list(bundle, "/entry")
                                        .addObject()
                                        .set("resource", Cases.parse(old));
                            });
            boolean blocks =
                    taken.blocked.values().stream()
                            .flatMap(List::stream)
                            .anyMatch(problem -> problem.code().equals("MSO-2116"));
            assertEquals(status.equals("billable"), blocks, taken.blocked::toString);
            assertEquals(status.equals("billed"), taken.blocked.isEmpty());
        }
    }

    @Test
    void charge_without_a_known_status_blocks_its_visit() {
        for (String status : List.of("unknown", "", "done")) {
            assertEquals(
                    List.of("MSO-2159 ChargeItem/ci1.status"),
                    Taken.places(
                            visit(bundle -> resource(bundle, 2).put("status", status))
                                    .blocked
                                    .getOrDefault("Encounter/v1", List.of())),
                    status);
        }
        assertEquals(
                List.of("MSO-2159 ChargeItem/ci1.status"),
                visit(bundle -> resource(bundle, 2).remove("status")).onlyProblems());
    }

    @Test
    void charge_without_a_known_status_and_without_visit_is_told_by_itself() {
        Taken taken =
                visit(
                        bundle -> {
                            resource(bundle, 2).remove("status");
                            resource(bundle, 2).remove("context");
                        });
        assertEquals(1, taken.claims.size());
        assertEquals(
                List.of("MSO-2111 ChargeItem.context", "MSO-2159 ChargeItem.status"),
                taken.onlyBlockedPlaces());
    }

    @Test
    void charge_that_says_it_is_not_to_be_billed_is_no_line() {
        for (String status :
                List.of("planned", "not-billable", "aborted", "billed", "entered-in-error")) {
            Taken taken = visit(bundle -> resource(bundle, 2).put("status", status));
            assertEquals(1, taken.only().lines().size(), status);
        }
    }

    private Taken quantity(String code, String unit) {
        return read(
                Cases.claim(
                        claim ->
                                Cases.at(claim, "/item/0")
                                        .putObject("quantity")
                                        .put("value", 2)
                                        .put("code", code)
                                        .put("unit", unit)
                                        .put("system", "http://unitsofmeasure.org")));
    }

    @Test
    void unit_that_contradicts_its_code_is_not_billed() {
        for (String unit : List.of("hour", "Hours", "h", "mg", "mL", "minutes", "day")) {
            assertEquals(
                    List.of("MSO-2123 Claim.item[0].quantity"),
                    quantity("1", unit).onlyProblems(),
                    unit);
        }
        for (String unit : List.of("hour", "unit", "{visit}", "s")) {
            assertEquals(
                    List.of("MSO-2123 Claim.item[0].quantity"),
                    quantity("min", unit).onlyProblems(),
                    unit);
        }
    }

    @Test
    void unit_that_says_the_same_as_its_code_is_billed_in_silence() {
        for (String unit : List.of("1", "each", "Unit", "UN", "{visit}", "visit", "")) {
            Taken taken = quantity("1", unit);
            taken.only();
            assertEquals(List.of(), taken.warnings.get(0), unit);
        }
        for (String unit : List.of("min", "minutes", "Minute", "")) {
            Taken taken = quantity("min", unit);
            assertTrue(taken.only().lines().get(0).minutes());
            assertEquals(List.of(), taken.warnings.get(0), unit);
        }
    }

    @Test
    void unit_in_unknown_words_is_billed_by_its_code_with_a_warning() {
        for (String unit : List.of("per 15 min", "Besuch")) {
            Taken taken = quantity("1", unit);
            taken.only();
            assertEquals(
                    List.of("MSO-2158 Claim.item[0].quantity.unit"),
                    Taken.places(taken.warnings.get(0)));
        }
    }

    @Test
    void place_of_service_of_another_system_is_named_with_the_one_that_is_known() {
        String other = "https://ehr.example.org/places";
        String words =
                "Code 24 has the system "
                        + other
                        + "; a place of service has "
                        + Codes.PLACE_OF_SERVICE
                        + ".";
        Taken claim =
                read(
                        Cases.claim(
                                c -> {
                                    c.remove("facility");
                                    for (int item = 0; item < 2; item++) {
                                        ObjectNode one = Cases.at(c, "/item/" + item);
                                        one.remove("encounter");
                                        one.remove("locationReference");
                                        one.set(
                                                "locationCodeableConcept",
                                                Cases.concept(other, "24"));
                                    }
                                }));
        var problem = claim.blocked.values().iterator().next().get(0);
        assertEquals("MSO-2113", problem.code());
        assertEquals(words, problem.message());
    }

    /** A claim of the facility's place 11, whose first item has a place of its own. */
    private Taken withFacility(String system, String code) {
        return read(
                Cases.claim(
                        c -> {
                            ObjectNode here = Cases.list(c, "/contained").addObject();
                            here.put("resourceType", "Location").put("id", "here");
                            here.putArray("type").add(Cases.concept(Codes.PLACE_OF_SERVICE, "11"));
                            c.putObject("facility").put("reference", "#here");
                            Cases.at(c, "/item/1").remove("locationCodeableConcept");
                            Cases.at(c, "/item/0")
                                    .set("locationCodeableConcept", Cases.concept(system, code));
                        }));
    }

    @Test
    void items_place_of_another_system_beside_the_facilitys_is_told_and_does_not_block() {
        String other = "https://ehr.example.org/places";
        Taken taken = withFacility(other, "24");
        assertEquals("11", taken.only().placeOfService());
        assertEquals("", taken.only().lines().get(0).placeOfService());
        assertEquals(
                List.of("MSO-2113 Claim.item[0].location"), Taken.places(taken.warnings.get(0)));
        assertEquals(
                "The facility's place of service is billed. Code 24 has the system "
                        + other
                        + "; a place of service has "
                        + Codes.PLACE_OF_SERVICE
                        + ".",
                taken.warnings.get(0).get(0).message());
        Taken noSystem = withFacility("", "the blue house");
        assertEquals(
                "The facility's place of service is billed. The item's own is not coded as one.",
                noSystem.warnings.get(0).get(0).message());
    }

    @Test
    void items_place_of_the_known_system_counts_for_its_line() {
        Taken taken = withFacility(Codes.PLACE_OF_SERVICE, "12");
        assertEquals("12", taken.only().lines().get(0).placeOfService());
        assertEquals(List.of(List.of()), taken.warnings);
    }

    @Test
    void code_that_fhir_does_not_have_is_told_as_it_is_written() {
        Taken claim = read(Cases.claim(c -> c.put("status", "Actif").put("use", "bill")));
        assertEquals(List.of("MSO-2114 Claim.status", "MSO-2115 Claim.use"), claim.onlyProblems());
        var problems = claim.blocked.values().iterator().next();
        assertEquals("The status is Actif, none of FHIR's codes.", problems.get(0).message());
        assertEquals("The use is bill, none of FHIR's codes.", problems.get(1).message());
        Taken names = read(Cases.claim(c -> c.put("status", "Marsh, Ida").remove("use")));
        problems = names.blocked.values().iterator().next();
        assertEquals("The status is none of FHIR's codes.", problems.get(0).message());
        assertEquals("The use is missing.", problems.get(1).message());
        Taken blank = read(Cases.claim(c -> c.put("use", "claim ")));
        assertEquals(
                "The use is none of FHIR's codes.",
                blank.blocked.values().iterator().next().get(0).message());
        Taken visit = read(charge("Chargeable"));
        assertEquals(
                "The status is Chargeable, none of FHIR's codes: whether it is to be billed is not"
                        + " known.",
                visit.blocked.get("Encounter/v1").get(0).message());
    }

    private static NamedInput charge(String status) {
        return Cases.changed(
                "visit.json", b -> Cases.at(b, "/entry/1/resource").put("status", status));
    }

    @Test
    void code_in_capital_letters_is_understood() {
        assertEquals(
                "ACCT-1001", read(Cases.claim(c -> c.put("status", "Active"))).only().number());
        int lines = read(charge("billable")).only().lines().size();
        assertEquals(lines, read(charge("Billable")).only().lines().size());
    }

    @Test
    void malformed_json_is_told_with_one_line_of_the_file_and_the_column() {
        String twice = "{\"resourceType\":\"Patient\",\"id\":\"x\",\"id\":\"x\"}\n";
        String patient = "{\"resourceType\":\"Patient\",\"id\":\"x\"}\n";
        var line = text("\n" + patient + twice).unusable.get(0);
        assertEquals("line 3", line.path());
        assertEquals("The JSON has a name twice in one object at column 40.", line.message());
        var document = text("\n \n  {\"a\":\n x}").unusable.get(0);
        assertEquals("The JSON is malformed at line 4, column 4.", document.message());
        var first = text("\n  {\"a\":x\n}").unusable.get(0);
        assertEquals("The JSON is malformed at line 2, column 10.", first.message());
        var second = text("\n\n{\n}\n{\n}").unusable.get(0);
        assertEquals("line 5", second.path());
    }
}
