package org.openmso.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.openmso.store.TestHost.ask;
import static org.openmso.store.TestHost.codes;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.store.DatabasePlace;
import org.openmso.api.store.DatabaseUnavailable;
import org.openmso.embed.BundleStatus;
import org.openmso.embed.Database;
import org.openmso.embed.Mso;
import org.openmso.embed.SwapOutcome.Result;

/** A bundle that keeps data, in a host, with PostgreSQL. */
@Tag("packaged")
class PostgresIT {
    @TempDir Path root;

    private static Database at(DatabasePlace.Postgres place) {
        return Database.postgres(place.url(), place.user(), place.password());
    }

    @Test
    void eachPracticeHasItsNotesAlsoWithoutAWhereAndAlsoAfterARestart() throws Exception {
        Database database = at(TestPostgres.database());
        try (var host = new TestHost(root, NotesBundle.first().jar())) {
            try (Mso mso = host.configure().database(database).start()) {
                ask(mso, "oak", "add one");
                ask(mso, "elm", "add two");
                assertEquals(List.of("one"), ask(mso, "oak", "list all"));
                assertEquals(List.of(), codes(mso));
            }
            try (Mso mso = host.configure().database(database).start()) {
                assertEquals(List.of("two"), ask(mso, "elm", "list all"));
            }
        }
    }

    @Test
    void aDatabaseThatIsAwayAtTheStartAndLaterComesBackWithoutARestart() throws Exception {
        int port;
        DatabasePlace.Postgres place;
        try (EmbeddedPostgres server = server(0)) {
            port = server.getPort();
            place = TestPostgres.in(server);
        }
        try (var host = new TestHost(root, NotesBundle.first().jar())) {
            Mso mso = host.keep(host.configure().database(at(place)).start());
            assertEquals(List.of("MSO-1304"), codes(mso));
            EmbeddedPostgres server = server(port);
            try {
                TestHost.await("the notes are in service", () -> codes(mso).isEmpty());
                ask(mso, "oak", "add one");
            } finally {
                server.close();
            }
            var away = assertThrows(DatabaseUnavailable.class, () -> ask(mso, "oak", "list"));
            assertEquals("MSO-1304", away.code());
            assertEquals(List.of("MSO-1304"), codes(mso));
            for (int i = 0; i < 10; i++) {
                assertThrows(DatabaseUnavailable.class, () -> ask(mso, "oak", "list"));
            }
            // It is not the bundle that keeps failing.
            assertEquals(List.of("MSO-1304"), codes(mso));
            server = server(port);
            try {
                TestHost.await("calls succeed", () -> isThere(mso));
                assertEquals(List.of(), codes(mso));
            } finally {
                server.close();
            }
        }
    }

    private static boolean isThere(Mso mso) {
        try {
            return ask(mso, "oak", "list").equals(List.of("one"));
        } catch (DatabaseUnavailable e) {
            return false;
        }
    }

    private EmbeddedPostgres server(int port) throws Exception {
        TestPostgres.database();
        return EmbeddedPostgres.builder()
                .setDataDirectory(root.resolve("server"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    @Test
    void theStoreIsReplacedUnderLoadAndNoCallIsLost() throws Exception {
        try (var host = new TestHost(root, NotesBundle.first().jar())) {
            replacedUnderLoad(
                    host.keep(host.configure().database(at(TestPostgres.database())).start()));
        }
    }

    @Test
    void theStoreOfFilesIsReplacedUnderLoadAndNoCallIsLost() throws Exception {
        try (var host = new TestHost(root, NotesBundle.first().jar())) {
            replacedUnderLoad(host.start());
        }
    }

    /** {@code openmso.swaps} of them, 6 unless told otherwise. */
    private static void replacedUnderLoad(Mso mso) throws Exception {
        ask(mso, "oak", "add one");
        var ended = new AtomicBoolean();
        var failed = new AtomicReference<Throwable>();
        var calls = new AtomicLong();
        var callers =
                List.of("oak", "oak").stream()
                        .map(
                                practice ->
                                        new Thread(
                                                () -> {
                                                    try {
                                                        while (!ended.get()) {
                                                            assertEquals(
                                                                    List.of("one"),
                                                                    ask(mso, practice, "list"));
                                                            calls.incrementAndGet();
                                                        }
                                                    } catch (Throwable t) {
                                                        failed.set(t);
                                                    }
                                                },
                                                "caller"))
                        .toList();
        callers.forEach(Thread::start);
        int swaps = Integer.getInteger("openmso.swaps", 6);
        try {
            for (int i = 1; i <= swaps; i++) {
                long enough = calls.get() + 4;
                TestHost.await(
                        "calls come back", () -> calls.get() >= enough || failed.get() != null);
                assertEquals(
                        Result.DONE, mso.bundles().apply(StoreBundle.version("9.0." + i)).result());
            }
            // One whose class is none sends itself away, and the one before it serves.
            assertEquals(
                    Result.ROLLED_BACK,
                    mso.bundles()
                            .apply(
                                    StoreBundle.with(
                                            "9.9.9",
                                            "Provide-Capability",
                                            "org.openmso.capability;contract=\"org.openmso.api.store.Store\";"
                                                    + "provider=\"org.openmso.store.Nothing\""))
                            .result());
        } finally {
            ended.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
        }
        assertEquals(null, failed.get());
        assertEquals(List.of("one"), ask(mso, "oak", "list"));
        TestHost.await(
                "at most two class loaders stay",
                () -> {
                    System.gc();
                    return loaders(mso) <= 2;
                });
    }

    private static int loaders(Mso mso) {
        return mso.bundles().list().stream()
                .filter(it -> it.name().equals("org.openmso.store"))
                .mapToInt(BundleStatus::loadersAlive)
                .max()
                .orElse(0);
    }
}
