package org.openmso.billing;

import java.math.BigDecimal;
import org.openmso.api.Money;
import org.openmso.api.billing.Drug;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.ServiceLine;

/** Charges, sums, units and quantities. */
final class AmountRules {
    // 10 digits with cents: 005010X222 B.1.1.3.1.2, confirmed in X12 RFI 2204.
    private static final long LARGEST = 99_999_999_99L;
    // SV104: 8 digits, of which at most 3 after the point (X12 RFI 2072). CTP04: R 1/15.
    private static final int UNIT_DIGITS = 8;
    private static final int DRUG_DIGITS = 15;
    private static final int DECIMALS = 3;
    // Zeros after the point that are worth removing.
    private static final int MOST_SCALE = 30;

    private AmountRules() {}

    static void check(ProfessionalClaim claim, PayerFlags flags, Findings found) {
        boolean zeroAllowed = flags.allowsZeroCharge(claim.coverage().payer());
        int number = 0;
        for (ServiceLine line : claim.lines()) {
            number++;
            charge(line.charge(), zeroAllowed, number, found);
            units(line, number, found);
            if (line.drug().isPresent() && !isDrug(line.drug().get())) {
                found.add(Reason.DRUG, "2410", number, "LIN03");
            }
        }
        total(claim, found);
        patientPaid(claim, found);
    }

    private static void charge(Money charge, boolean zeroAllowed, int line, Findings found) {
        if (isTooLarge(charge)) {
            found.add(Reason.AMOUNT_TOO_LARGE, "2400", line, "SV102");
        }
        if (charge.cents() < 0 || charge.cents() == 0 && !zeroAllowed && !found.isPartial()) {
            found.add(Reason.CHARGE, "2400", line, "SV102");
        }
    }

    private static void units(ServiceLine line, int number, Findings found) {
        boolean there = !found.isPartial() || line.units().signum() != 0;
        if (there && !isQuantity(line.units(), UNIT_DIGITS)) {
            found.add(Reason.UNITS, "2400", number, "SV104");
        }
        if (line.minutes()
                && found.judges(line.procedure())
                && !Codes.isAnesthesia(line.procedure())) {
            found.add(Reason.MINUTES, "2400", number, "SV103");
        }
    }

    private static void total(ProfessionalClaim claim, Findings found) {
        if (isTooLarge(claim.total())) {
            found.add(Reason.AMOUNT_TOO_LARGE, "", "CLM02");
        }
        if (found.isPartial() && (claim.total().equals(Money.ZERO) || claim.lines().isEmpty())) {
            return;
        }
        long sum = 0;
        for (ServiceLine line : claim.lines()) {
            boolean missing = found.isPartial() && line.charge().equals(Money.ZERO);
            if (missing || isTooLarge(line.charge())) {
                return;
            }
            sum += line.charge().cents();
        }
        if (sum != claim.total().cents()) {
            found.add(
                    Reason.TOTAL.at(
                            "CLM02",
                            "The total is "
                                    + claim.total()
                                    + ", the lines add up to "
                                    + Money.ofCents(sum)
                                    + "."));
        }
    }

    private static void patientPaid(ProfessionalClaim claim, Findings found) {
        Money paid = claim.patientPaid();
        boolean totalKnown = !found.isPartial() || !claim.total().equals(Money.ZERO);
        if (paid.cents() < 0
                || totalKnown && paid.compareTo(claim.total()) > 0 && paid.cents() != 0) {
            found.add(Reason.PATIENT_PAID, "", "AMT*F5");
        }
    }

    private static boolean isTooLarge(Money amount) {
        return amount.cents() > LARGEST || amount.cents() < -LARGEST;
    }

    private static boolean isDrug(Drug drug) {
        return X12Text.isDigits(drug.ndc(), 11)
                && isQuantity(drug.quantity(), DRUG_DIGITS)
                && switch (drug.unit()) {
                    case "F2", "GR", "ME", "ML", "UN" -> true;
                    default -> false;
                };
    }

    private static boolean isQuantity(BigDecimal value, int digits) {
        // A number of a million zeros must not be written out to see that it is too long.
        if (value.signum() <= 0
                || Math.abs((long) value.scale()) > MOST_SCALE
                || value.precision() - value.scale() > digits) {
            return false;
        }
        if (value.scale() <= 0) {
            return true;
        }
        BigDecimal shortest = value.stripTrailingZeros();
        return shortest.scale() <= DECIMALS
                && Math.max(shortest.precision(), shortest.scale()) <= digits;
    }
}
