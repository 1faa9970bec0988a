package org.openmso.api.fhir;

/**
 * The sums of a reading.
 *
 * @param resources FHIR resources read, of any type
 * @param claims claims handed to the sink, blocked ones included
 * @param unusable inputs and ndjson lines that could not be used
 */
public record IntakeReport(long resources, long claims, long unusable) {}
