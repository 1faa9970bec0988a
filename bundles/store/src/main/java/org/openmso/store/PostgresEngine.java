package org.openmso.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.openmso.api.Problem;
import org.openmso.api.store.SchemaMigrations;

/**
 * PostgreSQL. All bundles' calls share one pool and one role, which owns nothing; before a session
 * is lent it is bound to schema and practice in a table that the role cannot touch, and row-level
 * security shows it that practice's rows only, whatever it asks. When it comes back, everything
 * that the borrower left in it is discarded.
 */
final class PostgresEngine implements Engine {
    /** A bundle may have half of the pool. */
    private static final int SHARE = PostgresAccess.POOL / 2;

    private static final String BIND =
            "select mso.bind(?, ?, ?, ?), set_config('search_path', ?, false)";

    /** A large object belongs to no practice: none outlives the loan in which it was made. */
    private static final String UNBIND =
            "select mso.unbind(), (select count(lo_unlink(oid)) from pg_largeobject_metadata"
                    + " where lomowner = current_user::regrole)";

    /** A migration that waits for a lock keeps everybody waiting behind it. */
    private static final String LOCK_TIMEOUT = "10s";

    private final PostgresAccess access;
    private final PostgresKernel kernel;
    private final Shares shares = new Shares(SHARE);
    private volatile Problem problem;

    private PostgresEngine(PostgresAccess access, PostgresKernel kernel) {
        this.access = access;
        this.kernel = kernel;
    }

    static PostgresEngine open(PostgresAccess access) {
        boolean open = false;
        try {
            PostgresKernel kernel = PostgresKernel.in(access);
            access.begin(kernel.login());
            open = true;
            return new PostgresEngine(access, kernel);
        } catch (SQLException e) {
            throw SqlFailure.unavailable("", e);
        } finally {
            if (!open) {
                access.close();
            }
        }
    }

    @Override
    public void migrate(SchemaMigrations migrations, Duration limit) {
        var migrator = new Migrator(migrations, "postgresql");
        var schema = new PostgresSchema(kernel, migrations.bundle());
        try {
            try (Connection owner = access.owner()) {
                schema.claim(owner);
                if (schema.isAt(owner, migrator.digest())) {
                    return;
                }
            }
            var owner = new PlainDataSource(() -> migrating(schema, limit));
            if (migrator.isPending(owner, schema.name())) {
                migrator.run(
                        owner,
                        schema.name(),
                        connection -> schema.seal(connection, migrator.digest()));
            }
            problem = null;
        } catch (SQLException e) {
            throw failed(migrations.bundle(), e);
        }
    }

    private Connection migrating(PostgresSchema schema, Duration limit) throws SQLException {
        Connection connection = access.owner();
        boolean ready = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute("set search_path to " + schema.name());
            statement.execute("set lock_timeout to '" + LOCK_TIMEOUT + "'");
            // A process that ends in the middle leaves no session that goes on.
            statement.execute("set client_connection_check_interval to '5s'");
            statement.execute("set statement_timeout to " + limit.toMillis());
            ready = true;
            return connection;
        } finally {
            if (!ready) {
                connection.close();
            }
        }
    }

    @Override
    public Connection connect(String bundle, String practice, Runnable returned) {
        shares.take(bundle);
        boolean lent = false;
        try {
            Connection raw = bound(SchemaName.of(bundle), practice);
            problem = null;
            lent = true;
            return Loan.of(
                    raw,
                    "connection of " + bundle,
                    false,
                    (session, usable) -> {
                        try {
                            takeBack(session, usable);
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

    /** A session for a practice; one that broke in the pool is replaced once. */
    private Connection bound(String schema, String practice) throws SQLException {
        Connection raw = access.caller();
        try {
            bind(raw, schema, practice);
            return raw;
        } catch (SQLException e) {
            drop(raw);
            if (!SqlFailure.speaksAgainstTheDatabase(e)) {
                throw e;
            }
            access.forget();
        }
        raw = access.caller();
        try {
            bind(raw, schema, practice);
            return raw;
        } catch (SQLException e) {
            drop(raw);
            throw e;
        }
    }

    private void bind(Connection raw, String schema, String practice) throws SQLException {
        if (!raw.getAutoCommit()) {
            raw.setAutoCommit(true);
        }
        try (PreparedStatement bind = raw.prepareStatement(BIND)) {
            bind.setString(1, kernel.secret());
            bind.setString(2, H2Key.random());
            bind.setString(3, schema);
            bind.setString(4, practice);
            bind.setString(5, schema);
            bind.execute();
        }
    }

    private void takeBack(Connection raw, boolean usable) {
        boolean clean = false;
        try {
            if (usable && !raw.isClosed()) {
                if (!raw.getAutoCommit()) {
                    raw.rollback();
                    raw.setAutoCommit(true);
                }
                try (Statement statement = raw.createStatement()) {
                    statement.execute("discard all");
                    statement.execute(UNBIND);
                }
                clean = true;
                raw.close();
            }
        } catch (SQLException e) {
            clean = false;
        } finally {
            if (!clean) {
                drop(raw);
            }
        }
    }

    /** Ends a session of which nobody knows what is left in it. */
    private void drop(Connection raw) {
        try {
            access.discard(raw);
            raw.close();
        } catch (SQLException | RuntimeException e) {
            problem = StoreProblem.AWAY.at("", "A connection could not be ended.");
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
    public void close() {
        access.close();
    }
}
