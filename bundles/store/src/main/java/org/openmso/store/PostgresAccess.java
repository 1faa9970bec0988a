package org.openmso.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openmso.api.store.DatabasePlace;
import org.postgresql.Driver;

/** The two ways into a PostgreSQL: as the one who owns the schemas, and as the one who calls. */
interface PostgresAccess extends AutoCloseable {
    /** Connections that all bundles share. */
    int POOL = 24;

    /** As the owner, for migrations. */
    Connection owner() throws SQLException;

    /** As the caller; waits a few seconds at most. */
    Connection caller() throws SQLException;

    /**
     * The caller's role; with an empty name and password if the host made it.
     *
     * @param database names the database, the same for every process
     */
    Login login(String database);

    /** The caller's role is there. */
    void begin(Login login);

    /** The connection must not be lent again. */
    void discard(Connection caller);

    /** The server was away: what is in the pool is broken. */
    void forget();

    @Override
    void close();

    /**
     * A role.
     *
     * @param password empty for one that the host made
     */
    record Login(String role, String password) {}

    static PostgresAccess to(DatabasePlace place) {
        return place instanceof DatabasePlace.Given given
                ? new Hosts(given)
                : new Own((DatabasePlace.Postgres) place);
    }

    /** By a URL: OpenMSO makes the caller's role, and pools. */
    final class Own implements PostgresAccess {
        private static final String CONNECT_SECONDS = "2";
        private static final long WAIT_MILLIS = 3_000;
        private static final long VALIDATE_MILLIS = 2_000;

        private final Driver driver = new Driver();
        private final DatabasePlace.Postgres place;
        private HikariDataSource pool;

        private Own(DatabasePlace.Postgres place) {
            this.place = place;
        }

        @Override
        public Connection owner() throws SQLException {
            return connect(place.user(), place.password().get());
        }

        private Connection connect(String user, String password) throws SQLException {
            var properties = new Properties();
            properties.setProperty("user", user);
            properties.setProperty("password", password);
            properties.setProperty("connectTimeout", CONNECT_SECONDS);
            properties.setProperty("loginTimeout", CONNECT_SECONDS);
            properties.setProperty("cancelSignalTimeout", CONNECT_SECONDS);
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("ApplicationName", "openmso");
            // Parameters stay out of the statement's text, which others can read.
            properties.setProperty("preferQueryMode", "extended");
            // Server errors without the rows that they quote.
            properties.setProperty("logServerErrorDetail", "false");
            Connection connection = driver.connect(place.url(), properties);
            if (connection == null) {
                throw new SQLException("the URL is not one of jdbc:postgresql", "08001");
            }
            return connection;
        }

        @Override
        public Login login(String database) {
            return new Login("mso_calls_" + database, derived("calls " + database));
        }

        /** The same in every process that has the owner's password, and of no use to learn that. */
        private String derived(String purpose) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                byte[] key = ("openmso " + place.password().get()).getBytes(StandardCharsets.UTF_8);
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                return HexFormat.of()
                        .formatHex(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has HmacSHA256", e);
            }
        }

        @Override
        public void begin(Login login) {
            var config = new HikariConfig();
            config.setPoolName("mso");
            config.setDataSource(
                    new PlainDataSource(() -> connect(login.role(), login.password())));
            config.setMaximumPoolSize(POOL);
            config.setMinimumIdle(1);
            config.setConnectionTimeout(WAIT_MILLIS);
            config.setValidationTimeout(VALIDATE_MILLIS);
            config.setInitializationFailTimeout(-1);
            config.setThreadFactory(
                    work -> {
                        var thread = new Thread(work, "mso-store-pool");
                        thread.setDaemon(true);
                        return thread;
                    });
            pool = new HikariDataSource(config);
        }

        @Override
        public Connection caller() throws SQLException {
            return pool.getConnection();
        }

        @Override
        public void discard(Connection caller) {
            pool.evictConnection(caller);
        }

        @Override
        public void forget() {
            pool.getHikariPoolMXBean().softEvictConnections();
        }

        @Override
        public void close() {
            if (pool != null) {
                pool.close();
            }
            Drivers.forget();
        }
    }

    /** By the host's data sources: it made the role, and pools. */
    final class Hosts implements PostgresAccess {
        private final DatabasePlace.Given given;

        private Hosts(DatabasePlace.Given given) {
            this.given = given;
        }

        @Override
        public Connection owner() throws SQLException {
            return given.migrations().getConnection();
        }

        @Override
        public Connection caller() throws SQLException {
            return given.calls().getConnection();
        }

        @Override
        public Login login(String database) {
            return new Login("", "");
        }

        @Override
        public void begin(Login login) {}

        @Override
        public void discard(Connection caller) {
            try {
                caller.abort(Runnable::run);
            } catch (SQLException e) {
                throw SqlFailure.unavailable("", e);
            }
        }

        @Override
        public void forget() {}

        @Override
        public void close() {}
    }
}
