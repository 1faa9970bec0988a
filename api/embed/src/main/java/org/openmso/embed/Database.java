package org.openmso.embed;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.openmso.api.store.DatabasePlace;

/**
 * Where the bundles' data is kept. Immutable. {@code docs/data.md} says what each needs.
 *
 * <p>Nothing is opened before the first bundle that keeps data comes into service; a database that
 * cannot be opened then does not stop the host.
 */
public final class Database {
    private static final Database FILES = new Database(null);

    private final DatabasePlace place;

    private Database(DatabasePlace place) {
        this.place = place;
    }

    /** H2 in a file of the data directory. Unless a host says otherwise, this holds. */
    public static Database files() {
        return FILES;
    }

    /**
     * PostgreSQL 15 or later, in a database of its own. OpenMSO brings driver and pool, and makes
     * the role of the calls and the schemas.
     *
     * @param url {@code jdbc:postgresql://host/database}, without user and password
     * @param user owns the database, may create roles, and is no superuser
     * @param password asked whenever the database is opened or a migration runs, from any thread;
     *     kept nowhere
     */
    public static Database postgres(String url, String user, Supplier<String> password) {
        return new Database(new DatabasePlace.Postgres(url, user, password));
    }

    /**
     * PostgreSQL 15 or later by connections that the host makes, and pools.
     *
     * @param forCalls as a role that owns nothing, is a member of no role, and may create nothing,
     *     not even temporary tables; in the extended query mode, which is the driver's own default
     * @param forMigrations as the role that makes and owns the schemas
     */
    public static Database given(DataSource forCalls, DataSource forMigrations) {
        return new Database(
                new DatabasePlace.Given(
                        Objects.requireNonNull(forCalls, "forCalls"),
                        Objects.requireNonNull(forMigrations, "forMigrations")));
    }

    /**
     * Where that is; called by OpenMSO.
     *
     * @param directory makes the directory for files
     */
    public DatabasePlace place(Supplier<Path> directory) {
        return place == null ? new DatabasePlace.Files(directory.get()) : place;
    }

    /** In words, for a log; without a password. */
    @Override
    public String toString() {
        if (place == null) {
            return "files of the data directory";
        }
        return place instanceof DatabasePlace.Postgres postgres
                ? postgres.toString()
                : "the host's data sources";
    }
}
