package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Problem;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.host.NamedInput;

/** Who holds the policy, and what kind of insurance it is: stated or blocked, never guessed. */
class SubscriberTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final String AT = "Claim.insurance[0].coverage.resolve()";

    @TempDir Path scratch;

    private Taken read(Consumer<ObjectNode> change) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of(), scratch)), Cases.claim(change));
    }

    private static ObjectNode coverage(ObjectNode claim) {
        return Cases.at(claim, "/contained/4");
    }

    private static Consumer<ObjectNode> insured(
            String system, String relationship, String subscriber) {
        return claim -> {
            coverage(claim).set("relationship", Cases.concept(system, relationship));
            coverage(claim).putObject("subscriber").put("reference", subscriber);
            Cases.list(claim, "/contained")
                    .addObject()
                    .put("resourceType", "Patient")
                    .put("id", "other")
                    .put("gender", "male")
                    .put("birthDate", "1955-05-05");
        };
    }

    private static final String FHIR =
            "http://terminology.hl7.org/CodeSystem/subscriber-relationship";

    @Test
    void patient_who_is_the_subscriber_is_no_dependant_whatever_the_code() {
        for (String system : List.of("urn:x", FHIR)) {
            ProfessionalClaim claim = read(insured(system, "cousin", "#patient")).only();
            assertEquals("18", claim.coverage().relationship());
            assertEquals("Brook", claim.coverage().subscriber().lastName());
        }
    }

    @Test
    void older_codes_for_self_are_understood() {
        for (String code : List.of("self", "ONESELF")) {
            ProfessionalClaim claim = read(insured("urn:x", code, "#patient")).only();
            assertEquals("18", claim.coverage().relationship());
        }
    }

    @Test
    void spouse_of_oneself_is_a_contradiction() {
        for (String code : List.of("spouse", "child", "other")) {
            assertEquals(
                    List.of("MSO-2138 " + AT + ".relationship"),
                    read(insured(FHIR, code, "#patient")).onlyProblems());
        }
    }

    @Test
    void self_with_a_subscriber_born_on_another_day_is_a_contradiction() {
        assertEquals(
                List.of("MSO-2138 " + AT + ".relationship"),
                read(insured(FHIR, "self", "#other")).onlyProblems());
    }

    @Test
    void unknown_relationship_to_another_person_is_not_guessed() {
        assertEquals(
                List.of("MSO-2128 " + AT + ".relationship"),
                read(insured("urn:x", "cousin", "#other")).onlyProblems());
    }

    @Test
    void other_relationship_is_sent_as_such_with_a_warning() {
        Taken taken = read(insured(FHIR, "other", "#other"));
        assertEquals("G8", taken.only().coverage().relationship());
        Problem warning = taken.warnings.get(0).get(0);
        assertEquals("MSO-2128", warning.code());
        assertFalse(warning.isError());
    }

    @Test
    void kind_of_insurance_by_typology() {
        Map.of(
                        "1", "MB", "111", "16", "121", "MB", "211", "MC", "311", "CH", "32", "VA",
                        "511", "CI", "61", "BL", "95", "WC", "961", "AM")
                .forEach((code, indicator) -> assertEquals(indicator, filing(code), code));
    }

    @Test
    void kind_of_insurance_that_the_typology_leaves_open_is_unknown() {
        for (String code : List.of("13", "14", "19", "9", "81", "39")) {
            Taken taken =
                    read(
                            claim ->
                                    coverage(claim)
                                            .set(
                                                    "type",
                                                    Cases.concept("https://nahdo.org/sopt", code)));
            assertEquals("ZZ", taken.only().coverage().payer().filingIndicator(), code);
            assertEquals(
                    List.of("MSO-2133 " + AT + ".type"), Taken.places(taken.warnings.get(0)), code);
        }
    }

    private String filing(String typology) {
        return read(claim ->
                        coverage(claim)
                                .set("type", Cases.concept("https://nahdo.org/sopt", typology)))
                .only()
                .coverage()
                .payer()
                .filingIndicator();
    }

    @Test
    void number_of_a_database_is_no_payer_id() {
        for (String value :
                List.of(
                        "urn:uuid:0f2f6a1e-5f0e-4b6e-9d7a-3a1f5f0c1d2e",
                        "0F2F6A1E-5F0E-4B6E-9D7A-3A1F5F0C1D2E",
                        "org 17",
                        "7")) {
            assertEquals(
                    List.of("MSO-2125 " + AT + ".payor[0]"),
                    read(claim ->
                                    Cases.at(claim, "/contained/3")
                                            .putArray("identifier")
                                            .addObject()
                                            .put("system", "https://ehr.example.org/orgs")
                                            .put("value", value))
                            .onlyProblems(),
                    value);
        }
    }

    @Test
    void coverage_with_values_that_cannot_be_kept_is_not_billed_by_the_rest() {
        Taken taken =
                Taken.from(
                        CAPABILITY.open(
                                new TestPractice(Map.of("place-of-service.AMB", "11"), scratch)),
                        Cases.changed(
                                "visit.json",
                                bundle ->
                                        Cases.at(bundle, "/entry/8/resource")
                                                .put("period", "2020")));
        assertTrue(taken.onlyProblems().contains("MSO-2131 Coverage/now"));
    }

    @Test
    void patient_in_two_files_is_one_patient() {
        ObjectNode bundle = Cases.tree("visit.json");
        String patient = Cases.at(bundle, "/entry/10/resource").toString();
        String coverage = Cases.at(bundle, "/entry/8/resource").toString();
        Cases.list(bundle, "/entry").remove(8);
        var inputs = new ArrayList<NamedInput>();
        inputs.add(Cases.text("visits.json", bundle.toString()));
        inputs.add(Cases.text("coverages.ndjson", coverage + "\n" + patient + "\n"));
        Taken taken =
                Taken.from(
                        CAPABILITY.open(
                                new TestPractice(Map.of("place-of-service.AMB", "11"), scratch)),
                        inputs.toArray(NamedInput[]::new));
        assertEquals("18", taken.only().coverage().relationship());
        assertEquals("MEM1", taken.only().coverage().memberId());
    }
}
