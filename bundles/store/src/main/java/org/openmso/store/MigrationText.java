package org.openmso.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openmso.api.store.SchemaMigrations;

/**
 * One migration.
 *
 * @param version its number
 * @param path its place below {@code db/migration}
 * @param file its file's name
 */
record MigrationText(int version, String path, String file, String sql) {
    private static final Pattern PATH =
            Pattern.compile("(?:(h2|postgresql)/)?(V([1-9][0-9]{0,8})__[A-Za-z0-9_]+\\.sql)");

    /** What would take the transaction or the role out of OpenMSO's hands. */
    private static final Pattern NOT_THEIRS =
            Pattern.compile(
                    "(?:COMMIT|ROLLBACK|BEGIN|START\\s+TRANSACTION|END|ABORT|PREPARE\\s+TRANSACTION"
                            + "|VACUUM|SET\\s+(?:SESSION\\s+|LOCAL\\s+)?(?:ROLE|AUTHORIZATION)"
                            + "|RESET\\s+(?:ROLE|SESSION)|DISCARD)\\b.*"
                            + "|.*\\bCONCURRENTLY\\b.*",
                    Pattern.DOTALL);

    /** Comments, texts, quoted names and dollar-quoted bodies: nothing in them is a statement. */
    private static final Pattern OPAQUE =
            Pattern.compile(
                    "--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\""
                            + "|\\$([A-Za-z_0-9]*)\\$.*?\\$\\1\\$",
                    Pattern.DOTALL);

    /**
     * Those for a kind of database, in their order.
     *
     * @param kind {@code h2} or {@code postgresql}
     * @throws org.openmso.api.store.MigrationRefused (MSO-1315) if one cannot be used
     */
    static List<MigrationText> of(SchemaMigrations migrations, String kind) {
        var found = new TreeMap<Integer, MigrationText>();
        migrations
                .texts()
                .forEach(
                        (path, sql) -> {
                            Matcher form = PATH.matcher(path);
                            if (!form.matches()) {
                                throw refused(migrations, path, "Its name has another form.");
                            }
                            checkStatements(migrations, path, sql);
                            if (form.group(1) != null && !form.group(1).equals(kind)) {
                                return;
                            }
                            int version = Integer.parseInt(form.group(3));
                            var text = new MigrationText(version, path, form.group(2), sql);
                            if (found.putIfAbsent(version, text) != null) {
                                throw refused(
                                        migrations,
                                        path,
                                        "There are two of its number for " + kind + ".");
                            }
                        });
        return new ArrayList<>(found.values());
    }

    private static void checkStatements(SchemaMigrations migrations, String path, String sql) {
        String bare = OPAQUE.matcher(sql).replaceAll(" ").toUpperCase(Locale.ROOT);
        for (String statement : bare.split(";")) {
            if (NOT_THEIRS.matcher(statement.strip()).matches()) {
                throw refused(
                        migrations,
                        path,
                        "It has the statement " + statement.strip().split("\\s+")[0] + ".");
            }
        }
    }

    private static RuntimeException refused(
            SchemaMigrations migrations, String path, String particulars) {
        return StoreProblem.MIGRATION_FORM.refused(
                migrations.bundle() + " db/migration/" + path, particulars, null);
    }
}
