package org.openmso.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openmso.api.store.DatabasePlace;
import org.openmso.api.store.DatabaseUnavailable;
import org.postgresql.ds.PGSimpleDataSource;

/** With which roles OpenMSO begins, and with which it does not. */
class PostgresRolesTest {
    private final DatabaseStore store = new DatabaseStore();
    private final DatabasePlace.Postgres place = TestPostgres.database();
    private final String caller = place.user() + "_caller";

    @AfterEach
    void close() {
        store.close();
    }

    private DataSource as(String role) {
        var source = new PGSimpleDataSource();
        source.setUrl(place.url());
        source.setUser(role);
        source.setPassword(TestPostgres.PASSWORD);
        return source;
    }

    private void operator(String... statements) {
        TestPostgres.asSuperuser(TestPostgres.server(), statements);
    }

    private DatabasePlace.Given given() {
        operator("create role " + caller + " login password '" + TestPostgres.PASSWORD + "'");
        operator("revoke temporary on database " + place.user() + " from public");
        return new DatabasePlace.Given(as(caller), as(place.user()));
    }

    private void isRefused(DatabasePlace where, String code, String word) {
        var refused = assertThrows(DatabaseUnavailable.class, () -> store.open(where));
        assertEquals(code, refused.code());
        assertTrue(refused.getMessage().contains(word), refused.getMessage());
    }

    @Test
    void theHostsOwnConnectionsShowEachPracticeItsRows() throws Exception {
        store.open(given());
        Notes.migrate(store);
        Notes.add(store, "oak", "one");
        Notes.add(store, "elm", "two");
        assertEquals(List.of("one"), Notes.ask(store, "oak", "select text from note"));
        assertEquals(List.of("two"), Notes.ask(store, "elm", "select text from note"));
        try (Connection hosts = as(caller).getConnection()) {
            assertEquals(List.of(), Notes.ask(hosts, "select text from mso_com_acme_notes.note"));
        }
    }

    @Test
    void oneRoleForCallsAndMigrationsIsRefused() {
        isRefused(
                new DatabasePlace.Given(as(place.user()), as(place.user())),
                "MSO-1309",
                "same role");
    }

    @Test
    void aCallerWithMoreRightsIsRefusedUntilTheyAreRevoked() throws Exception {
        DatabasePlace.Given given = given();
        operator("alter role " + caller + " bypassrls");
        isRefused(given, "MSO-1309", "bypass row security");
        operator("alter role " + caller + " nobypassrls", "grant pg_read_all_data to " + caller);
        isRefused(given, "MSO-1309", "member of another role");
        operator(
                "revoke pg_read_all_data from " + caller,
                "grant temporary on database " + place.user() + " to " + caller);
        isRefused(given, "MSO-1309", "temporary");
        operator(
                "revoke temporary on database " + place.user() + " from " + caller,
                "grant create on database " + place.user() + " to " + caller);
        isRefused(given, "MSO-1309", "create schemas");
        operator("revoke create on database " + place.user() + " from " + caller);
        store.open(given);
        Notes.migrate(store);
        assertEquals(List.of(), Notes.ask(store, "oak", "select text from note"));
    }

    @Test
    void anOwnerThatMayNotCreateRolesIsRefused() {
        operator("alter role " + place.user() + " nocreaterole");
        isRefused(place, "MSO-1309", "create roles");
    }

    @Test
    void aSecondProcessUsesTheRoleOfTheFirst() throws Exception {
        store.open(place);
        Notes.migrate(store);
        var other = new DatabaseStore();
        try {
            other.open(place);
            Notes.migrate(other);
            Notes.add(other, "oak", "one");
            assertEquals(List.of("one"), Notes.ask(store, "oak", "select text from note"));
        } finally {
            other.close();
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsTold() {
        isRefused(
                new DatabasePlace.Postgres(place.url() + "_other", place.user(), place.password()),
                "MSO-1307",
                "no database");
        isRefused(
                new DatabasePlace.Postgres(
                        "jdbc:postgresql://127.0.0.1:1/x", place.user(), place.password()),
                "MSO-1304",
                "cannot be reached");
        isRefused(
                new DatabasePlace.Postgres("jdbc:other:x", place.user(), place.password()),
                "MSO-1304",
                "is not one of jdbc");
    }

    @Test
    void nobodySeesThePasswordInATextOfThePlace() {
        assertTrue(!place.toString().contains(TestPostgres.PASSWORD), place::toString);
    }
}
