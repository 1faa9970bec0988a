package org.openmso.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.store.TestHost.ask;
import static org.openmso.store.TestHost.codes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.host.NamedInput;
import org.openmso.api.store.DatabaseUnavailable;
import org.openmso.embed.BundleStatus;
import org.openmso.embed.Mso;
import org.openmso.embed.SwapOutcome;
import org.openmso.embed.SwapOutcome.Result;

/** A bundle that keeps data, in a host, with files. */
@Tag("packaged")
class NotesIT {
    @TempDir Path root;

    @Test
    void notes_are_there_after_a_restart() throws Exception {
        try (var host = new TestHost(root, NotesBundle.first().jar())) {
            try (Mso mso = host.configure().start()) {
                ask(mso, "oak", "add one", "add two");
                ask(mso, "elm", "add three");
                assertEquals(List.of("one", "two"), ask(mso, "oak", "list"));
                assertEquals(List.of(), codes(mso));
            }
            try (Mso mso = host.configure().start()) {
                assertEquals(List.of("one", "two"), ask(mso, "oak", "list"));
                assertEquals(List.of("three"), ask(mso, "elm", "list"));
            }
        }
    }

    @Test
    void without_a_bundle_that_keeps_data_there_is_no_database() throws Exception {
        var nothing = new NotesBundle("1.0.0", Map.of());
        try (var host = new TestHost(root, nothing.jar())) {
            Mso mso = host.start();
            var refused =
                    assertThrows(org.openmso.api.MsoException.class, () -> ask(mso, "oak", "list"));
            assertEquals("MSO-1303", refused.code());
            assertFalse(Files.exists(host.data().resolve("database")));
            assertTrue(
                    mso.bundles().list().stream()
                            .anyMatch(
                                    it ->
                                            it.name().equals("org.openmso.store")
                                                    && it.state()
                                                            == BundleStatus.State.STANDING_BY));
        }
    }

    @Test
    void a_new_version_finds_its_table_changed_and_the_notes_in_it() throws Exception {
        try (var host = new TestHost(root, NotesBundle.first().jar())) {
            Mso mso = host.start();
            ask(mso, "oak", "add one");
            var next =
                    NotesBundle.first()
                            .with(
                                    "1.1.0",
                                    "V2__author.sql",
                                    "alter table note add column author varchar(100);\n"
                                            + "update note set author = 'desk';\n");
            assertEquals(Result.DONE, mso.bundles().apply(next.input()).result());
            assertEquals(List.of("desk"), ask(mso, "oak", "sql select author from note"));
            // Back to the version before: what a newer one did is no reason to keep it out.
            assertEquals(Result.DONE, mso.bundles().apply(NotesBundle.first().input()).result());
            assertEquals(List.of("one"), ask(mso, "oak", "list"));
        }
    }

    @Test
    void a_migration_that_fails_names_its_line_and_the_version_before_goes_on() throws Exception {
        try (var host = new TestHost(root, NotesBundle.first().jar())) {
            Mso mso = host.start();
            ask(mso, "oak", "add one");
            var bad =
                    NotesBundle.first()
                            .with(
                                    "1.1.0",
                                    "V2__author.sql",
                                    "alter table note add column author varchar(100);\n"
                                            + "update note set auhtor = 'Mrs. Miller';\n");
            SwapOutcome outcome = mso.bundles().apply(bad.input());
            assertEquals(Result.ROLLED_BACK, outcome.result());
            var problem = outcome.problems().get(0);
            assertEquals("MSO-1313", problem.code());
            assertEquals(NotesBundle.NAME + " db/migration/V2__author.sql line 2", problem.path());
            assertFalse(problem.toString().contains("Miller"), problem::toString);
            assertEquals(List.of("one"), ask(mso, "oak", "list"));
            assertThrows(
                    IllegalStateException.class,
                    () -> ask(mso, "oak", "sql select author from note"));
            // Mended, it comes: nothing of the failed one is in its way.
            var mended =
                    NotesBundle.first()
                            .with(
                                    "1.1.1",
                                    "V2__author.sql",
                                    "alter table note add column author varchar(100);\n");
            assertEquals(Result.DONE, mso.bundles().apply(mended.input()).result());
        }
    }

    @Test
    void a_released_migration_cannot_be_changed() throws Exception {
        try (var host = new TestHost(root, NotesBundle.first().jar())) {
            Mso mso = host.start();
            var changed =
                    new NotesBundle(
                            "1.0.1",
                            Map.of("V1__notes.sql", NotesBundle.V1.replace("1000", "900")));
            SwapOutcome outcome = mso.bundles().apply(changed.input());
            assertEquals("MSO-1314", outcome.problems().get(0).code());
            assertEquals(List.of(), ask(mso, "oak", "list"));
        }
    }

    @Test
    void a_bundle_that_keeps_its_connections_starves_itself_and_loses_them_when_it_leaves()
            throws Exception {
        try (var host = new TestHost(root, NotesBundle.first().jar())) {
            Mso mso = host.start();
            String[] all = IntStream.range(0, 32).mapToObj(it -> "keep").toArray(String[]::new);
            ask(mso, "oak", all);
            var refused = assertThrows(DatabaseUnavailable.class, () -> ask(mso, "elm", "list"));
            assertEquals("MSO-1305", refused.code());
            var same = new NotesBundle("1.0.1", NotesBundle.first().migrations());
            assertEquals(Result.DONE, mso.bundles().apply(same.input()).result());
            assertEquals(List.of("MSO-1068"), codes(mso));
            assertEquals(List.of(), ask(mso, "elm", "list"));
            // The next one leaves in order.
            assertEquals(Result.DONE, mso.bundles().apply(NotesBundle.first().input()).result());
            assertEquals(List.of(), codes(mso));
        }
    }

    @Test
    void the_store_is_replaced_and_no_note_is_lost() throws Exception {
        try (var host = new TestHost(root, NotesBundle.first().jar())) {
            Mso mso = host.start();
            ask(mso, "oak", "add one");
            NamedInput next = StoreBundle.version("9.0.0");
            assertEquals(Result.DONE, mso.bundles().apply(next).result());
            assertEquals(List.of("one"), ask(mso, "oak", "list"));
            assertEquals(
                    List.of("9.0.0"),
                    mso.bundles().list().stream()
                            .filter(it -> it.name().equals("org.openmso.store"))
                            .filter(it -> it.state() == BundleStatus.State.IN_SERVICE)
                            .map(BundleStatus::version)
                            .collect(Collectors.toList()));
        }
    }
}
