package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;

/** Claims that say two things which exclude each other, or what an 837P cannot say. */
class ContradictionsTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final String PLACES = Codes.PLACE_OF_SERVICE;

    @TempDir Path scratch;

    private Taken claim(Consumer<ObjectNode> change) {
        return claim(Map.of(), change);
    }

    private Taken claim(Map<String, String> settings, Consumer<ObjectNode> change) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(settings, scratch)), Cases.claim(change));
    }

    private DynamicTest blocked(String name, Consumer<ObjectNode> change, String... problems) {
        return dynamicTest(
                name, () -> assertEquals(List.of(problems), claim(change).onlyProblems()));
    }

    private static ObjectNode plan(ObjectNode claim, String id, String payer) {
        ObjectNode plan = Cases.at(claim, "/contained/3").deepCopy();
        plan.put("id", id);
        Cases.at(plan, "/identifier/1").put("value", payer);
        Cases.list(claim, "/contained").add(plan);
        return plan;
    }

    private static ObjectNode coverage(ObjectNode claim) {
        return Cases.at(claim, "/contained/4");
    }

    private static ObjectNode address(ObjectNode claim) {
        return Cases.at(claim, "/contained/0/address/1");
    }

    @TestFactory
    Stream<DynamicTest> statements_that_exclude_each_other() {
        return Stream.of(
                blocked(
                        "an insurer that is not the payor of the coverage",
                        c -> {
                            plan(c, "other", "PAYER02");
                            c.putObject("insurer").put("reference", "#other");
                        },
                        "MSO-2170 Claim.insurer"),
                blocked(
                        "an insurer that is not here",
                        c -> c.putObject("insurer").put("reference", "Organization/gone"),
                        "MSO-2111 Claim.insurer"),
                blocked(
                        "a coverage of two payors",
                        c -> {
                            plan(c, "other", "PAYER02");
                            Cases.list(coverage(c), "/payor")
                                    .addObject()
                                    .put("reference", "#other");
                        },
                        "MSO-2170 Claim.insurance[0].coverage.resolve().payor[1]"),
                blocked(
                        "a coverage of two groups",
                        c -> {
                            ObjectNode group = Cases.at(coverage(c), "/class/0").deepCopy();
                            Cases.list(coverage(c), "/class").add(group.put("value", "GRP200"));
                        },
                        "MSO-2170 Claim.insurance[0].coverage.resolve().class"),
                blocked(
                        "a clinic of two NPIs",
                        c ->
                                Cases.list(c, "/contained/1/identifier")
                                        .addObject()
                                        .put("system", "http://hl7.org/fhir/sid/us-npi")
                                        .put("value", "1928374655"),
                        "MSO-2170 Claim.provider.resolve().identifier"),
                blocked(
                        "a net that is not the price times the quantity",
                        c ->
                                Cases.at(c, "/item/1")
                                        .putObject("net")
                                        .put("value", 39)
                                        .put("currency", "USD"),
                        "MSO-2170 Claim.item[1].net"),
                blocked(
                        "two types",
                        c ->
                                Cases.list(c, "/type/coding")
                                        .addObject()
                                        .put(
                                                "system",
                                                "http://terminology.hl7.org/CodeSystem/claim-type")
                                        .put("code", "institutional"),
                        "MSO-2112 Claim.type"),
                blocked(
                        "one insurance, which is not focal",
                        c -> Cases.at(c, "/insurance/0").put("focal", false),
                        "MSO-2109 Claim.insurance"));
    }

    @TestFactory
    Stream<DynamicTest> what_a_claim_cannot_say() {
        return Stream.of(
                blocked(
                        "that somebody else is paid",
                        c -> c.putObject("payee").set("type", Cases.concept("urn:p", "other")),
                        "MSO-2171 Claim.payee"),
                blocked(
                        "an accident of an unknown kind",
                        c -> c.putObject("accident").put("date", "2026-09-01"),
                        "MSO-2172 Claim.accident.type"),
                blocked(
                        "an address abroad",
                        c -> address(c).put("country", "MX").put("state", "MO"),
                        "MSO-2166 Claim.patient.resolve().address"),
                blocked(
                        "a street of lines that do not fit",
                        c -> {
                            var lines = address(c).putArray("line");
                            lines.add("c/o " + "x".repeat(50)).add("y".repeat(30));
                            lines.add("z".repeat(30));
                        },
                        "MSO-2167 Claim.patient.resolve().address"),
                blocked(
                        "that nobody treated",
                        c -> c.remove("careTeam"),
                        "MSO-2169 Claim.careTeam"),
                blocked(
                        "a role that is not known",
                        c ->
                                Cases.at(c, "/careTeam/0")
                                        .set("role", Cases.concept("urn:roles", "weird")),
                        "MSO-2142 Claim.careTeam[0].role"),
                blocked(
                        "a place of an item that is not here",
                        c -> {
                            Cases.at(c, "/item/0").remove("locationCodeableConcept");
                            Cases.at(c, "/item/0")
                                    .putObject("locationReference")
                                    .put("reference", "Location/gone");
                        },
                        "MSO-2111 Claim.item[0].location",
                        "MSO-2113 Claim.item[0].location"),
                blocked(
                        "two places of service of one item",
                        c ->
                                Cases.list(c, "/item/0/locationCodeableConcept/coding")
                                        .addObject()
                                        .put("system", PLACES)
                                        .put("code", "22"),
                        "MSO-2113 Claim.item[0].location"));
    }

    @Test
    void referral_stays_out_with_a_warning() {
        Taken taken = claim(c -> c.putObject("referral").put("reference", "ServiceRequest/1"));
        assertEquals("ACCT-1001", taken.only().number());
        assertEquals(List.of("MSO-2153 Claim.referral"), Taken.places(taken.warnings.get(0)));
    }

    @Test
    void address_of_a_possession_is_in_the_united_states() {
        ProfessionalClaim claim =
                claim(c -> address(c).put("country", "PR").put("state", "PR")).only();
        assertEquals("PR", claim.patient().address().state());
    }

    @Test
    void third_line_of_a_street_is_joined_where_it_fits() {
        Address address =
                claim(
                                c ->
                                        address(c)
                                                .putArray("line")
                                                .add("c/o Brook")
                                                .add("Building 5")
                                                .add("12 Main St"))
                        .only()
                        .patient()
                        .address();
        assertEquals("c/o Brook Building 5", address.line1());
        assertEquals("12 Main St", address.line2());
    }

    @Test
    void payer_abroad_is_billed_without_its_address() {
        Taken taken =
                claim(
                        c ->
                                Cases.at(c, "/contained/3")
                                        .putArray("address")
                                        .addObject()
                                        .put("city", "Toronto")
                                        .put("country", "CA"));
        assertEquals(Address.NONE, taken.only().coverage().payer().address());
        assertEquals(
                List.of(
                        "MSO-2166 Claim.insurance[0].coverage.resolve().payor[0].resolve().address"),
                Taken.places(taken.warnings.get(0)));
    }

    @Test
    void subscriber_who_is_not_the_patient_needs_no_gender() {
        Taken taken =
                claim(
                        c -> {
                            ObjectNode parent =
                                    Cases.parse(
                                            "{\"resourceType\":\"RelatedPerson\",\"id\":\"parent\",\"patient\":{\"reference\":\"#patient\"},\"name\":[{\"family\":\"Brook\",\"given\":[\"Bob\"]}]}");
                            Cases.list(c, "/contained").add(parent);
                            coverage(c).putObject("subscriber").put("reference", "#parent");
                            Cases.at(coverage(c), "/relationship/coding/0").put("code", "child");
                        });
        assertEquals(Person.Gender.U, taken.only().coverage().subscriber().gender());
        assertEquals(List.of(), taken.warnings.get(0));
    }

    @Test
    void words_of_an_unlisted_code_may_stand_at_the_code() {
        ProfessionalClaim claim =
                claim(
                                c ->
                                        Cases.at(c, "/item/0/productOrService/coding/1")
                                                .put("code", "J3490")
                                                .put("display", "Vitamin mix"))
                        .only();
        assertEquals("Vitamin mix", claim.lines().get(0).description());
    }

    @Test
    void what_fhir_cannot_say_of_signatures_is_set_for_the_practice() {
        ProfessionalClaim unset = claim(c -> {}).only();
        assertTrue(unset.signatureOnFile() && unset.acceptsAssignment());
        assertTrue(unset.releaseOfInformation());
        ProfessionalClaim set =
                claim(
                                Map.of(
                                        "signature-on-file", "false",
                                        "accepts-assignment", "true",
                                        "payers.PAYER01.accepts-assignment", "false",
                                        "release-of-information", "false"),
                                c -> {})
                        .only();
        assertFalse(set.signatureOnFile() || set.acceptsAssignment());
        assertFalse(set.releaseOfInformation());
    }
}
