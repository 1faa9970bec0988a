/**
 * The vocabulary of OpenMSO: practices and their tiers, money, problems, exceptions.
 *
 * <p>Everything here is a value: immutable, safe from any thread, and free of third-party types. A
 * host reads these types, bundles make them. Services live in the packages beside this one, one
 * package for a capability.
 *
 * <pre>{@code
 * try {
 *     billing.prepare(feed, target, outcomes);
 * } catch (NotEntitled refused) {
 *     Problem why = refused.problem();
 *     show(why.code(), why.message(), why.fix());
 * }
 * }</pre>
 */
@Version("1.2.0")
package org.openmso.api;

import org.osgi.annotation.versioning.Version;
