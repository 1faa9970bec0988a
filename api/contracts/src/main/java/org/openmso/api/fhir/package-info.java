/**
 * FHIR R4 in: claims out of what an EHR writes.
 *
 * <p>Reads Bundles, single resources and ndjson as a stream, finds the professional claims in them
 * (or the visits that should become claims) and resolves what they refer to. What cannot be billed
 * is not guessed: it is blocked, with code, FHIR path, cause and fix.
 *
 * <pre>{@code
 * FhirIntake intake = practice.get(FhirIntake.class);
 * IntakeReport report = intake.read(List.of(NamedInput.of(Path.of("monday.ndjson"))), sink, IntakeListener.NONE);
 * print(report.resources(), report.claims(), report.unusable());
 * }</pre>
 */
@Version("1.0.0")
package org.openmso.api.fhir;

import org.osgi.annotation.versioning.Version;
