package org.openmso.sample.simulator;

/** How an EHR tells the same visits in FHIR R4. */
public enum Dialect {
    /**
     * Each Claim alone, with all that it refers to as contained resources. See {@link Packaging}.
     */
    CONTAINED_CLAIMS,

    /**
     * One transaction Bundle: {@code urn:uuid} full URLs, resources without ids, diagnoses as
     * references to Conditions, service times instead of days.
     */
    TRANSACTION,

    /**
     * One searchset Bundle: the Claims as matches, then all that they refer to as includes, with
     * absolute full URLs and relative references.
     */
    SEARCHSET,

    /** A bulk export: ndjson, one file for each type of resource. */
    BULK,

    /**
     * No Claims: Encounters with ChargeItems and Conditions, in a collection Bundle. Cannot tell
     * modifiers, prior authorizations, accidents, replacements or the amount of a drug.
     */
    VISITS,

    /**
     * A collection Bundle of Claims with two insurances each, the focal one (the primary) not
     * always first.
     */
    SEVERAL_COVERAGES
}
