/**
 * What a bundle implements to provide a capability.
 *
 * <p>Read by authors of bundles; hosts do not need it. OpenMSO makes one object of the annotated
 * class, probes it, and then opens it once for each practice that calls.
 *
 * <pre>{@code
 * @ProvidesCapability(contract = Billing.class)
 * public final class BillingCapability implements Capability<Billing> {
 *     public Billing open(PracticeContext practice) {
 *         return new PracticeBilling(practice);
 *     }
 *     public Health probe() {
 *         return Health.up();
 *     }
 * }
 * }</pre>
 */
@Version("1.0.0")
package org.openmso.api.spi;

import org.osgi.annotation.versioning.Version;
