package org.openmso.billing;

import org.openmso.api.billing.Accident;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.Payer;
import org.openmso.api.billing.ProfessionalClaim;

/** Payers, their order, and what the claim is to them. */
final class CoverageRules {
    private static final String RANKS = "PSTABCDEFGH";
    private static final String UNKNOWN_RANK = "U";
    private static final int MOST_OTHERS = 10;

    private CoverageRules() {}

    static void check(ProfessionalClaim claim, PayerFlags flags, Findings found) {
        coverage(claim.coverage(), "2000B", found);
        int position = 0;
        for (Coverage other : claim.otherCoverages()) {
            coverage(other, Findings.numbered("2320", ++position), found);
        }
        if (isWrongRelationship(claim.coverage(), found)) {
            found.add(Reason.RELATIONSHIP, "2000C", "PAT01");
        }
        insuranceType(claim, found);
        order(claim, found);
        frequency(claim, flags, found);
        claim.accident().ifPresent(accident -> accident(accident, found));
    }

    private static void coverage(Coverage coverage, String loop, Findings found) {
        if (found.judges(coverage.responsibility()) && !isRank(coverage.responsibility())) {
            found.add(Reason.RESPONSIBILITY, loop, "SBR01");
        }
        String filing = coverage.payer().filingIndicator();
        if (found.judges(filing) && !isFilingIndicator(filing)) {
            found.add(Reason.FILING_INDICATOR, loop, "SBR09");
        }
    }

    /** SBR05 belongs to Medicare that is not primary; with other coverages it may stand. */
    private static void insuranceType(ProfessionalClaim claim, Findings found) {
        Coverage billed = claim.coverage();
        String type = billed.insuranceType();
        boolean needed = needsInsuranceType(billed);
        if (found.judges(type) && needed != !type.isEmpty()
                || !type.isEmpty() && !isInsuranceType(type)) {
            found.add(Reason.INSURANCE_TYPE, "2000B", "SBR05");
        }
        int position = 0;
        for (Coverage other : claim.otherCoverages()) {
            position++;
            String ofOther = other.insuranceType();
            if (!ofOther.isEmpty() && !isInsuranceType(ofOther)) {
                found.add(Reason.INSURANCE_TYPE, "2320", position, "SBR05");
            } else if (ofOther.isEmpty() && needsInsuranceType(other) && !found.isPartial()) {
                // The guide asks for it, but the payer billed here can do without.
                found.add(
                        Reason.INSURANCE_TYPE.warning(
                                Findings.numbered("2320", position) + " SBR05",
                                "Medicare is named as a later payer without its insurance type.",
                                "Add the insurance type to the Medicare coverage."));
            }
        }
    }

    private static boolean needsInsuranceType(Coverage coverage) {
        Payer payer = coverage.payer();
        return !coverage.responsibility().equals("P")
                && (payer.filingIndicator().equals("MB") || payer.filingIndicator().equals("MA"));
    }

    private static void order(ProfessionalClaim claim, Findings found) {
        if (claim.otherCoverages().size() > MOST_OTHERS) {
            found.add(Reason.COVERAGE_COUNT, "", "2320");
        }
        String billed = claim.coverage().responsibility();
        var ranks = new Distinct<String>(claim.otherCoverages().size() + 1);
        ranks.add(billed);
        boolean earlier = false;
        int position = 0;
        for (Coverage other : claim.otherCoverages()) {
            position++;
            String rank = other.responsibility();
            if (!ranks.add(rank) && !rank.equals(UNKNOWN_RANK) && found.judges(rank)) {
                found.add(Reason.RESPONSIBILITY_TWICE, "2320", position, "SBR01");
            }
            if (isWrongRelationship(other, found)) {
                found.add(Reason.RELATIONSHIP, "2320", position, "SBR02");
            }
            earlier |= isEarlier(rank, billed);
        }
        if (found.isPartial()) {
            // Which payer comes first was told before, if it matters.
            return;
        }
        if (earlier) {
            found.add(Reason.EARLIER_PAYER, "2320", "SBR01");
        } else if (RANKS.indexOf(billed) > 0) {
            found.add(
                    Reason.EARLIER_PAYER.warning(
                            "2000B SBR01",
                            "The claim goes to a payer that is not primary, and names no earlier one.",
                            "Check the order of the patient's coverages."));
        }
    }

    private static void frequency(ProfessionalClaim claim, PayerFlags flags, Findings found) {
        boolean hasNumber = !claim.payerControlNumber().isEmpty();
        if (claim.frequency() == Frequency.ORIGINAL) {
            if (hasNumber) {
                found.add(Reason.ORIGINAL_REFERENCE_UNDUE, "", "REF*F8");
            }
            return;
        }
        if (!hasNumber && !found.isPartial()) {
            found.add(Reason.ORIGINAL_REFERENCE_MISSING, "", "REF*F8");
        }
        if (found.judges(claim.coverage().payer().id())
                && !flags.acceptsReplacement(claim.coverage().payer())) {
            found.add(Reason.NO_REPLACEMENT, "", "CLM05-3");
        }
    }

    /**
     * An illness from work (EM) has no day of an accident; a car accident has a day and a state.
     */
    private static void accident(Accident accident, Findings found) {
        if (accident.date().isEmpty()
                && !found.isPartial()
                && accident.kind() != Accident.Kind.EM) {
            found.add(Reason.ACCIDENT_DATE, "", "DTP*439");
        }
        if (accident.kind() == Accident.Kind.AA) {
            if (!found.judges(accident.state())) {
                return;
            }
            if (accident.state().isEmpty()) {
                found.add(Reason.ACCIDENT_STATE, "", "CLM11-4");
            } else if (!States.isKnown(accident.state())) {
                found.add(Reason.STATE, "", "CLM11-4");
            }
        }
    }

    private static boolean isWrongRelationship(Coverage coverage, Findings found) {
        return found.judges(coverage.relationship())
                && !isPatientOrDependant(coverage.relationship());
    }

    private static boolean isEarlier(String rank, String billed) {
        int place = RANKS.indexOf(rank);
        return isRank(rank) && isRank(billed) && place >= 0 && place < RANKS.indexOf(billed);
    }

    private static boolean isRank(String rank) {
        return rank.length() == 1 && (RANKS.contains(rank) || rank.equals(UNKNOWN_RANK));
    }

    private static boolean isPatientOrDependant(String relationship) {
        return switch (relationship) {
            case "18", "01", "19", "20", "21", "39", "40", "53", "G8" -> true;
            default -> false;
        };
    }

    private static boolean isInsuranceType(String type) {
        return switch (type) {
            case "12", "13", "14", "15", "16", "41", "42", "43", "47" -> true;
            default -> false;
        };
    }

    private static boolean isFilingIndicator(String code) {
        return switch (code) {
            case "11", "12", "13", "14", "15", "16", "17" -> true;
            case "AM", "BL", "CH", "CI", "DS", "FI", "HM", "LM", "MA", "MB", "MC" -> true;
            case "OF", "TV", "VA", "WC", "ZZ" -> true;
            default -> false;
        };
    }
}
