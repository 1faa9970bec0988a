package org.openmso.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.Driver;
import org.openmso.api.Problem;
import org.openmso.api.store.SchemaMigrations;

/**
 * H2 in a file. Each bundle has a schema, a user that owns it and migrates, and a user that may
 * read and write rows in it; neither is an administrator, so that files, aliases, other schemas and
 * the settings of the database are out of their reach. A session costs less than a tenth of a
 * millisecond here, so each loan gets a fresh one: nothing of the borrower before it is left in it.
 */
final class H2Engine implements Engine {
    /** Each bundle's share; sessions cost little, but writers wait for each other. */
    private static final int SHARE = 32;

    /**
     * As PostgreSQL reads it, so that one migration serves both; written when a call commits;
     * closed when OpenMSO says so.
     */
    private static final String SETTINGS =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
                    + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";

    /** Statements have data in them. */
    private static final String NO_TRACE = ";TRACE_LEVEL_FILE=0";

    /** Commits are on disk when they return, not half a second later. */
    private static final String DURABLE = "SET WRITE_DELAY 0";

    private final Path directory;
    private final H2Key key;
    private final Driver driver = new Driver();
    private final Shares shares = new Shares(SHARE);

    /** The password of each schema's users, made anew at each start. */
    private final Map<String, String> passwords = new ConcurrentHashMap<>();

    private volatile Problem problem;
    private Connection admin;

    private H2Engine(Path directory, H2Key key) {
        this.directory = directory;
        this.key = key;
    }

    /** Opens the database of a directory, or makes it. */
    static H2Engine open(Path directory) {
        var engine = new H2Engine(directory, H2Key.of(directory));
        engine.openFile();
        return engine;
    }

    private synchronized void openFile() {
        try {
            admin = connect(url() + NO_TRACE, H2Key.ADMIN, key.password());
            try (Statement statement = admin.createStatement()) {
                statement.execute(DURABLE);
                statement.execute("CREATE SCHEMA IF NOT EXISTS mso");
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS mso.bundle_schema"
                                + " (schema varchar(63) PRIMARY KEY, bundle varchar(1000) NOT NULL,"
                                + " digest varchar(64) NOT NULL)");
            }
            passwords.clear();
            problem = null;
        } catch (SQLException e) {
            throw failed("", e);
        }
    }

    private String url() {
        return "jdbc:h2:file:" + directory.resolve("openmso").toAbsolutePath() + SETTINGS;
    }

    private Connection connect(String url, String user, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return driver.connect(url, properties);
    }

    @Override
    public void migrate(SchemaMigrations migrations, Duration limit) {
        String bundle = migrations.bundle();
        var migrator = new Migrator(migrations, "h2");
        try {
            H2Schema schema = schema(bundle);
            schema.claim(admin());
            schema.restoreIfTorn();
            if (schema.isAt(admin(), migrator.digest())
                    || !migrator.isPending(owner(schema), schema.name())) {
                return;
            }
            schema.tryOnCopy(migrator);
            shares.whileNoneIsLent(bundle, () -> carryOut(migrator, schema));
        } catch (SQLException e) {
            throw failed(bundle, e);
        }
    }

    private void carryOut(Migrator migrator, H2Schema schema) {
        try {
            schema.keepBefore();
            boolean done = false;
            try {
                migrator.run(owner(schema), schema.name(), connection -> {});
                schema.check(admin());
                schema.grant(admin());
                schema.note(admin(), migrator.digest());
                done = true;
            } finally {
                if (!done) {
                    schema.restoreIfTorn();
                }
            }
            schema.forgetBefore();
        } catch (SQLException e) {
            throw failed(schema.bundle(), e);
        }
    }

    private PlainDataSource owner(H2Schema schema) {
        return new PlainDataSource(
                () -> {
                    Connection connection =
                            connect(url(), schema.owner(), passwords.get(schema.name()));
                    connection.setSchema(schema.name());
                    return connection;
                });
    }

    /** The schema of a bundle, with its users; made if it is not there. */
    private synchronized H2Schema schema(String bundle) throws SQLException {
        var schema = new H2Schema(bundle, directory, this::admin, this::scratch);
        if (!passwords.containsKey(schema.name())) {
            String password = H2Key.random();
            schema.makeUsers(admin(), password);
            passwords.put(schema.name(), password);
        }
        return schema;
    }

    private Connection scratch(Path file, String user, String password) throws SQLException {
        return connect(
                "jdbc:h2:file:"
                        + file.toAbsolutePath()
                        + SETTINGS
                        + (user.equals(H2Key.ADMIN) ? NO_TRACE : ""),
                user,
                password);
    }

    private synchronized Connection admin() throws SQLException {
        if (admin.isClosed()) {
            openFile();
        }
        return admin;
    }

    @Override
    public Connection connect(String bundle, String practice, Runnable returned) {
        shares.take(bundle);
        boolean lent = false;
        try {
            Connection raw = session(bundle);
            problem = null;
            lent = true;
            return Loan.of(
                    raw,
                    "connection of " + bundle,
                    true,
                    (session, usable) -> {
                        try {
                            end(session, bundle);
                        } finally {
                            shares.giveBack(bundle);
                            returned.run();
                        }
                    });
        } catch (SQLException e) {
            throw failed(bundle, e);
        } finally {
            if (!lent) {
                shares.giveBack(bundle);
            }
        }
    }

    /**
     * A session; when the engine has stopped, for example on a full disk, it is opened anew once.
     */
    private Connection session(String bundle) throws SQLException {
        try {
            return sessionNow(bundle);
        } catch (SQLException e) {
            if (!SqlFailure.isClosed(e)) {
                throw e;
            }
            reopen();
            return sessionNow(bundle);
        }
    }

    private Connection sessionNow(String bundle) throws SQLException {
        try {
            return newSession(schema(bundle));
        } catch (SQLInvalidAuthorizationSpecException e) {
            // H2 lets a user change its own password.
            passwords.remove(SchemaName.of(bundle));
            return newSession(schema(bundle));
        }
    }

    private Connection newSession(H2Schema schema) throws SQLException {
        Connection raw = connect(url(), schema.caller(), passwords.get(schema.name()));
        raw.setSchema(schema.name());
        return raw;
    }

    private synchronized void reopen() throws SQLException {
        try (Statement statement = admin.createStatement()) {
            statement.execute("SELECT 1");
        } catch (SQLException e) {
            shutDown("SHUTDOWN IMMEDIATELY");
            openFile();
        }
    }

    private void end(Connection session, String bundle) {
        try {
            if (!session.isClosed() && !session.getAutoCommit()) {
                session.rollback();
            }
            session.close();
        } catch (SQLException e) {
            problem = SqlFailure.unavailable(bundle, e).problem();
        }
    }

    private RuntimeException failed(String place, SQLException e) {
        var failure = SqlFailure.unavailable(place, e);
        problem = failure.problem();
        return failure;
    }

    @Override
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public synchronized void close() {
        shutDown("SHUTDOWN");
        Drivers.forget();
    }

    private void shutDown(String how) {
        try (Statement statement = admin.createStatement()) {
            statement.execute(how);
        } catch (SQLException e) {
            // It has stopped already; what was committed is in the file.
            problem = SqlFailure.unavailable("", e).problem();
        }
    }
}
