/**
 * Starts OpenMSO inside a host's JVM and hands out guarded services.
 *
 * <p>This is all a host needs beside the contracts: {@link org.openmso.embed.Mso} starts the
 * framework with the bundles that the registered practices' tiers include, and {@link
 * org.openmso.embed.PracticeServices} gives their services.
 *
 * <pre>{@code
 * try (Mso mso = Mso.builder().registry(Path.of("registry.json")).data(Path.of("data")).start()) {
 *     PracticeServices oakStreet = mso.practice("oak-street", Actor.practice("front-desk"));
 *     List<Problem> problems = oakStreet.get(Billing.class).scrub(claim);
 * }
 * }</pre>
 */
package org.openmso.embed;
