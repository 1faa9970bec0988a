package org.openmso.sample.simulator;

/** How Claims with contained resources ({@link Dialect#CONTAINED_CLAIMS}) are put into files. */
public enum Packaging {
    /** One ndjson file, a Claim in each line. */
    NDJSON,
    /** One collection Bundle. */
    COLLECTION,
    /** One file for each Claim; needs a directory. */
    FILE_PER_CLAIM
}
