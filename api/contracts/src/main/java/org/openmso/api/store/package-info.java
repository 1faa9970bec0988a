/**
 * Where the bundles' data is kept.
 *
 * <p>The store is part of the kernel, like the registry: OpenMSO loads it when the first bundle
 * with {@code db/migration} comes into service, runs that bundle's migrations, and gives the bundle
 * a {@link javax.sql.DataSource} for each practice. Authors of bundles use that data source; hosts
 * name the place.
 *
 * <pre>{@code
 * public Billing open(PracticeContext practice) {
 *     DataSource database = practice.database();
 *     return new PracticeBilling(practice.practice().id(), database);
 * }
 * }</pre>
 */
@Version("1.0.0")
package org.openmso.api.store;

import org.osgi.annotation.versioning.Version;
