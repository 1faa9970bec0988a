package org.openmso.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openmso.api.Health;
import org.openmso.api.store.DatabasePlace;
import org.openmso.api.store.DatabaseUnavailable;

/** The database in a file: what bundles cannot do in it, and what happens to the file. */
class H2StoreTest {
    @TempDir Path directory;
    private final DatabaseStore store = new DatabaseStore();

    @BeforeEach
    void open() throws Exception {
        store.open(new DatabasePlace.Files(directory));
        Notes.migrate(store);
        Notes.add(store, "oak", "of oak");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table other (x int)",
                "drop table note",
                "alter table note add column x int",
                "create schema other",
                "create alias halt for \"java.lang.Runtime.halt\"",
                "create trigger t before insert on note call \"x\"",
                "call file_read('/etc/passwd')",
                "select * from csvread('/etc/passwd')",
                "call file_write('x', '/tmp/x')",
                "script to '/tmp/x'",
                "backup to '/tmp/x'",
                "shutdown",
                "select * from mso.bundle_schema",
                "select * from mso_com_acme_notes.mso_migrations",
                "select * from mso_org_other.note",
                "create user other password 'x'",
                "grant all on schema mso to public",
                "set write_delay 500"
            })
    void whatIsNotTheBundlesIsRefused(String sql) throws Exception {
        Notes.migrateFor(store, "org.other");
        assertThrows(SQLException.class, () -> Notes.ask(store, "oak", sql));
        assertEquals(List.of("of oak"), Notes.ask(store, "oak", "select text from note"));
    }

    @Test
    void aForgottenWhereIsNotSeenHereAsTheHandbookSays() throws Exception {
        assertEquals(List.of("of oak"), Notes.ask(store, "elm", "select text from note"));
    }

    @Test
    void aUserWhoChangesItsOwnPasswordLocksNobodyOut() throws Exception {
        Notes.ask(store, "oak", "alter user \"MSO_COM_ACME_NOTES\" set password 'mine'");
        assertEquals(List.of("of oak"), Notes.ask(store, "oak", "select text from note"));
    }

    @Test
    void whatWasKeptBeyondCloseReachesNothing() throws Exception {
        Connection kept = Notes.connection(store, "oak");
        PreparedStatement prepared = kept.prepareStatement("select text from note");
        ResultSet rows = prepared.executeQuery();
        kept.close();
        assertThrows(SQLException.class, prepared::executeQuery);
        assertThrows(SQLException.class, rows::next);
        assertThrows(SQLException.class, kept::createStatement);
        assertTrue(kept.isClosed());
    }

    @Test
    void whatWasNotCommittedIsUndone() throws Exception {
        Connection open = Notes.connection(store, "oak");
        Notes.ask(open, "create local temporary table left_behind (x int)");
        open.setAutoCommit(false);
        Notes.ask(open, "delete from note");
        open.close();
        try (Connection next = Notes.connection(store, "oak")) {
            assertTrue(next.getAutoCommit());
            assertEquals(List.of("of oak"), Notes.ask(next, "select text from note"));
            assertThrows(SQLException.class, () -> Notes.ask(next, "select * from left_behind"));
        }
    }

    @Test
    void theFileAndItsKeyAreThisProcesssOnly() throws Exception {
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(directory.resolve("key")));
        assertFalse(Files.exists(directory.resolve("openmso.trace.db")));
    }

    @Test
    void aMissingKeyIsToldAndTheFileLeftAlone() throws Exception {
        store.close();
        Path key = directory.resolve("key");
        byte[] before = Files.readAllBytes(key);
        Files.delete(key);
        assertEquals("MSO-1306", refused());
        Files.writeString(key, "00");
        assertEquals("MSO-1306", refused());
        Files.write(key, before);
        store.open(new DatabasePlace.Files(directory));
        assertEquals(List.of("of oak"), Notes.ask(store, "oak", "select text from note"));
    }

    @Test
    void aDamagedFileIsToldAndNotReplaced() throws Exception {
        store.close();
        Path file = directory.resolve("openmso.mv.db");
        byte[] damaged = Files.readAllBytes(file);
        java.util.Arrays.fill(damaged, 0, damaged.length, (byte) 7);
        Files.write(file, damaged);
        assertEquals("MSO-1310", refused());
        org.junit.jupiter.api.Assertions.assertArrayEquals(damaged, Files.readAllBytes(file));
    }

    @Test
    void aFileThatAnotherHasOpenIsTold() throws Exception {
        var other = new DatabaseStore();
        var refused =
                assertThrows(
                        DatabaseUnavailable.class,
                        () -> other.open(new DatabasePlace.Files(copyOfTheKey())));
        assertEquals("MSO-1312", refused.code());
    }

    /** A second way to the same file, as another process would take. */
    private Path copyOfTheKey() throws Exception {
        Path other = Files.createDirectories(directory.resolve("other"));
        Files.copy(directory.resolve("key"), other.resolve("key"));
        Files.createLink(other.resolve("openmso.mv.db"), directory.resolve("openmso.mv.db"));
        return other;
    }

    private String refused() {
        return assertThrows(
                        DatabaseUnavailable.class,
                        () -> store.open(new DatabasePlace.Files(directory)))
                .code();
    }

    @Test
    void afterCloseNothingIsLentAndHealthIsDown() {
        store.close();
        assertThrows(DatabaseUnavailable.class, () -> Notes.connection(store, "oak"));
        assertEquals(Health.Status.DOWN, store.health().status());
    }
}
