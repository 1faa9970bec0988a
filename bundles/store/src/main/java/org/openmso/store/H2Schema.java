package org.openmso.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/**
 * One bundle's schema in H2. H2 commits each change of a table at once, so a migration is tried on
 * a copy of the schema first, with its data; then the schema is written to a file, migrated, and
 * the file deleted. A file that is still there when the bundle comes again tells of a migration in
 * the middle of which the process ended: the schema is made from it anew.
 */
final class H2Schema {
    private final String bundle;
    private final String name;
    private final Path directory;
    private final Admin admin;
    private final Scratch scratch;

    H2Schema(String bundle, Path directory, Admin admin, Scratch scratch) {
        this.bundle = bundle;
        this.name = SchemaName.of(bundle);
        this.directory = directory;
        this.admin = admin;
        this.scratch = scratch;
    }

    /** The administrator's connection. */
    interface Admin {
        Connection connection() throws SQLException;
    }

    /** Opens another database file; who opens it first is its administrator. */
    interface Scratch {
        Connection open(Path file, String user, String password) throws SQLException;
    }

    String bundle() {
        return bundle;
    }

    String name() {
        return name;
    }

    /** Who migrates. */
    String owner() {
        return name.toUpperCase(Locale.ROOT) + "_OWNER";
    }

    /** Who reads and writes rows. */
    String caller() {
        return name.toUpperCase(Locale.ROOT);
    }

    /**
     * Makes the schema this bundle's.
     *
     * @throws org.openmso.api.store.MigrationRefused (MSO-1317) if it is another's
     */
    void claim(Connection admin) throws SQLException {
        try (PreparedStatement ask =
                admin.prepareStatement("SELECT bundle FROM mso.bundle_schema WHERE schema = ?")) {
            ask.setString(1, name);
            try (ResultSet known = ask.executeQuery()) {
                if (known.next()) {
                    if (!known.getString(1).equals(bundle)) {
                        throw StoreProblem.SCHEMA_TAKEN.refused(
                                bundle,
                                "It is " + name + ", of " + known.getString(1) + " too.",
                                null);
                    }
                    return;
                }
            }
        }
        try (PreparedStatement note =
                admin.prepareStatement("INSERT INTO mso.bundle_schema VALUES (?, ?, '')")) {
            note.setString(1, name);
            note.setString(2, bundle);
            note.executeUpdate();
        }
    }

    /** Whether these texts were carried out last. */
    boolean isAt(Connection admin, String digest) throws SQLException {
        try (PreparedStatement ask =
                admin.prepareStatement(
                        "SELECT 1 FROM mso.bundle_schema WHERE schema = ? AND digest = ?")) {
            ask.setString(1, name);
            ask.setString(2, digest);
            try (ResultSet known = ask.executeQuery()) {
                return known.next();
            }
        }
    }

    /** Notes which texts were carried out last. */
    void note(Connection admin, String digest) throws SQLException {
        try (PreparedStatement note =
                admin.prepareStatement(
                        "UPDATE mso.bundle_schema SET digest = ? WHERE schema = ?")) {
            note.setString(1, digest);
            note.setString(2, name);
            note.executeUpdate();
        }
    }

    void makeUsers(Connection admin, String password) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            for (String user : List.of(owner(), caller())) {
                statement.execute(
                        "CREATE USER IF NOT EXISTS \"" + user + "\" PASSWORD '" + password + "'");
                statement.execute("ALTER USER \"" + user + "\" SET PASSWORD '" + password + "'");
            }
            statement.execute(
                    "CREATE SCHEMA IF NOT EXISTS " + name + " AUTHORIZATION \"" + owner() + "\"");
        }
    }

    /** Gives the caller its rights: rows, and nothing but rows. */
    void grant(Connection admin) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            for (String table : KeysByPractice.tables(admin, name)) {
                statement.execute(
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON "
                                + name
                                + ".\""
                                + table
                                + "\" TO \""
                                + caller()
                                + "\"");
            }
        }
    }

    void check(Connection admin) throws SQLException {
        KeysByPractice.check(admin, bundle, name);
    }

    /** Carries a migration out on a copy that is thrown away. */
    void tryOnCopy(Migrator migrator) throws SQLException {
        Path script = directory.resolve(name + ".copy.sql");
        Path copy = directory.resolve(name + ".copy");
        deleteCopy(script, copy);
        try {
            write(script);
            String password = H2Key.random();
            try (Connection other = scratch.open(copy, H2Key.ADMIN, password)) {
                makeUsers(other, password);
                run(other, script);
                var owner =
                        new PlainDataSource(
                                () -> {
                                    Connection connection = scratch.open(copy, owner(), password);
                                    connection.setSchema(name);
                                    return connection;
                                });
                migrator.run(owner, name, connection -> {});
                check(other);
                try (Statement statement = other.createStatement()) {
                    statement.execute("SHUTDOWN IMMEDIATELY");
                }
            }
        } finally {
            deleteCopy(script, copy);
        }
    }

    private void deleteCopy(Path script, Path copy) {
        try {
            Files.deleteIfExists(script);
            Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + ".mv.db"));
            Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + ".trace.db"));
        } catch (IOException e) {
            throw StoreProblem.NO_SPACE.unavailable(copy.toString(), "", e);
        }
    }

    private Path before() {
        return directory.resolve(name + ".before.sql");
    }

    /** Writes down how the schema is; nobody has a connection to it. */
    void keepBefore() throws SQLException {
        Path part = directory.resolve(name + ".part.sql");
        try {
            Files.deleteIfExists(part);
            write(part);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, before(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StoreProblem.NO_SPACE.unavailable(part.toString(), "", e);
        }
    }

    void forgetBefore() {
        try {
            Files.deleteIfExists(before());
        } catch (IOException e) {
            throw StoreProblem.NO_SPACE.unavailable(before().toString(), "", e);
        }
    }

    /** Undoes a migration that did not come to its end. */
    void restoreIfTorn() throws SQLException {
        if (Files.exists(before())) {
            Connection connection = admin.connection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("DROP SCHEMA IF EXISTS " + name + " CASCADE");
                statement.execute("CREATE SCHEMA " + name + " AUTHORIZATION \"" + owner() + "\"");
            }
            run(connection, before());
            grant(connection);
            note(connection, "");
            forgetBefore();
        }
    }

    private void write(Path script) throws SQLException {
        try (Statement statement = admin.connection().createStatement()) {
            // Without users and settings: they are there already.
            statement.execute(
                    "SCRIPT NOPASSWORDS NOSETTINGS TO '"
                            + quoted(script)
                            + "' CHARSET 'UTF-8' SCHEMA "
                            + name);
        }
    }

    private static void run(Connection connection, Path script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("RUNSCRIPT FROM '" + quoted(script) + "' CHARSET 'UTF-8'");
        }
    }

    private static String quoted(Path path) {
        return path.toAbsolutePath().toString().replace("'", "''");
    }
}
