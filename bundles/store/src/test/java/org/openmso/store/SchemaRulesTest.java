package org.openmso.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.openmso.api.store.DatabasePlace;
import org.openmso.api.store.MigrationRefused;
import org.openmso.api.store.SchemaMigrations;

/** What a migration may make of a schema, and that nothing of one that is refused stays. */
class SchemaRulesTest {
    private static final String TABLE =
            "create table thing (practice_id varchar(100) not null, id int not null, code int, note_id"
                    + " bigint, primary key (practice_id, id)";

    @TempDir Path directory;
    private final DatabaseStore store = new DatabaseStore();

    @AfterEach
    void close() {
        store.close();
    }

    private void open(Kind kind) throws SQLException {
        store.open(kind.place(directory));
        Notes.migrate(store);
        Notes.add(store, "oak", "one");
    }

    private void refuses(String sql, String place, String word) throws SQLException {
        var refused = assertThrows(MigrationRefused.class, () -> Notes.migrate(store, sql));
        assertEquals("MSO-1316", refused.code());
        assertEquals(Notes.BUNDLE + " " + place, refused.problem().path());
        assertTrue(refused.problem().message().contains(word), refused.getMessage());
        // Nothing stays, and the version before goes on.
        assertEquals(List.of("one"), Notes.ask(store, "oak", "select text from note"));
        Notes.migrate(store, TABLE + ")");
        assertEquals(List.of(), Notes.ask(store, "oak", "select id from thing"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aTableWithoutPracticeIsRefused(Kind kind) throws Exception {
        open(kind);
        refuses("create table thing (id int primary key)", "table thing", "no column");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aTableWithoutPrimaryKeyIsRefused(Kind kind) throws Exception {
        open(kind);
        refuses(
                "create table thing (practice_id varchar(100) not null, id int)",
                "table thing",
                "no primary key");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aPracticeThatDoesNotLeadThePrimaryKeyIsRefused(Kind kind) throws Exception {
        open(kind);
        refuses(
                TABLE.replace("(practice_id, id)", "(id, practice_id)") + ")",
                "table thing",
                "begins with id");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aUniqueKeyWithoutPracticeTellsOneWhatAnotherHasAndIsRefused(Kind kind) throws Exception {
        open(kind);
        refuses(TABLE + ", unique (code))", "table thing", "unique key");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aForeignKeyWithoutPracticeIsRefused(Kind kind) throws Exception {
        open(kind);
        refuses(
                "create table loose (practice_id varchar(100) not null, id int not null,"
                        + " parent varchar(100), primary key (practice_id, id),"
                        + " foreign key (parent, id) references loose (practice_id, id))",
                "table loose",
                "foreign key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "view every | create view every as select * from note",
                "relation every | create materialized view every as select * from note",
                "function f | create function f() returns bigint language sql security definer as"
                        + " 'select count(*) from note'",
                "table note | create rule r as on insert to note do also notify planted"
            })
    void whatRunsWithItsOwnersRightsIsRefusedOnPostgreSql(String place, String sql)
            throws Exception {
        open(Kind.POSTGRESQL);
        refuses(sql, place, "");
    }

    @Test
    void aViewWithItsCallersRightsShowsEachPracticeItsOwn() throws Exception {
        open(Kind.POSTGRESQL);
        Notes.add(store, "elm", "two");
        Notes.migrate(
                store,
                "create view every with (security_invoker = true) as select * from note;"
                        + " create policy open on note using (true)");
        assertEquals(List.of("one"), Notes.ask(store, "oak", "select text from every"));
        assertEquals(List.of("two"), Notes.ask(store, "elm", "select text from note"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aMigrationChangesTheRowsOfAllPractices(Kind kind) throws Exception {
        open(kind);
        Notes.add(store, "elm", "two");
        Notes.migrate(
                store,
                "alter table note add column kind varchar(10); update note set kind = 'old'");
        assertEquals(
                List.of("old"),
                Notes.ask(store, "oak", "select kind from note where practice_id = 'oak'"));
        assertEquals(
                List.of("old"),
                Notes.ask(store, "elm", "select kind from note where practice_id = 'elm'"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void rowsThatBreakANewConstraintAreNotQuoted(Kind kind) throws Exception {
        open(kind);
        Notes.add(store, "oak", "one");
        var refused =
                assertThrows(
                        MigrationRefused.class,
                        () ->
                                Notes.migrate(
                                        store,
                                        "alter table note add column c int;\n"
                                                + "alter table note add constraint u unique"
                                                + " (practice_id, text);"));
        assertEquals("MSO-1313", refused.code());
        assertEquals(Notes.BUNDLE + " db/migration/V2__more.sql line 2", refused.problem().path());
        for (Throwable each = refused; each != null; each = each.getCause()) {
            assertTrue(!String.valueOf(each.getMessage()).contains("oak"), each.getMessage());
        }
        assertThrows(SQLException.class, () -> Notes.ask(store, "oak", "select c from note"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v2__x.sql | select 1",
                "V2_x.sql | select 1",
                "R__x.sql | select 1",
                "V02__x.sql | select 1",
                "oracle/V2__x.sql | select 1",
                "V1__again.sql | select 1",
                "h2/V1__again.sql | select 1",
                "V2__x.sql | insert into note select * from note; commit",
                "V2__x.sql | begin; drop table note",
                "V2__x.sql | /* of all */ set role postgres",
                "V2__x.sql | create index concurrently i on note (text)"
            })
    void aMigrationOfAnotherFormIsRefused(String path, String sql) throws Exception {
        open(Kind.FILES);
        var texts = new java.util.TreeMap<>(Map.of("V1__notes.sql", NotesBundle.V1));
        texts.put(path, sql);
        var migrations = new SchemaMigrations(Notes.BUNDLE, "2.0.0", texts);
        var refused =
                assertThrows(
                        MigrationRefused.class,
                        () -> store.migrate(migrations, Duration.ofMinutes(1)));
        assertEquals("MSO-1315", refused.code());
    }

    @Test
    void wordsInTextsAndCommentsAreNoStatements() throws Exception {
        open(Kind.FILES);
        Notes.migrate(
                store,
                "-- commit; begin\nupdate note set text = 'commit; begin' where text = 'none';");
        assertEquals(List.of("one"), Notes.ask(store, "oak", "select text from note"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void twoBundlesWhoseNamesMakeOneSchemaAreKeptApart(Kind kind) throws Exception {
        open(kind);
        var refused =
                assertThrows(
                        MigrationRefused.class, () -> Notes.migrateFor(store, "com.acme-notes"));
        assertEquals("MSO-1317", refused.code());
    }

    @Test
    void eachDatabaseGetsItsOwnMigrations() throws Exception {
        store.open(Kind.FILES.place(directory));
        var texts =
                Map.of(
                        "V1__notes.sql",
                        NotesBundle.V1,
                        "h2/V2__x.sql",
                        "alter table note add column of_h2 int",
                        "postgresql/V2__x.sql",
                        "alter table note add column of_postgresql int");
        var migrations = new SchemaMigrations(Notes.BUNDLE, "1.0.0", texts);
        store.migrate(migrations, Duration.ofMinutes(1));
        assertEquals(List.of(), Notes.ask(store, "oak", "select of_h2 from note"));
        store.close();
        store.open(TestPostgres.database());
        store.migrate(migrations, Duration.ofMinutes(1));
        assertEquals(List.of(), Notes.ask(store, "oak", "select of_postgresql from note"));
    }

    @Test
    void twoNodesMigrateAtTheSameTimeAndItHappensOnce() throws Exception {
        DatabasePlace place = TestPostgres.database();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        var other = new DatabaseStore();
        try {
            Future<?> one = threads.submit(() -> migrateTwice(store, place));
            Future<?> two = threads.submit(() -> migrateTwice(other, place));
            one.get(5, TimeUnit.MINUTES);
            two.get(5, TimeUnit.MINUTES);
            try (Connection connection = Notes.connection(other, "oak")) {
                assertEquals(List.of(), Notes.ask(connection, "select once from note"));
            }
        } finally {
            threads.shutdownNow();
            other.close();
        }
    }

    private static void migrateTwice(DatabaseStore store, DatabasePlace place) {
        store.open(place);
        Notes.migrate(store);
        Notes.migrate(store, "alter table note add column once int");
    }
}
