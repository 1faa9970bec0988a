package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.ServiceLine;
import org.openmso.api.fhir.FhirIntake;

/** Visits that have charges and no Claim. */
class VisitTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();

    @TempDir Path scratch;

    private FhirIntake intake() {
        return CAPABILITY.open(
                new TestPractice(
                        Map.of("place-of-service.AMB", "11", "place-of-service.IMP", "21"),
                        scratch));
    }

    private Taken visit(Consumer<ObjectNode> change) {
        return Taken.from(intake(), Cases.changed("visit.json", change));
    }

    private static ObjectNode entry(ObjectNode bundle, int index) {
        return Cases.at(bundle, "/entry/" + index + "/resource");
    }

    private DynamicTest blocked(String name, Consumer<ObjectNode> change, String... problems) {
        return dynamicTest(
                name, () -> assertEquals(List.of(problems), visit(change).onlyProblems()));
    }

    @TestFactory
    Stream<DynamicTest> visits_that_cannot_be_billed() {
        return Stream.of(
                blocked(
                        "still going on",
                        bundle -> entry(bundle, 0).put("status", "in-progress"),
                        "MSO-2134 Encounter.status"),
                blocked(
                        "cancelled",
                        bundle -> entry(bundle, 0).put("status", "cancelled"),
                        "MSO-2114 Encounter.status"),
                blocked(
                        "of an unknown class",
                        bundle -> Cases.at(bundle, "/entry/0/resource/class").put("code", "VR"),
                        "MSO-2113 Encounter.class"),
                blocked(
                        "without price",
                        bundle -> entry(bundle, 2).remove("priceOverride"),
                        "MSO-2110 ChargeItem/ci1.priceOverride"),
                blocked(
                        "with a Procedure that has no ChargeItem",
                        bundle -> entry(bundle, 1).remove("service"),
                        "MSO-2110 Procedure/pr1.code",
                        "MSO-2101 Procedure/pr1.code"),
                blocked(
                        "with a quantity that is a word",
                        bundle -> Cases.at(bundle, "/entry/1/resource/quantity").put("value", "x"),
                        "MSO-2131 ChargeItem/ci2"),
                blocked(
                        "without diagnosis",
                        bundle -> entry(bundle, 0).remove("diagnosis"),
                        "MSO-2120 Encounter.diagnosis"),
                blocked(
                        "with diagnoses of unknown rank",
                        bundle -> Cases.at(bundle, "/entry/0/resource/diagnosis/0").remove("rank"),
                        "MSO-2121 ChargeItem/ci1.reason"),
                blocked(
                        "of a patient without insurance that day",
                        bundle -> entry(bundle, 8).putObject("period").put("end", "2026-10-05"),
                        "MSO-2109 Encounter.subject"),
                blocked(
                        "of a patient with two insurances of unknown order",
                        bundle -> {
                            entry(bundle, 7).remove("period");
                            entry(bundle, 7).remove("order");
                        },
                        "MSO-2109 Encounter.subject"),
                blocked(
                        "of a patient whose primary insurance is not here",
                        bundle -> entry(bundle, 8).put("order", 2),
                        "MSO-2127 Coverage/now"),
                blocked(
                        "by nobody",
                        bundle -> entry(bundle, 0).remove("serviceProvider"),
                        "MSO-2111 Encounter.serviceProvider"));
    }

    @Test
    void stay_in_hospital_tells_its_days() {
        ProfessionalClaim claim =
                visit(bundle -> Cases.at(bundle, "/entry/0/resource/class").put("code", "IMP"))
                        .only();
        assertEquals("21", claim.placeOfService());
        assertEquals(Optional.of(LocalDate.of(2026, 10, 6)), claim.admission());
        assertEquals(Optional.of(LocalDate.of(2026, 10, 6)), claim.discharge());
    }

    @Test
    void minutes_of_anesthesia_are_not_units() {
        ProfessionalClaim claim =
                visit(
                                bundle -> {
                                    Cases.at(bundle, "/entry/1/resource/code/coding/0")
                                            .put("code", "00830");
                                    Cases.at(bundle, "/entry/1/resource/quantity")
                                            .put("value", 60)
                                            .put("code", "min");
                                })
                        .only();
        assertEquals(
                List.of(false, true), claim.lines().stream().map(ServiceLine::minutes).toList());
    }

    @Test
    void charge_for_a_code_without_meaning_of_its_own_has_words() {
        ProfessionalClaim claim =
                visit(
                                bundle -> {
                                    Cases.at(bundle, "/entry/1/resource/code/coding/0")
                                            .put("code", "J3490");
                                    Cases.at(bundle, "/entry/1/resource/code")
                                            .put("text", "Cyanocobalamin nasal");
                                })
                        .only();
        assertEquals("Cyanocobalamin nasal", claim.lines().get(1).description());
    }

    @Test
    void charges_that_name_who_bills() {
        ProfessionalClaim claim =
                visit(
                                bundle -> {
                                    entry(bundle, 0).remove("serviceProvider");
                                    entry(bundle, 1)
                                            .putObject("performingOrganization")
                                            .put("reference", "Organization/o1");
                                })
                        .only();
        assertEquals("1234567893", claim.billingProvider().provider().npi());
    }

    @Test
    void visit_that_was_billed_already_is_no_claim() {
        Taken taken =
                visit(
                        bundle -> {
                            entry(bundle, 1).put("status", "billed");
                            entry(bundle, 2).put("status", "billed");
                        });
        assertEquals(0, taken.report.claims());
    }

    @Test
    void order_of_the_resources_does_not_matter() {
        ProfessionalClaim expected = Taken.from(intake(), Cases.input("visit.json")).only();
        var random = new Random(7);
        for (int round = 0; round < 10; round++) {
            Taken taken =
                    visit(
                            bundle -> {
                                var entries = new ArrayList<JsonNode>();
                                bundle.get("entry").forEach(entries::add);
                                Collections.shuffle(entries, random);
                                bundle.putArray("entry").addAll(entries);
                            });
            assertEquals(expected, taken.only());
        }
    }

    @Test
    void same_files_twice_give_the_same_claim_twice() {
        Taken taken = Taken.from(intake(), Cases.input("visit.json"), Cases.input("visit.json"));
        assertEquals(2, taken.claims.size(), taken.blocked::toString);
        assertEquals(taken.claims.get(0), taken.claims.get(1));
    }

    @Test
    void two_versions_of_a_charge_are_ambiguous() {
        String other =
                Cases.at(Cases.tree("visit.json"), "/entry/2/resource")
                        .put("enteredDate", "2026-10-09")
                        .toString();
        Taken taken =
                Taken.from(intake(), Cases.input("visit.json"), Cases.text("correction", other));
        assertEquals(List.of("MSO-2116 ChargeItem.context"), taken.onlyProblems());
    }

    @Test
    void patient_with_medicare_after_a_plan_has_both_on_the_claim() {
        Taken taken =
                visit(
                        bundle -> {
                            entry(bundle, 7).remove("period");
                            entry(bundle, 7).put("order", 2);
                            entry(bundle, 7).putObject("subscriber").put("reference", "Patient/p1");
                        });
        ProfessionalClaim claim = taken.only();
        assertEquals("P", claim.coverage().responsibility());
        assertEquals("S", claim.otherCoverages().get(0).responsibility());
        assertTrue(
                Taken.places(taken.warnings.get(0)).contains("MSO-2133 Coverage/last-year.type"));
    }
}
