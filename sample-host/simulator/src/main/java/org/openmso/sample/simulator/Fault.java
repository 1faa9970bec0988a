package org.openmso.sample.simulator;

import java.util.EnumSet;
import java.util.Set;

/** One thing that is wrong with a visit, and the problem that it must lead to. */
public enum Fault {
    /** A line is coded in SNOMED CT. */
    SNOMED_LINE(2101, "A line is coded in SNOMED CT."),
    /** A line is coded in CVX. */
    CVX_LINE(2102, "A line is coded in CVX."),
    /** The clinician who treated has no NPI. */
    NPI_MISSING(2108, "The clinician who treated has no NPI."),
    /** The NPI of the clinician who treated has a wrong check digit. */
    NPI_CHECK_DIGIT(3001, "The NPI of the clinician who treated has a wrong check digit."),
    /** There is no Coverage; a Claim only names the insurance in words. */
    COVERAGE_MISSING(2109, "There is no Coverage resource."),
    /** The clinician who treated is a reference to nothing. */
    REFERENCE_UNRESOLVED(2111, "The reference to the clinician who treated leads nowhere."),
    /** A line has no amount. */
    CHARGE_MISSING(2110, "A line has no amount."),
    /** The claim's total is one dollar more than its lines. */
    TOTAL_DIFFERS(3010, "The total is one dollar more than the sum of the lines.", Dialect.VISITS),
    /** A line points to a diagnosis that the claim does not have. */
    DIAGNOSIS_POINTER(
            2121, "A line points to a diagnosis that the claim does not have.", Dialect.VISITS),
    /** There is no diagnosis. */
    DIAGNOSIS_MISSING(2120, "There is no diagnosis."),
    /** The service lies thirty days after the simulated day. */
    SERVICE_IN_FUTURE(3026, "The service lies thirty days ahead."),
    /** The service lies before the patient's birth. */
    SERVICE_BEFORE_BIRTH(3025, "The service lies before the patient's birth."),
    /** A car accident without its state. */
    CAR_ACCIDENT_WITHOUT_STATE(3037, "The car accident has no state.", Dialect.VISITS),
    /** The patient's ZIP code has four digits. */
    ZIP_WRONG(3007, "The patient's ZIP code has four digits."),
    /** The patient lives in a state that does not exist. */
    STATE_UNKNOWN(3006, "The patient's state does not exist."),
    /** An external cause is the principal diagnosis. */
    EXTERNAL_CAUSE_PRINCIPAL(3018, "An external cause is the principal diagnosis."),
    /** A line is on the left and on the right. */
    LEFT_AND_RIGHT(3021, "A line has the modifiers LT and RT.", Dialect.VISITS),
    /** A line costs nothing. */
    ZERO_CHARGE(3011, "A line costs nothing."),
    /** A replacement that does not say what it replaces. */
    REPLACEMENT_WITHOUT_NUMBER(
            2129, "A replacement claim lacks the payer's number.", Dialect.VISITS),
    /** A second claim, with a number of its own, for the same service. */
    DUPLICATE_SERVICE(3030, "The service was billed before under another claim number."),
    /** The coverage has no member id. */
    MEMBER_ID_MISSING(2124, "The coverage has no member id."),
    /**
     * Nothing tells the place of service. A visit has the class {@code FLD} (field), which must not
     * be in the settings.
     */
    PLACE_OF_SERVICE_MISSING(2113, "Nothing tells the place of service."),
    /** An institutional claim. */
    INSTITUTIONAL_CLAIM(2112, "The claim is an institutional one.", Dialect.VISITS),
    /** A draft. */
    DRAFT(2114, "The claim is a draft.", Dialect.VISITS),
    /** A line is priced in euros. */
    FOREIGN_CURRENCY(2122, "A line is priced in euros."),
    /** The coverage ended before the service. A visit without Claim has no coverage then. */
    COVERAGE_ENDED(3029, "The coverage ended before the service.", Dialect.VISITS);

    private final int number;
    private final String sentence;
    private final Set<Dialect> speechless = EnumSet.noneOf(Dialect.class);

    Fault(int number, String sentence, Dialect... speechless) {
        this.number = number;
        this.sentence = sentence;
        this.speechless.addAll(Set.of(speechless));
    }

    /** The code of the problem that blocks the claim, for example that of a wrong check digit. */
    public String code() {
        return "MSO-" + number;
    }

    /** What is wrong, in one sentence. */
    public String sentence() {
        return sentence;
    }

    /** Whether a dialect can say it. If not, the fault is not planted there. */
    public boolean expressible(Dialect dialect) {
        return !speechless.contains(dialect);
    }
}
