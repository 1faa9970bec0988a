package org.openmso.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openmso.api.store.DatabasePlace;
import org.openmso.api.store.DatabaseUnavailable;
import org.openmso.api.store.Store;

/** Whatever a bundle's code sends to PostgreSQL, it sees its practice's rows and no other's. */
class PostgresIsolationTest {
    private final Store store = new DatabaseStore();
    private DatabasePlace.Postgres place;

    @BeforeEach
    void twoPracticesHaveNotes() throws Exception {
        place = TestPostgres.database();
        store.open(place);
        Notes.migrate(store);
        Notes.add(store, "oak", "of oak");
        Notes.add(store, "elm", "of elm");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select text from note",
                "select text from note where practice_id = 'oak' or true",
                "select text from note where id > 0",
                "select text from mso_com_acme_notes.note",
                "select (select string_agg(text, ',') from note)",
                "with every as (select * from note) select text from every",
                "update note set text = text || '' returning text",
                "delete from note where id > 0 returning text",
                "select n.text from note n, lateral (select * from note m) x"
            })
    void whoForgetsTheWhereOrGuessesIdsMeetsItsOwnRows(String sql) throws Exception {
        assertEquals(List.of("of oak"), Notes.ask(store, "oak", sql));
        assertEquals(List.of("of elm"), Notes.ask(store, "elm", "select text from note"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into note (practice_id, text) values ('elm', 'planted')",
                "update note set practice_id = 'elm'",
                "truncate note",
                "drop table note",
                "alter table note disable row level security",
                "alter table note no force row level security",
                "create policy open on note using (true)",
                "create table copied as select * from note",
                "create temporary table copied as select * from note",
                "create view every as select * from note",
                "create function f() returns setof note language sql as 'select * from note'",
                "create schema other",
                "set role postgres",
                "set session authorization postgres",
                "select mso.bind('guessed', 'x', 'mso_com_acme_notes', 'elm')",
                "select * from mso.binding",
                "update mso.binding set practice = 'elm'",
                "select * from mso.secret",
                "select * from mso.bundle_schema",
                "select * from mso_com_acme_notes.mso_migrations",
                "copy note to program 'cat'",
                "copy note to '/tmp/notes'",
                "select pg_read_file('/etc/passwd')",
                "set row_security = off; select text from note"
            })
    void whatIsNotTheBundlesIsRefused(String sql) throws Exception {
        assertThrows(SQLException.class, () -> Notes.ask(store, "oak", sql));
        assertEquals(List.of("of elm"), Notes.ask(store, "elm", "select text from note"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reset role",
                "set search_path to public",
                "set mso.token = 'guessed'",
                "select set_config('mso.token', '', false)",
                "reset all",
                "discard all",
                "select mso.unbind()",
                "do $$ begin perform set_config('mso.token', 'x', false); end $$",
                "set default_transaction_read_only to off"
            })
    void whatABundleDoesToItsSessionShowsItNothingMore(String sql) throws Exception {
        try (Connection connection = Notes.connection(store, "oak")) {
            Notes.ask(connection, sql);
            var seen = Notes.ask(connection, "select text from mso_com_acme_notes.note");
            assertFalse(seen.contains("of elm"), seen::toString);
        }
        // And the next borrower finds nothing of it.
        for (int i = 0; i < 30; i++) {
            assertEquals(List.of("of elm"), Notes.ask(store, "elm", "select text from note"));
        }
    }

    @Test
    void anotherBundlesTablesAreEmptyForOne() throws Exception {
        Notes.migrateFor(store, "org.other");
        try (Connection other = store.connect("org.other", "oak", () -> {})) {
            assertEquals(List.of(), Notes.ask(other, "select text from mso_com_acme_notes.note"));
            assertThrows(
                    SQLException.class,
                    () ->
                            Notes.ask(
                                    other,
                                    "insert into mso_com_acme_notes.note (practice_id, text)"
                                            + " values ('oak', 'planted')"));
        }
    }

    @Test
    void theSecretStandsInNoStatementThatOthersCanRead() throws Exception {
        String secret = secret();
        try (Connection one = Notes.connection(store, "oak");
                Connection other = Notes.connection(store, "elm")) {
            var seen = Notes.ask(one, "select query from pg_stat_activity");
            assertTrue(seen.stream().noneMatch(it -> it != null && it.contains(secret)));
            assertFalse(seen.isEmpty());
            assertEquals(List.of("of elm"), Notes.ask(other, "select text from note"));
        }
    }

    private String secret() throws SQLException {
        try (Connection owner = PostgresAccess.to(place).owner()) {
            return Notes.ask(owner, "select secret from mso.secret").get(0);
        }
    }

    @Test
    void whatWasKeptBeyondCloseReachesNothing() throws Exception {
        Connection kept = Notes.connection(store, "oak");
        Statement statement = kept.createStatement();
        PreparedStatement prepared = kept.prepareStatement("select text from note");
        ResultSet rows = prepared.executeQuery();
        DatabaseMetaData meta = kept.getMetaData();
        kept.close();
        try (Connection next = Notes.connection(store, "elm")) {
            assertThrows(SQLException.class, () -> statement.execute("select text from note"));
            assertThrows(SQLException.class, prepared::executeQuery);
            assertThrows(SQLException.class, rows::next);
            assertThrows(SQLException.class, () -> meta.getTables(null, null, "%", null));
            assertThrows(SQLException.class, statement::getConnection);
            assertThrows(SQLException.class, kept::createStatement);
            assertThrows(SQLException.class, kept::commit);
            assertTrue(kept.isClosed());
            assertFalse(kept.isValid(1));
            kept.close();
            statement.close();
            assertEquals(List.of("of elm"), Notes.ask(next, "select text from note"));
        }
    }

    @Test
    void noWayLeadsToWhatIsBehindAConnection() throws Exception {
        try (Connection connection = Notes.connection(store, "oak");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select array[text] from note")) {
            assertSame(connection, statement.getConnection());
            assertSame(connection, connection.getMetaData().getConnection());
            assertSame(statement, rows.getStatement());
            assertTrue(rows.next());
            try (ResultSet elements = rows.getArray(1).getResultSet()) {
                Statement behind = elements.getStatement();
                assertSame(connection, behind == null ? connection : behind.getConnection());
            }
            assertThrows(
                    SQLFeatureNotSupportedException.class,
                    () -> connection.unwrap(org.postgresql.PGConnection.class));
            assertFalse(connection.isWrapperFor(org.postgresql.PGConnection.class));
            assertSame(connection, connection.unwrap(Connection.class));
            assertThrows(SQLFeatureNotSupportedException.class, connection::createBlob);
            assertThrows(SQLFeatureNotSupportedException.class, () -> rows.getBlob(1));
            assertNotSame(connection, Notes.connection(store, "oak"));
        }
    }

    @Test
    void nothingOfOneBorrowerIsLeftInTheSessionOfTheNext() throws Exception {
        var left =
                List.of(
                        "set statement_timeout to 7777",
                        "set application_name to 'mine'",
                        "select pg_advisory_lock(42)",
                        "listen news",
                        "prepare planted as select text from note",
                        "declare planted cursor with hold for select text from note",
                        "select lo_create(4711)");
        Connection open = Notes.connection(store, "oak");
        for (String sql : left) {
            Notes.ask(open, sql);
        }
        open.setAutoCommit(false);
        open.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        Notes.ask(open, "insert into note (practice_id, text) values ('oak', 'not committed')");
        open.close();
        assertEquals(List.of("of oak"), Notes.ask(store, "oak", "select text from note"));
        for (int i = 0; i < 30; i++) {
            try (Connection next = Notes.connection(store, "elm")) {
                assertTrue(next.getAutoCommit());
                assertEquals(Connection.TRANSACTION_READ_COMMITTED, next.getTransactionIsolation());
                assertEquals(List.of("0"), Notes.ask(next, "show statement_timeout"));
                assertEquals(
                        List.of(),
                        Notes.ask(next, "select name from pg_prepared_statements where from_sql"));
                assertEquals(
                        List.of(),
                        Notes.ask(next, "select name from pg_cursors where name = 'planted'"));
                assertEquals(List.of(), Notes.ask(next, "select * from pg_listening_channels()"));
                assertEquals(
                        List.of(),
                        Notes.ask(next, "select 1 from pg_locks where locktype = 'advisory'"));
                assertEquals(List.of(), Notes.ask(next, "select oid from pg_largeobject_metadata"));
            }
        }
    }

    @Test
    void aThreadThatIsStillInAStatementWhenTheConnectionIsGivenBackMeetsNoOtherPractice()
            throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 20; round++) {
                Connection shared = Notes.connection(store, "oak");
                var begun = new CountDownLatch(1);
                Future<List<String>> other =
                        thread.submit(
                                () -> {
                                    var seen = new java.util.ArrayList<String>();
                                    begun.countDown();
                                    try {
                                        while (true) {
                                            seen.addAll(Notes.ask(shared, "select text from note"));
                                        }
                                    } catch (SQLException e) {
                                        return seen;
                                    }
                                });
                begun.await();
                shared.close();
                for (int i = 0; i < 5; i++) {
                    assertEquals(
                            List.of("of elm"), Notes.ask(store, "elm", "select text from note"));
                }
                assertFalse(other.get(1, TimeUnit.MINUTES).contains("of elm"));
            }
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void aBundleThatKeepsItsConnectionsStarvesItselfAndNoOther() throws Exception {
        Notes.migrateFor(store, "org.other");
        for (int i = 0; i < PostgresAccess.POOL / 2; i++) {
            assertFalse(Notes.connection(store, "oak").isClosed());
        }
        var refused = assertThrows(DatabaseUnavailable.class, () -> Notes.connection(store, "elm"));
        assertEquals("MSO-1305", refused.code());
        try (Connection other = store.connect("org.other", "elm", () -> {})) {
            assertEquals(List.of(), Notes.ask(other, "select text from note"));
        }
    }
}
