package org.openmso.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * One bundle's schema in PostgreSQL: after its migrations, and in their transaction, every table
 * gets row-level security and the caller its rights.
 */
final class PostgresSchema {
    /** What must give no row, with what to tell of it; the parameter is the schema. */
    private static final String[][] MUST_NOT = {
        {
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                    + " where n.nspname = ? and c.relkind = 'v' and not coalesce(c.reloptions::text"
                    + " ~* 'security_invoker=(true|on|1|yes)', false)",
            "view",
            "It shows rows with its owner's rights. Create it with (security_invoker = true)."
        },
        {
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                    + " where n.nspname = ? and c.relkind in ('m', 'f')",
            "relation",
            "Row-level security does not reach materialized views and foreign tables. Take a table."
        },
        {
            "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
                    + " where n.nspname = ? and p.prosecdef",
            "function",
            "It runs with its owner's rights. Create it as security invoker."
        },
        {
            "select c.relname from pg_rewrite w join pg_class c on c.oid = w.ev_class join"
                    + " pg_namespace n on n.oid = c.relnamespace"
                    + " where n.nspname = ? and w.rulename <> '_RETURN'",
            "table",
            "It has a rule, which runs with its owner's rights. Take a trigger."
        },
        {
            "select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid join"
                    + " pg_namespace n on n.oid = c.relnamespace join pg_proc p on p.oid = t.tgfoid"
                    + " where n.nspname = ? and not t.tgisinternal"
                    + " and p.pronamespace not in (n.oid, 'pg_catalog'::regnamespace)",
            "table",
            "It has a trigger whose function is in another schema. Create the function in this one."
        },
        {
            "select c.relname from pg_constraint x join pg_class c on c.oid = x.conrelid join"
                    + " pg_namespace n on n.oid = c.relnamespace where n.nspname = ?"
                    + " and x.contype = 'x' and not exists (select from pg_attribute a where"
                    + " a.attrelid = c.oid and a.attname = 'practice_id' and a.attnum = any"
                    + " (x.conkey))",
            "table",
            "It has an exclusion constraint without practice_id. Add practice_id with =."
        }
    };

    private final PostgresKernel kernel;
    private final String bundle;
    private final String name;

    PostgresSchema(PostgresKernel kernel, String bundle) {
        this.kernel = kernel;
        this.bundle = bundle;
        this.name = SchemaName.of(bundle);
    }

    String name() {
        return name;
    }

    /**
     * Makes the schema, as this bundle's.
     *
     * @throws org.openmso.api.store.MigrationRefused (MSO-1317) if it is another's
     */
    void claim(Connection owner) throws SQLException {
        try (PreparedStatement note =
                owner.prepareStatement(
                        "insert into mso.bundle_schema values (?, ?, '') on conflict do nothing")) {
            note.setString(1, name);
            note.setString(2, bundle);
            note.executeUpdate();
        }
        try (PreparedStatement ask =
                owner.prepareStatement("select bundle from mso.bundle_schema where schema = ?")) {
            ask.setString(1, name);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                if (!row.getString(1).equals(bundle)) {
                    throw StoreProblem.SCHEMA_TAKEN.refused(
                            bundle, "It is " + name + ", of " + row.getString(1) + " too.", null);
                }
            }
        }
        try (Statement statement = owner.createStatement()) {
            statement.execute("create schema if not exists " + name);
        }
    }

    /** Whether these texts were carried out last. */
    boolean isAt(Connection owner, String digest) throws SQLException {
        try (PreparedStatement ask =
                owner.prepareStatement(
                        "select 1 from mso.bundle_schema where schema = ? and digest = ?")) {
            ask.setString(1, name);
            ask.setString(2, digest);
            try (ResultSet row = ask.executeQuery()) {
                return row.next();
            }
        }
    }

    /** What follows the last migration, in its transaction: checks, then policies and rights. */
    void seal(Connection owner, String digest) throws SQLException {
        KeysByPractice.check(owner, bundle, name);
        for (String[] rule : MUST_NOT) {
            for (String found : names(owner, rule[0])) {
                throw KeysByPractice.refused(bundle, rule[1], found, rule[2]);
            }
        }
        String caller = PostgresKernel.quoted(kernel.caller());
        try (Statement statement = owner.createStatement()) {
            statement.execute("revoke all on schema " + name + " from public, " + caller);
            statement.execute("grant usage on schema " + name + " to " + caller);
            statement.execute(
                    "revoke all on all tables in schema " + name + " from public, " + caller);
            for (String table : KeysByPractice.tables(owner, name)) {
                protect(owner, statement, table);
                statement.execute(
                        "grant select, insert, update, delete on " + of(table) + " to " + caller);
            }
            for (String view :
                    names(
                            owner,
                            "select c.relname from pg_class c join pg_namespace n on n.oid ="
                                    + " c.relnamespace where n.nspname = ? and c.relkind = 'v'")) {
                statement.execute("grant select on " + of(view) + " to " + caller);
            }
            statement.execute("grant usage on all sequences in schema " + name + " to " + caller);
        }
        try (PreparedStatement note =
                owner.prepareStatement(
                        "update mso.bundle_schema set digest = ? where schema = ?")) {
            note.setString(1, digest);
            note.setString(2, name);
            note.executeUpdate();
        }
    }

    private void protect(Connection owner, Statement statement, String table) throws SQLException {
        String full = of(table);
        for (String policy :
                names(
                        owner,
                        "select p.polname from pg_policy p join pg_class c on c.oid = p.polrelid"
                                + " join pg_namespace n on n.oid = c.relnamespace"
                                + " where n.nspname = ? and c.relname = '"
                                + table.replace("'", "''")
                                + "'")) {
            statement.execute("drop policy " + PostgresKernel.quoted(policy) + " on " + full);
        }
        String own = "practice_id = (select mso.practice_of('" + name + "'))";
        statement.execute(
                "create policy mso_practice on "
                        + full
                        + " using ("
                        + own
                        + ") with check ("
                        + own
                        + ")");
        // For migrations; a function that runs with the owner's rights has the caller's session.
        statement.execute(
                "create policy mso_migrations on "
                        + full
                        + " to "
                        + PostgresKernel.quoted(kernel.owner())
                        + " using (session_user = '"
                        + kernel.owner().replace("'", "''")
                        + "')");
        statement.execute("alter table " + full + " enable row level security");
        statement.execute("alter table " + full + " force row level security");
    }

    private String of(String relation) {
        return name + "." + PostgresKernel.quoted(relation);
    }

    private List<String> names(Connection owner, String sql) throws SQLException {
        var names = new ArrayList<String>();
        try (PreparedStatement ask = owner.prepareStatement(sql)) {
            ask.setString(1, name);
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }
}
