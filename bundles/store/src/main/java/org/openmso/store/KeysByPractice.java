package org.openmso.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What holds for every table of a bundle, on every database: it has {@code practice_id}, not null,
 * which leads the primary key and is part of every other unique key and foreign key, on both sides.
 * A key without it would tell one practice what another has.
 */
final class KeysByPractice {
    /** The column. */
    static final String PRACTICE = "practice_id";

    private KeysByPractice() {}

    /** The bundle's tables. */
    static List<String> tables(Connection connection, String schema) throws SQLException {
        var tables = new ArrayList<String>();
        try (PreparedStatement ask =
                connection.prepareStatement(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = ?"
                                + " AND table_type = 'BASE TABLE' ORDER BY table_name")) {
            ask.setString(1, schema);
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    if (!rows.getString(1).equals(Migrator.HISTORY)) {
                        tables.add(rows.getString(1));
                    }
                }
            }
        }
        return tables;
    }

    /**
     * Refuses a schema for which it does not hold.
     *
     * @throws org.openmso.api.store.MigrationRefused (MSO-1316) with the table
     */
    static void check(Connection connection, String bundle, String schema) throws SQLException {
        for (String table : tables(connection, schema)) {
            requireColumn(connection, bundle, schema, table);
            requireKeys(connection, bundle, schema, table);
            requireForeignKeys(connection, bundle, schema, table);
        }
    }

    private static void requireColumn(
            Connection connection, String bundle, String schema, String table) throws SQLException {
        try (PreparedStatement ask =
                connection.prepareStatement(
                        "SELECT is_nullable, data_type FROM information_schema.columns"
                                + " WHERE table_schema = ? AND table_name = ? AND column_name = ?")) {
            ask.setString(1, schema);
            ask.setString(2, table);
            ask.setString(3, PRACTICE);
            try (ResultSet row = ask.executeQuery()) {
                if (!row.next()) {
                    throw refused(bundle, table, "It has no column practice_id.");
                }
                if (!row.getString(1).equals("NO")) {
                    throw refused(bundle, table, "Its practice_id may be null.");
                }
                String type = row.getString(2).toLowerCase(java.util.Locale.ROOT);
                if (!type.equals("character varying") && !type.equals("text")) {
                    throw refused(bundle, table, "Its practice_id is no varchar and no text.");
                }
            }
        }
    }

    private static void requireKeys(
            Connection connection, String bundle, String schema, String table) throws SQLException {
        var meta = connection.getMetaData();
        String first = null;
        try (ResultSet parts = meta.getPrimaryKeys(null, schema, table)) {
            while (parts.next()) {
                if (parts.getShort("KEY_SEQ") == 1) {
                    first = parts.getString("COLUMN_NAME");
                }
            }
        }
        if (first == null) {
            throw refused(bundle, table, "It has no primary key.");
        }
        if (!first.equals(PRACTICE)) {
            throw refused(bundle, table, "Its primary key begins with " + first + ".");
        }
        Map<String, List<String>> unique = new LinkedHashMap<>();
        try (ResultSet parts = meta.getIndexInfo(null, schema, table, true, true)) {
            while (parts.next()) {
                String column = parts.getString("COLUMN_NAME");
                if (column != null) {
                    unique.computeIfAbsent(parts.getString("INDEX_NAME"), it -> new ArrayList<>())
                            .add(column);
                }
            }
        }
        unique.forEach(
                (index, columns) -> {
                    if (!columns.contains(PRACTICE)) {
                        throw refused(bundle, table, "Its unique key " + index + " lacks it.");
                    }
                });
    }

    private static void requireForeignKeys(
            Connection connection, String bundle, String schema, String table) throws SQLException {
        Map<String, Boolean> sound = new LinkedHashMap<>();
        try (ResultSet parts = connection.getMetaData().getImportedKeys(null, schema, table)) {
            while (parts.next()) {
                String key = parts.getString("FK_NAME");
                if (!schema.equals(parts.getString("PKTABLE_SCHEM"))) {
                    throw refused(
                            bundle, table, "Its foreign key " + key + " leads to another schema.");
                }
                boolean carries =
                        PRACTICE.equals(parts.getString("FKCOLUMN_NAME"))
                                && PRACTICE.equals(parts.getString("PKCOLUMN_NAME"));
                sound.merge(key, carries, Boolean::logicalOr);
            }
        }
        sound.forEach(
                (key, carries) -> {
                    if (!carries) {
                        throw refused(
                                bundle, table, "Its foreign key " + key + " lacks practice_id.");
                    }
                });
    }

    static RuntimeException refused(String bundle, String kind, String name, String particulars) {
        return StoreProblem.NOT_BY_PRACTICE.refused(
                bundle + " " + kind + " " + name, particulars, null);
    }

    private static RuntimeException refused(String bundle, String table, String particulars) {
        return refused(
                bundle,
                "table",
                table,
                particulars
                        + " Every table has practice_id, not null, first in its primary key and part of"
                        + " each unique and foreign key.");
    }
}
