/**
 * Professional claims: scrubbed, and written as X12 837P (005010X222A1).
 *
 * <p>A batch is fed claim by claim, so that the claims themselves are never all in memory. What
 * stays are the keys that find duplicates: about 32 to 64 bytes for each service line and claim
 * that is ready, 64 MB for a million lines. Each claim either goes into an interchange or is
 * blocked with its reasons; every one of them is reported.
 *
 * <pre>{@code
 * Billing billing = practice.get(Billing.class);
 * FhirIntake intake = practice.get(FhirIntake.class);
 * BatchReport report = billing.prepare(
 *         sink -> intake.read(inputs, sink, IntakeListener.NONE),
 *         InterchangeTarget.directory(Path.of("out")),
 *         outcome -> print(outcome.claim(), outcome.status(), outcome.problems()));
 * print(report.ready(), report.blocked(), report.charge());
 * }</pre>
 */
@Version("1.0.0")
package org.openmso.api.billing;

import org.osgi.annotation.versioning.Version;
