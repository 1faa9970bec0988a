package org.openmso.sample.simulator;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** Writes visits as Claims. */
final class Claims {
    private final Json json;
    private final Telling telling;
    private final Resources resources;
    private final Charges charges;
    private final LocalDate created;

    Claims(Json json, Telling telling, Resources resources, Charges charges, LocalDate created) {
        this.json = json;
        this.telling = telling;
        this.resources = resources;
        this.charges = charges;
        this.created = created;
    }

    /**
     * Writes one; call within an object.
     *
     * @param contained writes the contained resources, or nothing
     */
    void claim(Visit visit, Json.Body contained) throws IOException {
        resources.head("Claim", visit.key());
        contained.write();
        json.array(
                "identifier", () -> json.identifier("https://ehr.example/claims", visit.number()));
        json.text("status", visit.has(Fault.DRAFT) ? "draft" : "active");
        json.concept(
                "type",
                Systems.CLAIM_TYPE,
                visit.has(Fault.INSTITUTIONAL_CLAIM) ? "institutional" : "professional");
        json.text("use", "claim");
        resources.refer("patient", "Patient", visit.patient().key());
        json.object(
                "billablePeriod",
                () -> {
                    if (telling.times()) {
                        Charges.period(json, visit);
                    } else {
                        json.day("start", visit.day());
                        json.day("end", visit.day());
                    }
                });
        json.day("created", created);
        resources.refer("insurer", "Organization", visit.primary().payer().key());
        resources.refer("provider", "Organization", Clinic.KEY);
        json.concept("priority", Systems.PRIORITY, "normal");
        if (visit.replaced().isPresent()) {
            replaced(visit.replaced().get());
        }
        if (!visit.has(Fault.PLACE_OF_SERVICE_MISSING) && !onLines(visit)) {
            resources.refer("facility", "Location", visit.site().key());
        }
        json.array("careTeam", () -> careTeam(visit));
        if (!Charges.diagnoses(visit).isEmpty()) {
            json.array("diagnosis", () -> diagnoses(visit));
        }
        json.array("insurance", () -> insurances(visit));
        if (visit.accident().isPresent()) {
            accident(visit.accident().get());
        }
        json.array("item", () -> items(visit));
        long stated = visit.cents() + (visit.has(Fault.TOTAL_DIFFERS) ? 100 : 0);
        json.money("total", stated, "USD");
    }

    private boolean onLines(Visit visit) {
        return telling.placeOnLines() && visit.site().placeOfService().equals("11");
    }

    private void replaced(String payerNumber) throws IOException {
        json.single(
                "related",
                () -> {
                    json.concept("relationship", Systems.RELATED_CLAIM, "prior");
                    if (!payerNumber.isEmpty()) {
                        json.object("reference", () -> json.text("value", payerNumber));
                    }
                });
    }

    private void careTeam(Visit visit) throws IOException {
        json.object(
                () -> {
                    json.number("sequence", 1);
                    charges.rendering("provider", visit);
                    json.flag("responsible", true);
                    json.concept("role", Systems.CARE_TEAM, "primary");
                });
        if (visit.referring().isPresent()) {
            member(2, visit.referring().get(), Systems.CARE_TEAM_CARIN, "referring");
        }
        if (visit.supervising().isPresent()) {
            member(3, visit.supervising().get(), Systems.CARE_TEAM, "supervisor");
        }
    }

    private void member(int sequence, Clinician clinician, String system, String role)
            throws IOException {
        json.object(
                () -> {
                    json.number("sequence", sequence);
                    resources.refer("provider", clinician);
                    json.concept("role", system, role);
                });
    }

    private void diagnoses(Visit visit) throws IOException {
        List<String> diagnoses = visit.diagnoses();
        for (int i = 0; i < diagnoses.size(); i++) {
            int index = i;
            json.object(
                    () -> {
                        json.number("sequence", index + 1);
                        if (telling.diagnosesAsConditions()) {
                            resources.refer(
                                    "diagnosisReference",
                                    "Condition",
                                    Charges.conditionKey(visit, index));
                        } else {
                            json.concept(
                                    "diagnosisCodeableConcept",
                                    Systems.ICD_10_CM,
                                    diagnoses.get(index));
                        }
                        if (index == 0) {
                            json.single(
                                    "type",
                                    () -> json.concept(Systems.DIAGNOSIS_TYPE, "principal"));
                        }
                    });
        }
    }

    private void insurances(Visit visit) throws IOException {
        boolean secondFirst =
                telling.dialect() == Dialect.SEVERAL_COVERAGES
                        && visit.number().codePointAt(visit.number().length() - 1) % 2 == 0;
        if (secondFirst && visit.secondary().isPresent()) {
            insurance(1, visit, visit.secondary().get(), false);
            insurance(2, visit, visit.primary(), true);
        } else {
            insurance(1, visit, visit.primary(), true);
            if (visit.secondary().isPresent() && !visit.has(Fault.COVERAGE_MISSING)) {
                insurance(2, visit, visit.secondary().get(), false);
            }
        }
    }

    private void insurance(int sequence, Visit visit, Insurance insurance, boolean focal)
            throws IOException {
        json.object(
                () -> {
                    json.number("sequence", sequence);
                    json.flag("focal", focal);
                    if (visit.has(Fault.COVERAGE_MISSING)) {
                        json.object(
                                "coverage", () -> json.text("display", insurance.payer().name()));
                    } else {
                        resources.refer("coverage", "Coverage", insurance.key());
                    }
                    if (focal && !visit.authorization().isEmpty()) {
                        json.array("preAuthRef", () -> json.text(visit.authorization()));
                    }
                });
    }

    private void accident(Accident accident) throws IOException {
        json.object(
                "accident",
                () -> {
                    json.day("date", accident.day());
                    json.concept("type", Systems.ACT, "MVA");
                    if (!accident.state().isEmpty()) {
                        json.object(
                                "locationAddress",
                                () -> {
                                    json.text("state", accident.state());
                                    json.text("country", "US");
                                });
                    }
                });
    }

    private void items(Visit visit) throws IOException {
        List<Line> lines = visit.lines();
        for (int i = 0; i < lines.size(); i++) {
            int sequence = i + 1;
            Line line = lines.get(i);
            json.object(() -> item(visit, sequence, line));
        }
    }

    private void item(Visit visit, int sequence, Line line) throws IOException {
        json.number("sequence", sequence);
        json.array("careTeamSequence", () -> json.number(1));
        if (!visit.has(Fault.DIAGNOSIS_MISSING)) {
            json.array("diagnosisSequence", () -> pointers(visit, line));
        }
        charges.code("productOrService", visit, line);
        if (!line.modifiers().isEmpty()) {
            json.array("modifier", () -> modifiers(line));
        }
        if (telling.times()) {
            json.object("servicedPeriod", () -> Charges.period(json, visit));
        } else {
            json.day("servicedDate", visit.day());
        }
        if (onLines(visit) && !visit.has(Fault.PLACE_OF_SERVICE_MISSING)) {
            json.concept(
                    "locationCodeableConcept",
                    Systems.PLACE_OF_SERVICE,
                    visit.site().placeOfService());
        }
        charges.units(line);
        charges.amount("unitPrice", visit, line, line.unitCents());
        charges.amount("net", visit, line, line.cents());
        if (line.drug().isPresent()) {
            drug(line.drug().get());
        }
    }

    private void pointers(Visit visit, Line line) throws IOException {
        if (visit.has(Fault.DIAGNOSIS_POINTER) && Charges.isLast(visit, line)) {
            json.number(visit.diagnoses().size() + 1);
            return;
        }
        for (int pointer : line.pointers()) {
            json.number(pointer);
        }
    }

    private void modifiers(Line line) throws IOException {
        for (String modifier : line.modifiers()) {
            // Modifiers with a digit first are CPT's, the others are of HCPCS level II.
            boolean cpt = Character.isDigit(modifier.charAt(0));
            json.object(() -> json.concept(cpt ? Systems.CPT : Systems.HCPCS, modifier));
        }
    }

    private void drug(Drug drug) throws IOException {
        json.single(
                "detail",
                () -> {
                    json.number("sequence", 1);
                    json.concept("productOrService", Systems.NDC, drug.ndc());
                    Charges.milliliters(json, "quantity", drug);
                });
    }
}
