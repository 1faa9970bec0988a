package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.openmso.api.Problem;
import org.openmso.api.fhir.FhirIntake;

/** One claim, one thing wrong with it, and exactly the problem that says so. */
class BlockedClaimTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final String ICD9 = "http://hl7.org/fhir/sid/icd-9-cm";

    @TempDir Path scratch;

    private FhirIntake intake() {
        return CAPABILITY.open(new TestPractice(Map.of(), scratch));
    }

    private DynamicTest blocked(String name, Consumer<ObjectNode> change, String... problems) {
        return dynamicTest(
                name,
                () -> {
                    Taken taken = Taken.from(intake(), Cases.claim(change));
                    assertEquals(List.of(problems), taken.onlyProblems());
                    taken.blocked.values().forEach(this::saysNothingOfThePatient);
                });
    }

    private void saysNothingOfThePatient(List<Problem> problems) {
        for (Problem problem : problems) {
            assertFalse(
                    problem.toString().matches(".*(Brook|Beatrix|1980|MEM0001|Oak Ave).*"),
                    problem::toString);
        }
    }

    private static ObjectNode item(ObjectNode claim, int index) {
        return Cases.at(claim, "/item/" + index);
    }

    private static Consumer<ObjectNode> code(String system, String code) {
        return claim -> item(claim, 0).set("productOrService", Cases.concept(system, code));
    }

    @TestFactory
    Stream<DynamicTest> codes() {
        String line = "Claim.item[0].productOrService";
        return Stream.of(
                blocked("SNOMED CT", code("http://snomed.info/sct", "1"), "MSO-2101 " + line),
                blocked("CVX", code("http://hl7.org/fhir/sid/cvx", "140"), "MSO-2102 " + line),
                blocked("LOINC", code("http://loinc.org", "4548-4"), "MSO-2103 " + line),
                blocked(
                        "RxNorm",
                        code("http://www.nlm.nih.gov/research/umls/rxnorm", "5640"),
                        "MSO-2104 " + line),
                blocked(
                        "ICD-9-CM after its end",
                        claim ->
                                Cases.at(claim, "/diagnosis/0")
                                        .set(
                                                "diagnosisCodeableConcept",
                                                Cases.concept(ICD9, "250.00")),
                        "MSO-2105 Claim.diagnosis[0].diagnosis"),
                blocked(
                        "a house code",
                        code("https://ehr.example.org/cdm", "7"),
                        "MSO-2106 " + line),
                blocked(
                        "ICD-10 of another country",
                        claim ->
                                Cases.at(claim, "/diagnosis/1")
                                        .set(
                                                "diagnosisCodeableConcept",
                                                Cases.concept(
                                                        "http://hl7.org/fhir/sid/icd-10", "E11.9")),
                        "MSO-2106 Claim.diagnosis[1].diagnosis"),
                blocked(
                        "a text instead of a code",
                        claim ->
                                item(claim, 1)
                                        .putObject("productOrService")
                                        .put("text", "B12 shot"),
                        "MSO-2107 Claim.item[1].productOrService"),
                blocked(
                        "a modifier of the house",
                        claim ->
                                Cases.list(claim, "/item/0/modifier")
                                        .add(Cases.concept("https://ehr.example.org", "XX")),
                        "MSO-2132 Claim.item[0].modifier[1]"),
                blocked(
                        "a modifier of one character",
                        claim ->
                                Cases.list(claim, "/item/0/modifier")
                                        .add(Cases.concept("http://www.ama-assn.org/go/cpt", "5")),
                        "MSO-2132 Claim.item[0].modifier[1]"));
    }

    @TestFactory
    Stream<DynamicTest> kinds_of_claim() {
        return Stream.of(
                blocked(
                        "an institutional claim",
                        claim ->
                                claim.set(
                                        "type",
                                        Cases.concept(
                                                "http://terminology.hl7.org/CodeSystem/claim-type",
                                                "institutional")),
                        "MSO-2112 Claim.type"),
                blocked("a draft", claim -> claim.put("status", "draft"), "MSO-2114 Claim.status"),
                blocked(
                        "a status that FHIR does not know",
                        claim -> claim.put("status", "maybe"),
                        "MSO-2114 Claim.status"),
                blocked(
                        "a preauthorization",
                        claim -> claim.put("use", "preauthorization"),
                        "MSO-2115 Claim.use"),
                blocked("no items", claim -> claim.putArray("item"), "MSO-2135 Claim.item"));
    }

    @TestFactory
    Stream<DynamicTest> providers() {
        return Stream.of(
                blocked(
                        "a clinic without NPI",
                        claim -> Cases.list(claim, "/contained/1/identifier").remove(0),
                        "MSO-2108 Claim.provider"),
                blocked(
                        "a doctor without NPI",
                        claim -> Cases.at(claim, "/contained/2").remove("identifier"),
                        "MSO-2108 Claim.careTeam[0].provider"),
                blocked(
                        "a clinic without tax id",
                        claim -> Cases.list(claim, "/contained/1/identifier").remove(1),
                        "MSO-2130 Claim.provider"),
                blocked(
                        "a clinic that is part of itself",
                        claim -> {
                            Cases.list(claim, "/contained/1/identifier").remove(1);
                            Cases.at(claim, "/contained/1")
                                    .putObject("partOf")
                                    .put("reference", "#clinic");
                        },
                        "MSO-2117 Claim.provider.resolve().partOf"),
                blocked(
                        "a provider that is a patient",
                        claim -> Cases.at(claim, "/provider").put("reference", "#patient"),
                        "MSO-2118 Claim.provider"),
                blocked(
                        "a provider that is the claim itself",
                        claim -> Cases.at(claim, "/provider").put("reference", "#"),
                        "MSO-2118 Claim.provider"),
                blocked(
                        "a patient who is nowhere",
                        claim -> Cases.at(claim, "/patient").put("reference", "Patient/away"),
                        "MSO-2111 Claim.patient"),
                blocked(
                        "a contained resource that is not contained",
                        claim -> Cases.at(claim, "/patient").put("reference", "#away"),
                        "MSO-2111 Claim.patient"),
                blocked(
                        "two contained patients of one id",
                        claim ->
                                Cases.list(claim, "/contained")
                                        .addObject()
                                        .put("resourceType", "Patient")
                                        .put("id", "patient"),
                        "MSO-2116 Claim.patient"),
                blocked(
                        "a care team sequence that nobody has",
                        claim -> item(claim, 0).putArray("careTeamSequence").add(9),
                        "MSO-2121 Claim.item[0].careTeamSequence[0]"));
    }

    @TestFactory
    Stream<DynamicTest> insurance() {
        String coverage = "Claim.insurance[0].coverage";
        return Stream.of(
                blocked(
                        "no insurance",
                        claim -> claim.remove("insurance"),
                        "MSO-2109 Claim.insurance"),
                blocked(
                        "an insurance by name only",
                        claim ->
                                Cases.at(claim, "/insurance/0")
                                        .putObject("coverage")
                                        .put("display", "private"),
                        "MSO-2109 " + coverage),
                blocked(
                        "two insurances, none of them focal",
                        claim -> {
                            Cases.at(claim, "/insurance/0").put("focal", false);
                            Cases.list(claim, "/insurance")
                                    .addObject()
                                    .put("sequence", 2)
                                    .put("focal", false)
                                    .putObject("coverage")
                                    .put("reference", "#coverage");
                        },
                        "MSO-2109 Claim.insurance"),
                blocked(
                        "no member id",
                        claim -> Cases.at(claim, "/contained/4").remove("subscriberId"),
                        "MSO-2124 " + coverage + ".resolve()"),
                blocked(
                        "no payor",
                        claim -> Cases.at(claim, "/contained/4").remove("payor"),
                        "MSO-2125 " + coverage + ".resolve().payor[0]"),
                blocked(
                        "a payor without payer id",
                        claim -> Cases.at(claim, "/contained/3").remove("identifier"),
                        "MSO-2125 " + coverage + ".resolve().payor[0]"),
                blocked(
                        "a patient who pays",
                        claim ->
                                Cases.at(claim, "/contained/4/payor/0")
                                        .put("reference", "#patient"),
                        "MSO-2118 " + coverage + ".resolve().payor[0]"),
                blocked(
                        "a Coverage that pays itself",
                        claim ->
                                Cases.at(claim, "/contained/4/payor/0")
                                        .put("reference", "#coverage"),
                        "MSO-2118 " + coverage + ".resolve().payor[0]"),
                blocked(
                        "a child without subscriber",
                        claim ->
                                Cases.at(claim, "/contained/4/relationship/coding/0")
                                        .put("code", "child"),
                        "MSO-2126 " + coverage + ".resolve().subscriber"),
                blocked(
                        "an unknown relationship without subscriber",
                        claim -> Cases.at(claim, "/contained/4").remove("relationship"),
                        "MSO-2128 " + coverage + ".resolve().relationship",
                        "MSO-2126 " + coverage + ".resolve().subscriber"),
                blocked(
                        "the secondary insurance",
                        claim -> Cases.at(claim, "/contained/4").put("order", 2),
                        "MSO-2127 " + coverage),
                blocked(
                        "a cancelled Coverage",
                        claim -> Cases.at(claim, "/contained/4").put("status", "cancelled"),
                        "MSO-2114 " + coverage + ".resolve().status"),
                blocked(
                        "the Coverage of another patient",
                        claim -> {
                            Cases.list(claim, "/contained")
                                    .addObject()
                                    .put("resourceType", "Patient")
                                    .put("id", "other");
                            Cases.at(claim, "/contained/4/beneficiary").put("reference", "#other");
                        },
                        "MSO-2136 " + coverage + ".resolve().beneficiary"),
                blocked(
                        "a replacement without the payer's number",
                        claim ->
                                claim.putArray("related")
                                        .addObject()
                                        .set("relationship", Cases.concept("urn:x", "replaces")),
                        "MSO-2129 Claim.related[0].reference"));
    }

    @TestFactory
    Stream<DynamicTest> lines() {
        return Stream.of(
                blocked(
                        "no charge",
                        claim -> item(claim, 0).remove("net"),
                        "MSO-2110 Claim.item[0].net"),
                blocked(
                        "a charge in euros",
                        claim -> Cases.at(claim, "/item/0/net").put("currency", "EUR"),
                        "MSO-2122 Claim.item[0].net"),
                blocked(
                        "a fraction of a cent",
                        claim -> Cases.at(claim, "/item/0/net").put("value", 1.005),
                        "MSO-2122 Claim.item[0].net"),
                blocked(
                        "a price that comes to a fraction of a cent",
                        claim -> Cases.at(claim, "/item/1/unitPrice").put("value", 0.333),
                        "MSO-2122 Claim.item[1].unitPrice"),
                blocked(
                        "a price of too many digits",
                        claim -> Cases.at(claim, "/item/1/unitPrice").put("value", 1e-16),
                        "MSO-2122 Claim.item[1].unitPrice"),
                blocked(
                        "a total beyond all bounds",
                        claim -> Cases.at(claim, "/total").put("value", 1e300),
                        "MSO-2122 Claim.total"),
                blocked(
                        "at least two",
                        claim -> Cases.at(claim, "/item/0/quantity").put("comparator", ">="),
                        "MSO-2123 Claim.item[0].quantity"),
                blocked(
                        "a quantity that is a word",
                        claim -> Cases.at(claim, "/item/0/quantity").put("value", "two"),
                        "MSO-2131 Claim"),
                blocked(
                        "a day that does not exist",
                        claim -> item(claim, 0).put("servicedDate", "2026-02-30"),
                        "MSO-2131 Claim.item[0].serviced"),
                blocked(
                        "a month",
                        claim -> item(claim, 0).put("servicedDate", "2026-10"),
                        "MSO-2131 Claim.item[0].serviced"),
                blocked(
                        "no day at all",
                        claim -> item(claim, 0).remove("servicedDate"),
                        "MSO-2119 Claim.item[0].serviced"),
                blocked(
                        "an end without beginning",
                        claim -> Cases.at(claim, "/item/1/servicedPeriod").remove("start"),
                        "MSO-2119 Claim.item[1].serviced.start"),
                blocked(
                        "no diagnosis",
                        claim -> {
                            claim.remove("diagnosis");
                            item(claim, 0).remove("diagnosisSequence");
                            item(claim, 1).remove("diagnosisSequence");
                        },
                        "MSO-2120 Claim.diagnosis"),
                blocked(
                        "a diagnosis sequence that is not listed",
                        claim -> item(claim, 0).putArray("diagnosisSequence").add(3),
                        "MSO-2121 Claim.item[0].diagnosisSequence[0]"),
                blocked(
                        "two diagnoses and a line for neither",
                        claim -> item(claim, 0).remove("diagnosisSequence"),
                        "MSO-2121 Claim.item[0].diagnosisSequence"),
                blocked(
                        "no place of service",
                        claim -> {
                            item(claim, 0).remove("locationCodeableConcept");
                            item(claim, 1).remove("locationCodeableConcept");
                        },
                        "MSO-2113 Claim.facility"),
                blocked(
                        "a place of service on one line only",
                        claim -> item(claim, 1).remove("locationCodeableConcept"),
                        "MSO-2113 Claim.item[1].location"),
                blocked(
                        "everything at once",
                        claim -> {
                            claim.put("status", "cancelled");
                            item(claim, 0).remove("net");
                            code("http://snomed.info/sct", "1").accept(claim);
                            item(claim, 1).put("servicedDate", "soon").remove("servicedPeriod");
                        },
                        "MSO-2114 Claim.status",
                        "MSO-2101 Claim.item[0].productOrService",
                        "MSO-2110 Claim.item[0].net",
                        "MSO-2131 Claim.item[1].serviced"));
    }

    @Test
    void what_does_not_stop_a_claim_is_a_warning() {
        Taken taken =
                Taken.from(
                        intake(),
                        Cases.claim(
                                claim -> {
                                    Cases.at(claim, "/contained/4").remove("type");
                                    Cases.at(claim, "/contained/4/relationship/coding/0")
                                            .put("code", "other");
                                    Cases.at(claim, "/contained/4")
                                            .putObject("subscriber")
                                            .put("reference", "#aunt");
                                    Cases.list(claim, "/contained")
                                            .addObject()
                                            .put("resourceType", "RelatedPerson")
                                            .put("id", "aunt")
                                            .put("gender", "other");
                                }));
        assertEquals("G8", taken.only().coverage().relationship());
        assertEquals("ZZ", taken.only().coverage().payer().filingIndicator());
        assertEquals(
                List.of(
                        "MSO-2133 Claim.insurance[0].coverage.resolve().type",
                        "MSO-2128 Claim.insurance[0].coverage.resolve().relationship"),
                Taken.places(taken.warnings.get(0)));
    }
}
