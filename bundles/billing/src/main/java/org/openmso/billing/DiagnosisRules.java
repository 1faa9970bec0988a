package org.openmso.billing;

import java.util.List;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.ServiceLine;

/** Diagnoses and the lines' pointers to them. */
final class DiagnosisRules {
    private static final int MOST_DIAGNOSES = 12;
    private static final int MOST_POINTERS = 4;
    private static final int LONGEST = 7;

    private DiagnosisRules() {}

    static void check(ProfessionalClaim claim, Findings found) {
        List<String> diagnoses = claim.diagnoses();
        if (diagnoses.isEmpty() && !found.isPartial() || diagnoses.size() > MOST_DIAGNOSES) {
            found.add(Reason.DIAGNOSIS_COUNT, "2300", "HI");
        }
        var seen = new Distinct<String>(diagnoses.size());
        int position = 0;
        for (String code : diagnoses) {
            position++;
            if (!found.judges(code)) {
                continue;
            }
            if (!Codes.isDiagnosis(code)) {
                found.addQuoting(
                        Reason.DIAGNOSIS_FORM,
                        code,
                        LONGEST,
                        "2300",
                        Findings.NO_LINE,
                        element(position));
            } else if (position == 1 && code.charAt(0) >= 'V' && code.charAt(0) <= 'Y') {
                // ICD-10-CM guidelines I.C.20: external causes are never listed first.
                found.add(Reason.EXTERNAL_CAUSE, "2300", "HI01");
            }
            if (!seen.add(code)) {
                found.add(Reason.DIAGNOSIS_TWICE, "2300", element(position));
            }
        }
        int number = 0;
        for (ServiceLine line : claim.lines()) {
            number++;
            boolean there = !found.isPartial() || !line.pointers().isEmpty();
            if (there && !isPointing(line.pointers(), diagnoses.size())) {
                found.add(Reason.POINTER, "2400", number, "SV107");
            }
        }
    }

    private static boolean isPointing(List<Integer> pointers, int diagnoses) {
        if (pointers.isEmpty() || pointers.size() > MOST_POINTERS) {
            return false;
        }
        for (int i = 0; i < pointers.size(); i++) {
            int pointer = pointers.get(i);
            if (pointer < 1 || pointer > diagnoses || pointers.indexOf(pointer) < i) {
                return false;
            }
        }
        return true;
    }

    private static String element(int position) {
        return position < 10 ? "HI0" + position : "HI" + position;
    }
}
