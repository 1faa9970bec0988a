package org.openmso.api.store;

import java.sql.Connection;
import java.time.Duration;
import org.openmso.api.Contract;
import org.openmso.api.Health;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps the bundles' data. Implemented by the store bundle, called by OpenMSO itself; no tier needs
 * to include it, and bundles meet it only as the {@link javax.sql.DataSource} of their {@link
 * org.openmso.api.spi.PracticeContext}.
 *
 * <p>Each bundle has a schema of its own, each connection is lent for one practice. All methods are
 * safe from any thread; none but {@link #open} may be called before it returned, none after {@link
 * #close}.
 */
@ProviderType
@Contract(Store.CAPABILITY)
public interface Store {
    /** The capability's name. */
    String CAPABILITY = "store";

    /**
     * Opens the database and makes what it needs of its own in there. After a failure, and after
     * {@link #close}, it may be called again.
     *
     * @throws DatabaseUnavailable (MSO-1304 and the following) if it cannot be used now
     */
    void open(DatabasePlace place);

    /**
     * Brings the schema of a bundle to what its migrations make of it, once over all processes that
     * share the database, and checks that every row in it belongs to a practice. Either all of the
     * migrations that were missing are in force afterwards, or none of them.
     *
     * @param limit how long one statement may take
     * @throws MigrationRefused (MSO-1313 to MSO-1318) if the schema stays as it was
     * @throws DatabaseUnavailable if the database cannot be used now
     */
    void migrate(SchemaMigrations migrations, Duration limit);

    /**
     * Lends a connection to the schema of a bundle, for one practice. It is in auto-commit mode.
     * Closing gives it back: what was not committed is rolled back, and neither it nor anything
     * made from it can be used again. Waits a few seconds at most.
     *
     * @param bundle the bundle's symbolic name, whose migrations have run
     * @param practice the practice's id
     * @param returned run once when it was given back or aborted
     * @throws DatabaseUnavailable (MSO-1304 and the following) if none can be lent
     */
    Connection connect(String bundle, String practice, Runnable returned);

    /** How the database is doing, as seen by the last who used it; returns at once. */
    Health health();

    /** Ends all connections, threads and files. A second time does nothing. */
    void close();
}
