package org.openmso.billing;

import java.util.List;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.ServiceLine;

/** Procedures, modifiers, places of service, and services that stand twice on a claim. */
final class ProcedureRules {
    private static final int MOST_LINES = 50;
    private static final int LONGEST = 5;
    private static final int MOST_MODIFIERS = 4;

    private ProcedureRules() {}

    static void check(ProfessionalClaim claim, Findings found) {
        List<ServiceLine> lines = claim.lines();
        if (lines.isEmpty() && !found.isPartial() || lines.size() > MOST_LINES) {
            found.add(Reason.LINE_COUNT, "2400", "LX01");
        }
        if (found.judges(claim.placeOfService())
                && !Codes.isPlaceOfService(claim.placeOfService())) {
            found.add(Reason.PLACE_FORM, "", "CLM05-1");
        }
        boolean inpatient = isInpatient(claim.placeOfService());
        int number = 0;
        for (ServiceLine line : lines) {
            number++;
            if (found.judges(line.procedure()) && !Codes.isProcedure(line.procedure())) {
                found.addQuoting(
                        Reason.PROCEDURE_FORM,
                        line.procedure(),
                        LONGEST,
                        "2400",
                        number,
                        "SV101-2");
            }
            described(line, number, found);
            if (!line.modifiers().isEmpty()) {
                modifiers(line.modifiers(), number, found);
            }
            if (!line.placeOfService().isEmpty()) {
                if (!Codes.isPlaceOfService(line.placeOfService())) {
                    found.add(Reason.PLACE_FORM, "2400", number, "SV105");
                }
                inpatient |= isInpatient(line.placeOfService());
            }
        }
        if (inpatient && claim.admission().isEmpty() && !found.isPartial()) {
            found.add(Reason.ADMISSION, "", "DTP*435");
        }
        if (lines.size() <= MOST_LINES) {
            repeated(lines, found);
        }
    }

    /** A payer cannot price a code without meaning; it returns the claim, or asks for records. */
    private static void described(ServiceLine line, int number, Findings found) {
        boolean unlisted = Codes.isUnlisted(line.procedure());
        if (!unlisted && !Codes.isPerhapsUnlisted(line.procedure())
                || !X12Text.isShorterThan(1, line.description(), X12Text.DESCRIPTION)) {
            return;
        }
        if (unlisted) {
            found.add(Reason.UNLISTED, "2400", number, "SV101-7");
        } else {
            found.add(
                    Reason.UNLISTED.warning(
                            Findings.numbered("2400", number) + " SV101-7",
                            "Many codes that end in 99 have no meaning of their own, and the line"
                                    + " does not say in words what was done.",
                            "If the code has none, describe the service."));
        }
    }

    private static void modifiers(List<String> modifiers, int line, Findings found) {
        for (String modifier : modifiers) {
            if (!Codes.isModifier(modifier)) {
                found.add(Reason.MODIFIER_FORM, "2400", line, "SV101-3");
                break;
            }
        }
        if (modifiers.size() > MOST_MODIFIERS
                || hasRepetition(modifiers)
                || modifiers.contains("LT") && modifiers.contains("RT")
                || modifiers.contains("26") && modifiers.contains("TC")) {
            found.add(Reason.MODIFIERS, "2400", line, "SV101-3");
        }
    }

    private static boolean hasRepetition(List<String> modifiers) {
        var seen = new Distinct<String>(modifiers.size());
        for (String modifier : modifiers) {
            if (!seen.add(modifier)) {
                return true;
            }
        }
        return false;
    }

    private static void repeated(List<ServiceLine> lines, Findings found) {
        for (int i = 1; i < lines.size(); i++) {
            ServiceLine line = lines.get(i);
            if (!found.judges(line.procedure()) || !found.judges(line.from())) {
                continue;
            }
            for (int j = 0; j < i && !saysWhyRepeated(line); j++) {
                if (isSameService(line, lines.get(j))) {
                    found.add(Reason.SERVICE_TWICE_ON_CLAIM, "2400", i + 1, "SV101-2");
                    break;
                }
            }
        }
    }

    /** Same day, code, modifiers and charge: what payers take for the same service. */
    private static boolean isSameService(ServiceLine a, ServiceLine b) {
        return a.procedure().equals(b.procedure())
                && a.charge().equals(b.charge())
                && a.from().equals(b.from())
                && a.modifiers().size() == b.modifiers().size()
                && a.modifiers().containsAll(b.modifiers());
    }

    private static boolean saysWhyRepeated(ServiceLine line) {
        for (String modifier : line.modifiers()) {
            switch (modifier) {
                case "76", "77", "91", "59" -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    private static boolean isInpatient(String place) {
        return place.equals("21") || place.equals("51") || place.equals("61");
    }
}
