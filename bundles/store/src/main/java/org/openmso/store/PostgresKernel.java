package org.openmso.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.util.PasswordUtil;

/**
 * What OpenMSO keeps in a PostgreSQL for itself, in the schema {@code mso}: which session works for
 * which practice now, and the functions that say and ask it. The caller's role has no right to the
 * tables, and the function that binds a session wants a secret which only the owner can read.
 */
final class PostgresKernel {
    private static final int OLDEST = 150000;

    /** All processes that open the database do so one after the other. */
    private static final long LOCK = 0x6d736f2d6f70656eL;

    private static final String[] MADE = {
        "create schema if not exists mso",
        "revoke all on schema mso from public",
        "create table if not exists mso.bundle_schema"
                + " (schema text primary key, bundle text not null, digest text not null)",
        "create table if not exists mso.secret (secret text not null)",
        // Nobody needs it after a crash; a session that is gone leaves a row without a token's
        // match.
        "create unlogged table if not exists mso.binding"
                + " (pid integer primary key, token text, schema text not null,"
                + " practice text not null) with (fillfactor = 50)",
        """
        create or replace function mso.bind(secret text, token text, schema text, practice text)
        returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
        begin
          if not exists (select from mso.secret s where s.secret = bind.secret) then
            raise exception 'not for bundles' using errcode = 'insufficient_privilege';
          end if;
          insert into mso.binding as b (pid, token, schema, practice)
            values (pg_backend_pid(), bind.token, bind.schema, bind.practice)
            on conflict (pid) do update set
              token = excluded.token, schema = excluded.schema, practice = excluded.practice;
          perform set_config('mso.token', bind.token, false);
        end $$
        """,
        """
        create or replace function mso.unbind()
        returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
          update mso.binding set token = null where pid = pg_backend_pid()
        $$
        """,
        // Restricted: a parallel worker has another process id.
        """
        create or replace function mso.practice_of(schema text)
        returns text language sql stable security definer parallel restricted
        set search_path = pg_catalog, pg_temp as $$
          select b.practice from mso.binding b
          where b.pid = pg_backend_pid() and b.schema = practice_of.schema
            and b.token = current_setting('mso.token', true)
        $$
        """,
        "revoke all on all tables in schema mso from public",
        "revoke all on all functions in schema mso from public",
        "delete from mso.binding b where not exists"
                + " (select from pg_stat_activity a where a.pid = b.pid)"
    };

    private final String owner;
    private final PostgresAccess.Login caller;
    private final String secret;

    private PostgresKernel(String owner, PostgresAccess.Login caller, String secret) {
        this.owner = owner;
        this.caller = caller;
        this.secret = secret;
    }

    /** The role that owns the schemas. */
    String owner() {
        return owner;
    }

    /** The role that calls. */
    String caller() {
        return caller.role();
    }

    PostgresAccess.Login login() {
        return caller;
    }

    /** What {@code mso.bind} wants. */
    String secret() {
        return secret;
    }

    /**
     * Makes what is missing.
     *
     * @throws org.openmso.api.store.DatabaseUnavailable (MSO-1308, MSO-1309) if it may not
     */
    static PostgresKernel in(PostgresAccess access) throws SQLException {
        try (Connection connection = access.owner()) {
            int version =
                    Integer.parseInt(
                            text(connection, "select current_setting('server_version_num')"));
            if (version < OLDEST) {
                throw StoreProblem.TOO_OLD.unavailable("", "It is " + version / 10000 + ".", null);
            }
            connection.setAutoCommit(false);
            text(connection, "select pg_advisory_xact_lock(" + LOCK + ")::text");
            PostgresKernel kernel = made(access, connection);
            connection.commit();
            return kernel;
        }
    }

    private static PostgresKernel made(PostgresAccess access, Connection connection)
            throws SQLException {
        String owner = text(connection, "select current_user::text");
        try (Statement statement = connection.createStatement()) {
            for (String sql : MADE) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw lacking(e, "The role " + owner + " cannot make the schema mso.");
        }
        try (PreparedStatement once =
                connection.prepareStatement(
                        "insert into mso.secret select ? where not exists (select from mso.secret)")) {
            once.setString(1, H2Key.random());
            once.executeUpdate();
        }
        String database =
                text(
                        connection,
                        "select oid::text from pg_database where datname = current_database()");
        PostgresAccess.Login login = access.login(database);
        if (!login.password().isEmpty()) {
            makeRole(connection, login);
        }
        if (login.role().isEmpty()) {
            try (Connection calls = access.caller()) {
                login = new PostgresAccess.Login(text(calls, "select current_user::text"), "");
            }
        }
        String role = quoted(login.role());
        try (Statement statement = connection.createStatement()) {
            statement.execute("grant usage on schema mso to " + role);
            statement.execute("grant execute on all functions in schema mso to " + role);
        }
        PostgresRights.see(connection, owner, login.role());
        return new PostgresKernel(owner, login, text(connection, "select secret from mso.secret"));
    }

    private static void makeRole(Connection connection, PostgresAccess.Login login)
            throws SQLException {
        String role = quoted(login.role());
        String verifier =
                PasswordUtil.encodePassword(
                        login.role(), login.password().toCharArray(), "scram-sha-256");
        try (Statement statement = connection.createStatement()) {
            boolean there =
                    text(
                                    connection,
                                    "select count(*)::text from pg_roles where rolname = '"
                                            + login.role()
                                            + "'")
                            .equals("1");
            statement.execute(
                    (there ? "alter role " : "create role ")
                            + role
                            + " login password '"
                            + verifier
                            + "'");
            statement.execute(
                    "do $$ begin execute format('revoke temporary on database %I from public',"
                            + " current_database()); end $$");
        } catch (SQLException e) {
            throw lacking(e, "The user may not create roles.");
        }
    }

    private static RuntimeException lacking(SQLException e, String particulars)
            throws SQLException {
        if ("42501".equals(e.getSQLState())) {
            return StoreProblem.RIGHTS.unavailable("", particulars, SqlFailure.bare(e));
        }
        throw e;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
