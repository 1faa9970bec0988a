package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.host.NamedInput;

/** All of a claim is of one patient. */
class SamePatientTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();

    @TempDir Path scratch;

    private Taken read(NamedInput... inputs) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch)),
                inputs);
    }

    /** The visit with a second patient, and one of its resources changed. */
    private static NamedInput visit(String id, Consumer<ObjectNode> change) {
        return Cases.changed(
                "visit.json",
                tree -> {
                    resource(tree, id).accept(change);
                    ObjectNode other = Cases.list(tree, "/entry").addObject();
                    other.set(
                            "resource",
                            Cases.parse(
                                    "{'resourceType':'Patient','id':'p2','gender':'male','birthDate':'1971-03-04','name':[{'family':'Fen','given':['Otto']}]}"
                                            .replace('\'', '"')));
                });
    }

    private interface Changed {
        void accept(Consumer<ObjectNode> change);
    }

    private static Changed resource(ObjectNode tree, String id) {
        return change ->
                Cases.list(tree, "/entry")
                        .forEach(
                                entry -> {
                                    if (entry.at("/resource/id").asText().equals(id)) {
                                        change.accept((ObjectNode) entry.get("resource"));
                                    }
                                });
    }

    private static Consumer<ObjectNode> subject(String reference) {
        return resource -> resource.putObject("subject").put("reference", reference);
    }

    @Test
    void charge_of_another_patient_is_not_billed_to_the_patient_of_the_visit() {
        assertEquals(
                List.of("MSO-2155 ChargeItem/ci1.subject"),
                read(visit("ci1", subject("Patient/p2"))).onlyProblems());
    }

    @Test
    void charge_of_a_patient_who_is_not_here_is_not_billed_to_the_patient_of_the_visit() {
        assertEquals(
                List.of("MSO-2111 ChargeItem/ci1.subject"),
                read(visit("ci1", subject("Patient/p3"))).onlyProblems());
    }

    @Test
    void charge_without_subject_is_of_the_patient_of_the_visit() {
        assertEquals(
                2, read(visit("ci1", charge -> charge.remove("subject"))).only().lines().size());
    }

    @Test
    void diagnosis_of_another_patient_is_not_told_to_the_payer() {
        assertEquals(
                List.of("MSO-2155 Encounter.diagnosis[1].condition.resolve().subject"),
                read(visit("k1", subject("Patient/p2"))).onlyProblems());
    }

    @Test
    void second_record_of_the_same_person_is_no_other_patient() {
        NamedInput twice =
                Cases.changed(
                        "visit.json",
                        tree -> {
                            ObjectNode again = tree.deepCopy();
                            resource(again, "p1")
                                    .accept(
                                            patient -> {
                                                patient.put("id", "p9").put("active", true);
                                                Cases.list(tree, "/entry")
                                                        .addObject()
                                                        .set("resource", patient);
                                            });
                            resource(tree, "ci1").accept(subject("Patient/p9"));
                        });
        assertEquals(2, read(twice).only().lines().size());
    }

    @Test
    void claim_that_names_the_visit_of_another_patient_is_blocked() {
        NamedInput claim =
                Cases.claim(
                        tree ->
                                Cases.at(tree, "/item/0")
                                        .putArray("encounter")
                                        .addObject()
                                        .put("reference", "Encounter/other"));
        NamedInput stranger =
                Cases.text(
                        "stranger",
                        "{'resourceType':'Encounter','id':'other','status':'finished','subject':{'reference':'#p'},'contained':[{'resourceType':'Patient','id':'p'}]}"
                                .replace('\'', '"'));
        // A patient in the visit itself may be the same person: nothing tells them apart.
        assertEquals(2, read(claim, stranger).only().lines().size());
        NamedInput visits = visit("v1", subject("Patient/p2"));
        Taken taken =
                read(
                        visits,
                        Cases.claim(
                                tree -> {
                                    tree.putObject("patient").put("reference", "Patient/p1");
                                    Cases.at(tree, "/item/0")
                                            .putArray("encounter")
                                            .addObject()
                                            .put("reference", "Encounter/v1");
                                }));
        assertEquals(
                true,
                Taken.places(taken.blocked.get("Claim/c-1001"))
                        .contains("MSO-2155 Claim.item[0].encounter[0]"),
                taken.blocked::toString);
    }

    @Test
    void diagnosis_of_a_claim_by_reference_to_another_patients_condition_is_refused() {
        Taken taken =
                read(
                        visit("k1", subject("Patient/p2")),
                        Cases.claim(
                                tree -> {
                                    tree.putObject("patient").put("reference", "Patient/p1");
                                    ObjectNode diagnosis = Cases.at(tree, "/diagnosis/0");
                                    diagnosis.remove("diagnosisCodeableConcept");
                                    diagnosis
                                            .putObject("diagnosisReference")
                                            .put("reference", "Condition/k1");
                                }));
        assertEquals(
                true,
                Taken.places(taken.blocked.get("Claim/c-1001"))
                        .contains("MSO-2155 Claim.diagnosis[0].diagnosis.resolve().subject"),
                taken.blocked::toString);
    }
}
