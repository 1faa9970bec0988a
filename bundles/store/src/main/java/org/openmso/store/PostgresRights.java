package org.openmso.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The rights of the role that calls: rows of the bundles' tables, and nothing beside. */
final class PostgresRights {
    /** What must give no row, with what to tell of it; the parameter is the caller's role. */
    private static final String[][] MUST_NOT = {
        {
            "select 1 from pg_roles where rolname = ? and (rolsuper or rolbypassrls or rolcreaterole"
                    + " or rolcreatedb or rolreplication)",
            "is a superuser, or may bypass row security, create roles or databases, or replicate"
        },
        {
            "select 1 from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = ?",
            "is a member of another role"
        },
        {
            "select 1 where has_database_privilege(?, current_database(), 'create')",
            "may create schemas (revoke create on the database)"
        },
        {
            "select 1 where has_database_privilege(?, current_database(), 'temporary')",
            "may create temporary tables (revoke temporary on the database from public)"
        },
        {
            "select 1 from pg_namespace n where has_schema_privilege(?, n.oid, 'create')"
                    + " and n.nspname !~ '^pg_'",
            "may create tables in a schema (revoke create on the schema from public)"
        },
        {
            "select 1 from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = ?",
            "owns tables"
        }
    };

    private PostgresRights() {}

    /**
     * Looks at them.
     *
     * @throws org.openmso.api.store.DatabaseUnavailable (MSO-1309) with what is too much
     */
    static void see(Connection connection, String owner, String caller) throws SQLException {
        if (owner.equals(caller)) {
            throw StoreProblem.RIGHTS.unavailable(
                    "", "Calls and migrations have the same role, " + owner + ".", null);
        }
        for (String[] rule : MUST_NOT) {
            try (PreparedStatement ask = connection.prepareStatement(rule[0])) {
                ask.setString(1, caller);
                try (ResultSet rows = ask.executeQuery()) {
                    if (rows.next()) {
                        throw StoreProblem.RIGHTS.unavailable(
                                "", "The role " + caller + " " + rule[1] + ".", null);
                    }
                }
            }
        }
    }
}
