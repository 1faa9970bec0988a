package org.openmso.sample.simulator;

import java.io.IOException;
import java.util.List;

/** Writes visits without Claims: Encounters and ChargeItems. */
final class Encounters {
    private final Json json;
    private final Resources resources;
    private final Charges charges;

    Encounters(Json json, Resources resources, Charges charges) {
        this.json = json;
        this.resources = resources;
        this.charges = charges;
    }

    void encounter(Visit visit) throws IOException {
        boolean nowhere = visit.has(Fault.PLACE_OF_SERVICE_MISSING);
        resources.head("Encounter", visit.key());
        json.array(
                "identifier", () -> json.identifier("https://ehr.example/visits", visit.number()));
        json.text("status", "finished");
        boolean remote = visit.site().placeOfService().equals("02");
        json.object(
                "class",
                () -> {
                    json.text("system", Systems.ACT);
                    json.text("code", nowhere ? "FLD" : remote ? "VR" : "AMB");
                });
        resources.refer("subject", "Patient", visit.patient().key());
        json.array("participant", () -> participants(visit));
        json.object("period", () -> Charges.period(json, visit));
        List<String> diagnoses = Charges.diagnoses(visit);
        if (!diagnoses.isEmpty()) {
            json.array("diagnosis", () -> diagnoses(visit, diagnoses.size()));
        }
        if (!nowhere) {
            json.single(
                    "location", () -> resources.refer("location", "Location", visit.site().key()));
        }
        resources.refer("serviceProvider", "Organization", Clinic.KEY);
    }

    private void participants(Visit visit) throws IOException {
        json.object(
                () -> {
                    json.single("type", () -> json.concept(Systems.PARTICIPATION, "PPRF"));
                    charges.rendering("individual", visit);
                });
        if (visit.referring().isPresent()) {
            json.object(
                    () -> {
                        json.single("type", () -> json.concept(Systems.PARTICIPATION, "REF"));
                        resources.refer("individual", visit.referring().get());
                    });
        }
    }

    private void diagnoses(Visit visit, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            int index = i;
            json.object(
                    () -> {
                        resources.refer(
                                "condition", "Condition", Charges.conditionKey(visit, index));
                        json.number("rank", index + 1);
                    });
        }
    }

    static String chargeKey(Visit visit, int index) {
        return visit.key() + "-charge" + (index + 1);
    }

    void charge(Visit visit, int index) throws IOException {
        Line line = visit.lines().get(index);
        resources.head("ChargeItem", chargeKey(visit, index));
        json.text("status", "billable");
        charges.code("code", visit, line);
        resources.refer("subject", "Patient", visit.patient().key());
        resources.refer("context", "Encounter", visit.key());
        json.text("occurrenceDateTime", Charges.time(visit, 9));
        json.single("performer", () -> charges.rendering("actor", visit));
        resources.refer("performingOrganization", "Organization", Clinic.KEY);
        charges.units(line);
        // The price of the line, not of a unit.
        charges.amount("priceOverride", visit, line, line.cents());
        if (!visit.has(Fault.DIAGNOSIS_MISSING)) {
            json.array("reason", () -> reasons(visit, line));
        }
        if (line.drug().isPresent()) {
            json.concept("productCodeableConcept", Systems.NDC, line.drug().get().ndc());
            json.single(
                    "service",
                    () ->
                            json.text(
                                    "reference",
                                    resources.reference(
                                            "MedicationAdministration", givenKey(visit, index))));
        }
    }

    static String givenKey(Visit visit, int index) {
        return visit.key() + "-given" + (index + 1);
    }

    /** What of a charge's drug was given: the charge itself counts units of its code. */
    void given(Visit visit, int index) throws IOException {
        Drug drug = visit.lines().get(index).drug().orElseThrow();
        resources.head("MedicationAdministration", givenKey(visit, index));
        json.text("status", "completed");
        json.concept("medicationCodeableConcept", Systems.NDC, drug.ndc());
        resources.refer("subject", "Patient", visit.patient().key());
        resources.refer("context", "Encounter", visit.key());
        json.text("effectiveDateTime", Charges.time(visit, 9));
        json.object("dosage", () -> Charges.milliliters(json, "dose", drug));
    }

    private void reasons(Visit visit, Line line) throws IOException {
        for (int pointer : line.pointers()) {
            json.object(() -> json.concept(Systems.ICD_10_CM, visit.diagnoses().get(pointer - 1)));
        }
    }
}
