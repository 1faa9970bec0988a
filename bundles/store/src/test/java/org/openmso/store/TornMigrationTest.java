package org.openmso.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.store.DatabasePlace;

/** A process that is killed in the middle of a migration leaves the tables as they were. */
class TornMigrationTest {
    /** Its second statement takes long enough to be met. */
    private static final String LONG =
            "alter table note add column half int;"
                    + " update note set half = (select count(*) from system_range(1, 40000000));";

    @TempDir Path directory;

    /** The process that is killed. */
    public static void main(String[] args) {
        var store = new DatabaseStore();
        store.open(new DatabasePlace.Files(Path.of(args[0])));
        Notes.migrate(store, LONG);
    }

    @Test
    void theTablesAreMadeAnewFromWhatTheyWere() throws Exception {
        var store = new DatabaseStore();
        store.open(new DatabasePlace.Files(directory));
        Notes.migrate(store);
        Notes.add(store, "oak", "one");
        store.close();
        Path before = directory.resolve("mso_com_acme_notes.before.sql");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                TornMigrationTest.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(new File(directory.toFile(), "out"))
                        .start();
        try {
            TestHost.await("it migrates", () -> Files.exists(before) || !process.isAlive());
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertTrue(Files.exists(before), () -> "it ended before it could be killed");

        store.open(new DatabasePlace.Files(directory));
        try {
            Notes.migrate(store);
            assertFalse(Files.exists(before));
            assertEquals(List.of("one"), Notes.ask(store, "oak", "select text from note"));
            assertThrows(
                    SQLException.class, () -> Notes.ask(store, "oak", "select half from note"));
            Notes.migrate(store, "alter table note add column half int;");
            assertEquals(List.of("one"), Notes.ask(store, "oak", "select text from note"));
        } finally {
            store.close();
        }
    }
}
