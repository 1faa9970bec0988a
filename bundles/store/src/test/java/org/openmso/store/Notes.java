package org.openmso.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openmso.api.store.SchemaMigrations;
import org.openmso.api.store.Store;

/** Notes of two practices, through the store's contract. */
final class Notes {
    static final String BUNDLE = "com.acme.notes";

    private Notes() {}

    static void migrate(Store store, String... further) {
        migrateFor(store, BUNDLE, further);
    }

    /** The table of notes, and further migrations from V2 on. */
    static void migrateFor(Store store, String bundle, String... further) {
        var texts = new java.util.TreeMap<>(Map.of("V1__notes.sql", NotesBundle.V1));
        for (int i = 0; i < further.length; i++) {
            texts.put("V" + (i + 2) + "__more.sql", further[i]);
        }
        store.migrate(new SchemaMigrations(bundle, "1.0.0", texts), Duration.ofMinutes(10));
    }

    static Connection connection(Store store, String practice) {
        return store.connect(BUNDLE, practice, () -> {});
    }

    static void add(Store store, String practice, String text) throws SQLException {
        try (Connection connection = connection(store, practice);
                PreparedStatement insert =
                        connection.prepareStatement(
                                "insert into note (practice_id, text) values (?, ?)")) {
            insert.setString(1, practice);
            insert.setString(2, text);
            insert.executeUpdate();
        }
    }

    /** The first column of what a statement answers, on a connection of its own. */
    static List<String> ask(Store store, String practice, String sql) throws SQLException {
        try (Connection connection = connection(store, practice)) {
            return ask(connection, sql);
        }
    }

    static List<String> ask(Connection connection, String sql) throws SQLException {
        var answers = new ArrayList<String>();
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        answers.add(rows.getString(1));
                    }
                }
            }
        }
        return answers;
    }
}
