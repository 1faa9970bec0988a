package org.openmso.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.openmso.api.store.DatabasePlace;
import org.postgresql.Driver;

/** One PostgreSQL for all tests of a JVM; each test has a database of its own in it. */
final class TestPostgres {
    static final String PASSWORD = "correct horse";

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static EmbeddedPostgres server;

    private TestPostgres() {}

    /** A new database, whose owner may create roles. */
    static synchronized DatabasePlace.Postgres database() {
        try {
            if (Collections.list(DriverManager.getDrivers()).stream()
                    .noneMatch(Driver.class::isInstance)) {
                // A store that closed took its drivers out; the server is awaited by them.
                DriverManager.registerDriver(new Driver());
            }
            if (server == null) {
                server = EmbeddedPostgres.start();
                Runtime.getRuntime().addShutdownHook(new Thread(TestPostgres::stop));
            }
            return in(server);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new database in a server. */
    static DatabasePlace.Postgres in(EmbeddedPostgres server) {
        String name = "mso" + DATABASES.incrementAndGet();
        asSuperuser(
                server,
                "create role " + name + " login createrole password '" + PASSWORD + "'",
                "create database " + name + " owner " + name);
        return new DatabasePlace.Postgres(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name,
                name,
                () -> PASSWORD);
    }

    /** Statements of the operator's, in no database of a test. */
    static void asSuperuser(EmbeddedPostgres server, String... statements) {
        var user = new Properties();
        user.setProperty("user", "postgres");
        // Not by the JVM's list of drivers: a store that closes takes its own out of it.
        try (Connection connection =
                        new Driver().connect(server.getJdbcUrl("postgres", "postgres"), user);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The server that all share, once there is one. */
    static synchronized EmbeddedPostgres server() {
        return server;
    }

    private static void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
