package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.host.NamedInput;

/** What a claim states several times, out of date, or in doubt. */
class StatedOnceTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final String HCPCS = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
    private static final String ICD10 = "http://hl7.org/fhir/sid/icd-10-cm";

    @TempDir Path scratch;

    private Taken read(NamedInput input) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch)),
                input);
    }

    private Taken claim(Consumer<ObjectNode> change) {
        return read(Cases.claim(change));
    }

    private static void coding(ObjectNode concept, String system, String code) {
        Cases.list(concept, "/coding").addObject().put("system", system).put("code", code);
    }

    @Test
    void two_codes_for_one_service_are_not_chosen_between() {
        assertEquals(
                List.of("MSO-2141 Claim.item[0].productOrService"),
                claim(c -> coding(Cases.at(c, "/item/0/productOrService"), HCPCS, "G0109"))
                        .onlyProblems());
    }

    @Test
    void two_codes_for_one_diagnosis_are_not_chosen_between() {
        assertEquals(
                List.of("MSO-2141 Claim.diagnosis[0].diagnosis"),
                claim(
                                c ->
                                        coding(
                                                Cases.at(
                                                        c, "/diagnosis/0/diagnosisCodeableConcept"),
                                                ICD10,
                                                "E11.9"))
                        .onlyProblems());
    }

    @Test
    void one_code_in_two_systems_or_with_and_without_dot_is_one() {
        Taken taken =
                claim(
                        c -> {
                            coding(
                                    Cases.at(c, "/item/0/productOrService"),
                                    "urn:oid:2.16.840.1.113883.6.285",
                                    "g0108");
                            coding(
                                    Cases.at(c, "/diagnosis/0/diagnosisCodeableConcept"),
                                    "urn:oid:2.16.840.1.113883.6.90",
                                    "D519");
                        });
        assertEquals("G0108", taken.only().lines().get(0).procedure());
    }

    @Test
    void several_authorizations_are_not_chosen_between() {
        assertEquals(
                List.of("MSO-2143 Claim.insurance[0].preAuthRef"),
                claim(c -> Cases.list(c, "/insurance/0/preAuthRef").add("AUTH-8")).onlyProblems());
        ProfessionalClaim same =
                claim(c -> Cases.list(c, "/insurance/0/preAuthRef").add("AUTH-7")).only();
        assertEquals("AUTH-7", same.priorAuthorization());
    }

    private static void careTeam(ObjectNode claim) {
        Cases.at(claim, "/careTeam/0").remove("role");
        Cases.list(claim, "/careTeam")
                .addObject()
                .put("sequence", 2)
                .putObject("provider")
                .put("reference", "#doctor");
    }

    @Test
    void care_team_without_roles_does_not_tell_who_treated() {
        assertEquals(
                List.of("MSO-2142 Claim.careTeam"), claim(StatedOnceTest::careTeam).onlyProblems());
    }

    @Test
    void care_team_without_roles_is_clear_when_each_line_names_a_member() {
        Taken taken =
                claim(
                        c -> {
                            careTeam(c);
                            Cases.at(c, "/item/0").putArray("careTeamSequence").add(1);
                            Cases.at(c, "/item/1").putArray("careTeamSequence").add(2);
                        });
        assertEquals("1928374655", taken.only().lines().get(0).rendering().orElseThrow().npi());
    }

    @Test
    void diagnosis_that_is_only_suspected_or_withdrawn_is_not_billed() {
        for (String status :
                List.of(
                        "refuted",
                        "entered-in-error",
                        "unconfirmed",
                        "provisional",
                        "differential")) {
            assertEquals(
                    List.of(
                            "MSO-2140 Encounter.diagnosis[1].condition.resolve()"
                                    + ".verificationStatus"),
                    read(visit(status)).onlyProblems());
        }
        assertEquals(List.of("E119", "D519"), read(visit("confirmed")).only().diagnoses());
    }

    private static NamedInput visit(String verification) {
        return Cases.changed(
                "visit.json",
                bundle ->
                        Cases.at(bundle, "/entry/5/resource")
                                .set(
                                        "verificationStatus",
                                        Cases.concept(
                                                "http://terminology.hl7.org/CodeSystem/"
                                                        + "condition-ver-status",
                                                verification)));
    }

    private static void ended(ObjectNode element, String end) {
        element.putObject("period").put("end", end);
    }

    @Test
    void what_ended_before_the_day_of_service_is_old() {
        ProfessionalClaim claim =
                claim(
                                c -> {
                                    ended(Cases.at(c, "/contained/0/name/1"), "2026-09");
                                    Cases.list(c, "/contained/0/name")
                                            .addObject()
                                            .put("family", "Rivers");
                                    ended(Cases.at(c, "/contained/0/address/1"), "2026-09-30");
                                    Cases.list(c, "/contained/0/address")
                                            .addObject()
                                            .put("city", "Peoria");
                                    ended(Cases.at(c, "/contained/1/identifier/1"), "2025");
                                    Cases.list(c, "/contained/1/identifier")
                                            .addObject()
                                            .put("system", "http://hl7.org/fhir/sid/us-ein")
                                            .put("value", "990000002");
                                })
                        .only();
        assertEquals("Rivers", claim.patient().lastName());
        assertEquals("Peoria", claim.patient().address().city());
        assertEquals("990000002", claim.billingProvider().taxId());
    }

    @Test
    void what_ends_on_the_day_of_service_is_not_old() {
        ProfessionalClaim claim =
                claim(c -> ended(Cases.at(c, "/contained/0/address/1"), "2026-10-01")).only();
        assertEquals("Springfield", claim.patient().address().city());
        claim = claim(c -> ended(Cases.at(c, "/contained/0/address/1"), "2026")).only();
        assertEquals("Springfield", claim.patient().address().city());
    }

    @Test
    void social_security_number_of_type_tax_is_no_ein() {
        ProfessionalClaim claim =
                claim(
                                c -> {
                                    Cases.list(c, "/contained/1/identifier").remove(1);
                                    ObjectNode ssn =
                                            Cases.list(c, "/contained/1/identifier").addObject();
                                    ssn.put("system", "http://hl7.org/fhir/sid/us-ssn");
                                    ssn.put("value", "900-00-0001");
                                    ssn.set("type", Cases.concept("urn:x", "TAX"));
                                })
                        .only();
        assertEquals("SY", claim.billingProvider().taxIdKind().name());
        assertEquals("900000001", claim.billingProvider().taxId());
    }

    @Test
    void old_tax_id_by_type_is_not_sent() {
        assertEquals(
                List.of("MSO-2130 Claim.provider"),
                claim(
                                c -> {
                                    ObjectNode ein = Cases.at(c, "/contained/1/identifier/1");
                                    ein.put("system", "https://ehr.example.org/tax");
                                    ein.put("use", "old");
                                    ein.set("type", Cases.concept("urn:x", "TAX"));
                                })
                        .onlyProblems());
    }

    @Test
    void text_in_place_of_a_reference_or_code_is_not_repeated() {
        for (String text : List.of("Marsh, Ida", "Marsh/Ida", "#Ida Marsh", "urn:Ida:Marsh")) {
            Taken taken =
                    claim(
                            c -> {
                                Cases.at(c, "/patient").put("reference", text);
                                Cases.at(c, "/item/0")
                                        .set("productOrService", Cases.concept(text, text));
                            });
            assertFalse(taken.blocked.toString().contains("Marsh"), taken.blocked::toString);
        }
    }
}
