package org.openmso.registry;

import org.openmso.api.InvalidRegistry;
import org.openmso.api.Problem;

/**
 * What can be wrong with a registry file: code and fix of each; the place and the cause come with
 * the finding.
 */
enum RegistryProblem {
    UNREADABLE("MSO-1101", "Check that the file is there and that this process may read it."),
    NOT_JSON("MSO-1102", "Mend the JSON at that line."),
    FIELD_MISSING("MSO-1103", "Add the field."),
    FIELD_UNKNOWN("MSO-1104", "Check its spelling against registry.schema.json, or remove it."),
    VALUE_UNUSABLE("MSO-1105", "Give a value of the form that registry.schema.json tells."),
    TWICE("MSO-1106", "Leave one of them."),
    TIER_UNKNOWN("MSO-1107", "Name one of the file's tiers, or add the tier."),
    TOO_LARGE(
            "MSO-1108",
            "Check that this is a registry file: none nests deeper than 20 levels or exceeds 1 GiB.");

    private final String code;
    private final String fix;

    RegistryProblem(String code, String fix) {
        this.code = code;
        this.fix = fix;
    }

    /** The exception at a place, with its cause in a sentence. */
    InvalidRegistry at(String place, String cause) {
        return new InvalidRegistry(Problem.error(code, place, cause, fix));
    }

    /** The exception at a place, with its cause in a sentence and what made it known. */
    InvalidRegistry at(String place, String cause, Throwable why) {
        return new InvalidRegistry(Problem.error(code, place, cause, fix), why);
    }
}
