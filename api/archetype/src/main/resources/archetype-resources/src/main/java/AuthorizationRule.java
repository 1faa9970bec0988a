package ${package};

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.openmso.api.InvalidSettings;
import org.openmso.api.Money;
import org.openmso.api.Problem;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.ProfessionalClaim;

/**
 * A claim above a limit goes out with the payer's authorization only.
 *
 * @param limit what may be charged without one
 */
record AuthorizationRule(Money limit) {
    /** The setting: dollars, with cents or without. */
    static final String SETTING = "authorization-above";

    /** The limit of a practice that has set none. */
    static final Money USUAL = Money.ofCents(20_000);

    /** A claim lacks its authorization. */
    static final String MISSING = "${codePrefix}-0001";

    /** A practice's limit is no amount. */
    static final String NO_AMOUNT = "${codePrefix}-0002";

    /** The rules do not work. */
    static final String SELF_CHECK = "${codePrefix}-0003";

    /**
     * The rule of a practice.
     *
     * @throws InvalidSettings if its limit is no amount
     */
    static AuthorizationRule of(Map<String, String> settings) {
        String limit = settings.get(SETTING);
        try {
            return new AuthorizationRule(
                    limit == null ? USUAL : Money.ofDollars(new BigDecimal(limit)));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new InvalidSettings(
                    Problem.error(
                            NO_AMOUNT,
                            SETTING,
                            "The limit above which an authorization is needed is no amount.",
                            "Set dollars, for example 200 or 199.50."),
                    e);
        }
    }

    /** What is wrong with a claim. A void takes a claim back, and needs no authorization. */
    List<Problem> check(ProfessionalClaim claim) {
        if (claim.frequency() == Frequency.VOID
                || !claim.priorAuthorization().isEmpty()
                || claim.total().compareTo(limit) <= 0) {
            return List.of();
        }
        return List.of(
                Problem.error(
                        MISSING,
                        "2300 REF*G1",
                        "More than $" + limit + " is charged without the payer's authorization.",
                        "Ask the payer for an authorization, and put its number into the claim."));
    }
}
