package org.openmso.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.store.DatabasePlace;
import org.openmso.api.store.DatabaseUnavailable;

/** The disk is full: it is told, and what was accepted is there when there is space again. */
class FullDiskTest {
    @TempDir Path directory;

    /** A process that may not write large files; tells how many notes were accepted. */
    public static void main(String[] args) throws Exception {
        var store = new DatabaseStore();
        store.open(new DatabasePlace.Files(Path.of(args[0])));
        Notes.migrate(store);
        var random = new java.util.Random(1);
        int accepted = 0;
        try {
            while (true) {
                byte[] text = new byte[490];
                random.nextBytes(text);
                Notes.add(store, "oak", java.util.HexFormat.of().formatHex(text));
                accepted++;
            }
        } catch (SQLException e) {
            var refused =
                    assertThrows(DatabaseUnavailable.class, () -> Notes.connection(store, "oak"));
            Files.writeString(Path.of(args[1]), accepted + " " + refused.code());
        }
        Runtime.getRuntime().halt(0);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatWasAcceptedIsThereWhenThereIsSpaceAgain() throws Exception {
        Path database = Files.createDirectories(directory.resolve("database"));
        Path told = directory.resolve("told");
        // A limit for files is to the process what a full disk is.
        new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 3000; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDiskTest.class.getName(),
                        database.toString(),
                        told.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start()
                .waitFor();
        assertTrue(Files.exists(told), () -> "it said nothing");
        String[] words = Files.readString(told).split(" ");
        assertEquals("MSO-1311", words[1]);

        var store = new DatabaseStore();
        store.open(new DatabasePlace.Files(database));
        try {
            Notes.migrate(store);
            List<String> notes = Notes.ask(store, "oak", "select count(*) from note");
            assertEquals(List.of(words[0]), notes);
            Notes.add(store, "oak", "there is space again");
        } finally {
            store.close();
        }
    }
}
