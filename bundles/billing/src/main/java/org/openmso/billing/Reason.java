package org.openmso.billing;

import org.openmso.api.Problem;

/**
 * Why a claim is blocked, or worth a warning, or why a batch cannot be written: one code for one
 * reason, each with a page in {@code docs/errors}.
 */
enum Reason {
    NPI(
            "MSO-3001",
            "This is no National Provider Identifier: it has 10 digits, begins with 1 or 2, and ends with a check digit.",
            "Correct the NPI in the provider's record; NPPES has the right one."),
    TAXONOMY(
            "MSO-3002",
            "This is no taxonomy code: it has 9 digits or capital letters and then X.",
            "Take the code from the NUCC list, for example 207Q00000X."),
    TAX_ID("MSO-3003", "The tax id is not 9 digits.", "Give the EIN or SSN without hyphens."),
    MEMBER_ID(
            "MSO-3004",
            "The member id is missing, not 2 to 80 characters, or has characters that X12 cannot carry.",
            "Copy the id from the insurance card."),
    PAYER_ID(
            "MSO-3005",
            "The payer id is missing, not 2 to 80 characters, or has characters that X12 cannot carry.",
            "Take the id from the clearinghouse's payer list."),
    STATE(
            "MSO-3006",
            "The state is not one of the Postal Service's two letter codes.",
            "Write the state as two capital letters, for example IL."),
    ZIP(
            "MSO-3007",
            "The ZIP code is not 5 or 9 digits.",
            "Give 5 or 9 digits without hyphen; addresses abroad are not supported."),
    NINE_DIGIT_ZIP(
            "MSO-3008",
            "This address needs a ZIP code of 9 digits.",
            "Look up the ZIP+4 of the address at the Postal Service."),
    POST_OFFICE_BOX(
            "MSO-3009",
            "The billing address is a post office box or lock box.",
            "Give the street address of the practice."),
    TOTAL(
            "MSO-3010",
            "The total is not the sum of the lines.",
            "Correct the total or the charges of the lines."),
    CHARGE(
            "MSO-3011",
            "The charge is not positive.",
            "Correct the charge; for a payer that takes charges of zero set payers.ID.allows-zero-charge."),
    UNITS(
            "MSO-3012",
            "The number of units is not positive, has more than 3 decimals or more than 8 digits.",
            "Correct the number of units."),
    MINUTES(
            "MSO-3013",
            "Minutes are billed for a service that is not anesthesia (00100 to 01999).",
            "Bill the service in units."),
    PATIENT_PAID(
            "MSO-3014",
            "What the patient paid is negative or more than the total.",
            "Correct the payment of the patient."),
    DIAGNOSIS_COUNT(
            "MSO-3015", "A claim has 1 to 12 diagnoses.", "Add a diagnosis, or split the claim."),
    DIAGNOSIS_TWICE(
            "MSO-3016", "The diagnosis stands twice on the claim.", "Remove the second one."),
    POINTER(
            "MSO-3017",
            "A line points to 1 to 4 diagnoses of the claim, each once.",
            "Point the line to diagnoses that stand on the claim."),
    EXTERNAL_CAUSE(
            "MSO-3018",
            "An external cause (V, W, X, Y) cannot be the principal diagnosis.",
            "Put the injury or illness first and the cause after it."),
    DIAGNOSIS_FORM(
            "MSO-3019",
            "This has not the form of an ICD-10-CM code.",
            "Give the code without dot, 3 to 7 characters, for example E119."),
    MODIFIER_FORM(
            "MSO-3020",
            "A modifier is two digits or capital letters.",
            "Correct the modifier, for example 25 or LT."),
    MODIFIERS(
            "MSO-3021",
            "The modifiers exclude each other, stand twice, or are more than 4.",
            "Keep the modifiers that apply; bill LT and RT, or 26 and TC, on lines of their own."),
    PROCEDURE_FORM(
            "MSO-3022",
            "This has not the form of a HCPCS or CPT code.",
            "Give the 5 characters of the code, for example G0108."),
    PLACE_FORM(
            "MSO-3023",
            "A place of service is two digits, from 01.",
            "Give the place of service code, for example 11 for an office."),
    ADMISSION(
            "MSO-3024",
            "An inpatient place of service (21, 51, 61) needs the date of admission.",
            "Add the date of admission, or correct the place of service."),
    BEFORE_BIRTH(
            "MSO-3025",
            "The service is before the patient's birth.",
            "Correct the date of service or the date of birth."),
    IN_FUTURE("MSO-3026", "The service is in the future.", "Correct the date of service."),
    AFTER_DEATH(
            "MSO-3027",
            "The service is after the patient's death.",
            "Correct the date of service or the date of death."),
    DATES_REVERSED(
            "MSO-3028", "The last day is before the first.", "Correct the first or the last day."),
    OUTSIDE_COVERAGE(
            "MSO-3029",
            "The coverage does not hold on the day of service.",
            "Bill the coverage that held on that day, or correct its period."),
    SERVICE_TWICE_IN_BATCH(
            "MSO-3030",
            "The same service of the same patient stands on an earlier claim of the batch.",
            "Remove one of the two; a service repeated that day needs modifier 76, 77, 91 or 59."),
    SERVICE_TWICE_ON_CLAIM(
            "MSO-3031",
            Problem.Severity.WARNING,
            "The same service stands on an earlier line of the claim.",
            "Bill one line with more units, or say with modifier 76, 77, 91 or 59 why it is repeated."),
    NUMBER_TWICE(
            "MSO-3032",
            "The claim's number stands on an earlier claim of the batch.",
            "Give each claim a number of its own."),
    ORIGINAL_REFERENCE_MISSING(
            "MSO-3033",
            "A replacement or void needs the payer's number of the claim it changes.",
            "Take the number from the remittance (CLP07) or the claim acknowledgment (REF*1K)."),
    ORIGINAL_REFERENCE_UNDUE(
            "MSO-3034",
            "An original claim must not name a payer's number.",
            "Remove the number, or mark the claim as replacement or void."),
    NO_REPLACEMENT(
            "MSO-3035",
            "This payer takes no replacement or void.",
            "Correct the claim in the way of the payer (Medicare: reopening or appeal); if the payer does take them set payers.ID.accepts-replacement."),
    ACCIDENT_DATE(
            "MSO-3036", "A car or other accident needs its date.", "Add the date of the accident."),
    ACCIDENT_STATE(
            "MSO-3037",
            "A car accident needs the state in which it happened.",
            "Add the state, two capital letters."),
    INSURANCE_TYPE(
            "MSO-3038",
            "The insurance type (12-16, 41-43, 47) is needed when the payer is Medicare and not primary, and only then.",
            "Add or remove the insurance type of the coverage."),
    RESPONSIBILITY_TWICE(
            "MSO-3039",
            "Two coverages of the claim have the same rank.",
            "Correct the order of the coverages."),
    LINE_COUNT("MSO-3040", "A claim has 1 to 50 lines.", "Add a line, or split the claim."),
    CONTROL_NUMBER(
            "MSO-3041",
            "The number is missing, too long (claim 20, line 30), repeated, or has characters other than the capitals, digits and marks that X12 carries.",
            "Give a number of capital letters, digits and hyphens."),
    REQUIRED_TEXT(
            "MSO-3042",
            "A required name or part of an address is missing, or nothing of it can be written in X12.",
            "Complete the record, in Latin letters."),
    TEXT_CHANGED(
            "MSO-3043",
            Problem.Severity.WARNING,
            "The text has characters that X12 cannot carry, or is too long; they are replaced and it is cut.",
            "Nothing, when the payer knows the text in that form; otherwise correct the record."),
    DRUG(
            "MSO-3044",
            "A drug needs an 11 digit NDC, a positive quantity of at most 3 decimals, and the unit F2, GR, ME, ML or UN.",
            "Correct the drug of the line."),
    BIRTH_DATE("MSO-3045", "The patient's date of birth is missing.", "Add the date of birth."),
    RELATIONSHIP(
            "MSO-3046",
            "The relationship to the subscriber is not one of 18, 01, 19, 20, 21, 39, 40, 53, G8.",
            "Correct the relationship; G8 stands for any other."),
    FILING_INDICATOR(
            "MSO-3047",
            "The claim filing indicator is not one of the codes of SBR09.",
            "Correct the payer's filing indicator, for example CI, MB or MC."),
    FILED_TOO_LATE(
            "MSO-3048",
            "Medicare takes a claim within one calendar year of the service; that day has passed.",
            "Ask the contractor for an exception (42 CFR 424.44(b)), or write the line off."),
    AMOUNT_TOO_LARGE(
            "MSO-3049",
            "The amount has more than 10 digits, cents included, which X12 claims do not carry.",
            "Correct the amount, or split the claim."),
    REFERENCE_FORM(
            "MSO-3050",
            "The payer's number, authorization or group number is longer than 50 characters or has characters that X12 cannot carry.",
            "Copy the number again from its source."),
    EARLIER_PAYER(
            "MSO-3051",
            "A payer of an earlier rank must decide first, and its amounts are not part of the claim.",
            "Bill the earlier payer first; claims with another payer's adjudication are not supported yet."),
    DATE_RANGE(
            "MSO-3052",
            "The year is before 1800 or after 9999.",
            "Correct the date; a year such as 0001 often stands for an empty field."),
    PERSON_NEEDED(
            "MSO-3053",
            "A referring or supervising provider is a person, and this is an organization.",
            "Name the clinician."),
    RESPONSIBILITY(
            "MSO-3054",
            "The payer's rank is not one of P, S, T, A to H, U.",
            "Correct the order of the coverages."),
    COVERAGE_COUNT(
            "MSO-3055", "A claim has at most 10 other coverages.", "Remove those that are over."),
    EVENT_IN_FUTURE(
            "MSO-3056",
            "A birth, death, accident, onset, admission or discharge is in the future.",
            "Correct the date."),
    REPLACEMENT_BESIDE(
            "MSO-3060",
            Problem.Severity.WARNING,
            "An original and a replacement for the same patient, payer and day are in the batch.",
            "Take the original out if it is the claim that is replaced: the payer has it already."),
    UNLISTED(
            "MSO-3065",
            "The code stands for services without a code of their own, and the line does not say in words what was done.",
            "Describe the service in the words of the record."),
    SETTINGS(
            "MSO-3101",
            "A setting of capability billing is missing, wrong or not known.",
            "Correct it in the registry file, and reload that; docs/billing.md lists the settings."),
    OUTPUT(
            "MSO-3102",
            "The interchange cannot be written; nothing of it is left behind.",
            "Mend the cause named, then prepare the batch again."),
    CONTROL_NUMBERS(
            "MSO-3103",
            "The sequence gave a control number outside 1 to 999999999.",
            "Agree with the receiver on starting over, then reset the practice's billing sequences."),
    SELF_CHECK(
            "MSO-3104",
            "The bundle does not write its own made-up claim as it should.",
            "Install the bundle again; if it stays, go back to the version before."),
    RULES_SILENT(
            "MSO-3105",
            "The practice's claim rules did not answer.",
            "Mend the cause named, then prepare the claim again; without an answer it does not go out."),
    RULES_WRONG(
            "MSO-3106",
            "The practice's claim rules answered otherwise than their contract says.",
            "Tell the author of the claim rules, or go back to their version before; then prepare the claim again.");

    private final String code;
    private final Problem.Severity severity;
    private final String message;
    private final String fix;

    Reason(String code, String message, String fix) {
        this(code, Problem.Severity.ERROR, message, fix);
    }

    Reason(String code, Problem.Severity severity, String message, String fix) {
        this.code = code;
        this.severity = severity;
        this.message = message;
        this.fix = fix;
    }

    /** The problem at a place, in the usual words. */
    Problem at(String path) {
        return new Problem(code, severity, path, message, fix);
    }

    /** The problem at a place, with the value in front of the usual words. */
    Problem quoting(String value, String path) {
        return new Problem(code, severity, path, value + ": " + lower(message), fix);
    }

    private static String lower(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /** A weaker case of the same kind that does not stop the claim. */
    Problem warning(String path, String cause, String remedy) {
        return Problem.warning(code, path, cause, remedy);
    }

    /** The problem at a place, with a cause that says more than the usual words. */
    Problem at(String path, String cause) {
        return new Problem(code, severity, path, cause, fix);
    }
}
