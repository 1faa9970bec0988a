/**
 * Made-up practices: the FHIR R4 that an EHR would write about a day of visits.
 *
 * <p>Feeds the sample EHR, end-to-end tests and benchmarks. The same seed and options give the same
 * bytes on every machine. Any size is written as a stream. Faults are planted on request, each into
 * a visit that is sound otherwise, and listed with the problem code that they must lead to.
 *
 * <pre>{@code
 * Manifest manifest = Simulation.of(42)
 *         .day(LocalDate.of(2026, 11, 2))
 *         .visits(200)
 *         .dialect(Dialect.BULK)
 *         .plant(Fault.SNOMED_LINE)
 *         .writeTo(Path.of("monday"));
 * print(manifest.readyClaims(), manifest.readyCents(), manifest.faults());
 * }</pre>
 */
package org.openmso.sample.simulator;
