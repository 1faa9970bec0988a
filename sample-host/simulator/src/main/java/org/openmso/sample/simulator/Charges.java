package org.openmso.sample.simulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** Writes what Claims and visits without Claim have in common: codes, amounts, diagnoses. */
final class Charges {
    private static final String SNOMED_EXAMPLE = "162673000";
    private static final String CVX_EXAMPLE = "140";

    private final Json json;
    private final Resources resources;

    Charges(Json json, Resources resources) {
        this.json = json;
        this.resources = resources;
    }

    /** The line's code; a fault of coding sits on the last line. */
    void code(String name, Visit visit, Line line) throws IOException {
        boolean last = isLast(visit, line);
        if (last && visit.has(Fault.SNOMED_LINE)) {
            json.concept(name, Systems.SNOMED, SNOMED_EXAMPLE);
        } else if (last && visit.has(Fault.CVX_LINE)) {
            json.concept(name, Systems.CVX, CVX_EXAMPLE);
        } else {
            json.concept(name, system(line), line.code());
        }
    }

    static String system(Line line) {
        return line.cpt() ? Systems.CPT : Systems.HCPCS;
    }

    /** An amount of a line; nothing when that is the fault. */
    void amount(String name, Visit visit, Line line, long cents) throws IOException {
        boolean last = isLast(visit, line);
        if (last && visit.has(Fault.CHARGE_MISSING)) {
            return;
        }
        json.money(name, cents, last && visit.has(Fault.FOREIGN_CURRENCY) ? "EUR" : "USD");
    }

    /** How much of a drug was given. */
    static void milliliters(Json json, String name, Drug drug) throws IOException {
        json.quantity(
                name,
                BigDecimal.valueOf(drug.tenths(), 1),
                () -> {
                    json.text("unit", "mL");
                    json.text("system", Systems.UCUM);
                    json.text("code", "mL");
                });
    }

    void units(Line line) throws IOException {
        json.quantity("quantity", BigDecimal.valueOf(line.units()), () -> {});
    }

    /** Who treated; a reference to nobody when that is the fault. */
    void rendering(String name, Visit visit) throws IOException {
        if (visit.has(Fault.REFERENCE_UNRESOLVED)) {
            json.reference(name, resources.outside("Practitioner", visit.key() + "-gone"));
        } else {
            resources.refer(name, visit.rendering());
        }
    }

    void condition(Visit visit, int index, boolean inEncounter) throws IOException {
        resources.head("Condition", conditionKey(visit, index));
        json.concept("clinicalStatus", Systems.CONDITION_CLINICAL, "active");
        json.single(
                "category", () -> json.concept(Systems.CONDITION_CATEGORY, "encounter-diagnosis"));
        json.concept("code", Systems.ICD_10_CM, visit.diagnoses().get(index));
        resources.refer("subject", "Patient", visit.patient().key());
        if (inEncounter) {
            resources.refer("encounter", "Encounter", visit.key());
        }
    }

    static String conditionKey(Visit visit, int index) {
        return visit.key() + "-diagnosis" + (index + 1);
    }

    /** The diagnoses that are told. */
    static List<String> diagnoses(Visit visit) {
        return visit.has(Fault.DIAGNOSIS_MISSING) ? List.of() : visit.diagnoses();
    }

    static boolean isLast(Visit visit, Line line) {
        return visit.lines().get(visit.lines().size() - 1) == line;
    }

    /** A moment of the visit's day; between 8 and 15 o'clock it is that day in UTC, too. */
    static String time(Visit visit, int hour) {
        return visit.day() + (hour < 10 ? "T0" : "T") + hour + ":00:00-06:00";
    }

    static void period(Json json, Visit visit) throws IOException {
        json.text("start", time(visit, 9));
        json.text("end", time(visit, 10));
    }
}
