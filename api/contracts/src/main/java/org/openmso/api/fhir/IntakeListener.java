package org.openmso.api.fhir;

import org.openmso.api.Problem;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears how reading goes. Implemented by hosts, called on the thread of {@link FhirIntake#read}.
 */
@ConsumerType
public interface IntakeListener {
    /** Hears nothing. */
    IntakeListener NONE = new IntakeListener() {};

    /**
     * An input, or a line of an ndjson input, that cannot be used.
     *
     * @param input the input's name
     * @param problem what is wrong; its path is the line or the place in the document
     */
    default void unusable(String input, Problem problem) {}

    /**
     * How far reading is; called at least once for every 16 MiB read.
     *
     * @param input the input's name
     * @param bytes how much of it was read, before decompression
     */
    default void progress(String input, long bytes) {}
}
