package org.openmso.billing;

import java.time.LocalDate;
import org.openmso.api.billing.ProfessionalClaim;

/**
 * Judges a claim by all rules, so that its owner mends it once. Immutable.
 *
 * <p>Rules that need a code set (active codes, NCCI, MUE) are not here; forms of codes are.
 */
final class Scrub {
    private final PayerFlags flags;
    private final LocalDate today;

    Scrub(PayerFlags flags, LocalDate today) {
        this.flags = flags;
        this.today = today;
    }

    /** Adds what is wrong; of a partial claim only with the values that are there. */
    void judge(ProfessionalClaim claim, Findings found) {
        IdentifierRules.check(claim, found);
        CoverageRules.check(claim, flags, found);
        TextRules.check(claim, found);
        AmountRules.check(claim, flags, found);
        DiagnosisRules.check(claim, found);
        ProcedureRules.check(claim, found);
        DateRules.check(claim, today, found);
        TimelyFiling.check(claim, today, found);
    }
}
