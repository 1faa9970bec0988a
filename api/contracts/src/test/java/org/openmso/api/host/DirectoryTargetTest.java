package org.openmso.api.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openmso.api.host.InterchangeTarget.Interchange;

/** Interchanges appear whole or not at all, and none replaces another. */
class DirectoryTargetTest {
    private static final String NAME = "oak-street-000000001.837";

    @TempDir Path root;
    private Path out;
    private InterchangeTarget target;

    @BeforeEach
    void aDirectoryThatIsNotThereYet() {
        out = root.resolve("deep/out");
        target = InterchangeTarget.directory(out);
    }

    private static void write(Interchange interchange, String text) throws IOException {
        interchange.stream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** What a reader of the directory sees: file managers and pick-up jobs skip dot files. */
    private List<String> seen() throws IOException {
        try (var files = Files.list(out)) {
            return files.map(it -> it.getFileName().toString())
                    .filter(it -> !it.startsWith("."))
                    .toList();
        }
    }

    private List<String> all() throws IOException {
        try (var files = Files.list(out)) {
            return files.map(it -> it.getFileName().toString()).toList();
        }
    }

    @Test
    void nothingIsSeenBeforeTheCommitAndAllOfItAfter() throws IOException {
        try (Interchange interchange = target.create(NAME)) {
            write(interchange, "ISA*");
            interchange.stream().flush();
            assertEquals(List.of(), seen());
            write(interchange, "IEA~");
            interchange.commit();
            assertEquals("ISA*IEA~", Files.readString(out.resolve(NAME)));
        }
        assertEquals(List.of(NAME), all());
    }

    @Test
    void closingWithoutACommitLeavesNothing() throws IOException {
        try (Interchange interchange = target.create(NAME)) {
            write(interchange, "ISA*");
        }
        assertEquals(List.of(), all());
    }

    @Test
    void aCommitThatFailsLeavesNothingButTheOther() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve(NAME), "earlier");
        try (Interchange interchange = target.create(NAME)) {
            write(interchange, "later");
            assertThrows(FileAlreadyExistsException.class, interchange::commit);
        }
        assertEquals(List.of(NAME), all());
        assertEquals("earlier", Files.readString(out.resolve(NAME)));
    }

    @Test
    void aSecondCommitFailsAndChangesNothing() throws IOException {
        try (Interchange interchange = target.create(NAME)) {
            write(interchange, "once");
            interchange.commit();
            assertThrows(IOException.class, interchange::commit);
        }
        assertEquals("once", Files.readString(out.resolve(NAME)));
    }

    @Test
    void aNameThatIsALinkToNowhereIsTaken() throws IOException {
        Files.createDirectories(out);
        Files.createSymbolicLink(out.resolve(NAME), root.resolve("elsewhere"));
        try (Interchange interchange = target.create(NAME)) {
            write(interchange, "text");
            assertThrows(FileAlreadyExistsException.class, interchange::commit);
        }
        assertFalse(Files.exists(root.resolve("elsewhere")));
    }

    @Test
    void ofManyCommitsToOneNameOneSucceeds() throws Exception {
        assertEquals(20, commitsThatSucceed(Interchange::commit));
    }

    @Test
    void ofManyCommitsOneSucceedsAlsoWithoutHardLinks() throws Exception {
        Files.createDirectories(out);
        assertEquals(
                20,
                commitsThatSucceed(
                        interchange -> {
                            interchange.stream().flush();
                            Path whole = Files.createTempFile(out, ".", ".partial");
                            try {
                                DirectoryTarget.rename(whole, out.resolve("round"));
                            } finally {
                                Files.deleteIfExists(whole);
                            }
                        }));
    }

    private interface Commit {
        void of(Interchange interchange) throws IOException;
    }

    /** Twenty rounds of four at the same time; how many came through. */
    private int commitsThatSucceed(Commit commit) throws Exception {
        int succeeded = 0;
        var pool = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 20; round++) {
                Files.deleteIfExists(out.resolve("round"));
                var barrier = new CyclicBarrier(4);
                var results = new ArrayList<Future<Boolean>>();
                for (int i = 0; i < 4; i++) {
                    results.add(
                            pool.submit(
                                    () -> {
                                        try (Interchange interchange = target.create("round")) {
                                            write(interchange, "text");
                                            barrier.await();
                                            commit.of(interchange);
                                            return true;
                                        } catch (FileAlreadyExistsException e) {
                                            return false;
                                        }
                                    }));
                }
                for (var result : results) {
                    succeeded += result.get() ? 1 : 0;
                }
                assertEquals(List.of("round"), all());
            }
        } finally {
            pool.shutdown();
        }
        return succeeded;
    }

    @Test
    void whatAKilledProcessLeftIsDeletedByTheNextTarget() throws IOException {
        Path left = Files.createDirectories(out).resolve("." + NAME + ".17.partial");
        Files.writeString(left, "ISA*");
        Path other = Files.writeString(out.resolve(".report17.partial"), "somebody's own");
        Path folder = Files.createDirectory(out.resolve(".folder.1.partial"));
        try (Interchange interchange = target.create(NAME)) {
            assertFalse(Files.exists(left));
            assertTrue(Files.exists(other));
            assertTrue(Files.exists(folder));
            interchange.commit();
        }
    }

    @Test
    void aPartialFileHasTheNameOfItsInterchange() throws IOException {
        try (Interchange interchange = target.create(NAME)) {
            assertEquals(1, all().size());
            String partial = all().get(0);
            assertTrue(partial.startsWith("." + NAME + "."), partial);
            assertTrue(partial.endsWith(".partial"), partial);
            interchange.commit();
        }
    }

    @Test
    void whatAnotherTargetIsWritingIsLeftAlone() throws IOException {
        try (Interchange first = target.create(NAME)) {
            write(first, "ISA*");
            first.stream().flush();
            try (Interchange second = InterchangeTarget.directory(out).create("other.837")) {
                write(second, "text");
                second.commit();
            }
            first.commit();
        }
        assertEquals("ISA*", Files.readString(out.resolve(NAME)));
    }

    @Test
    void whatAnotherProcessIsWritingIsLeftAloneUntilItIsKilled() throws Exception {
        Path partial = Files.createDirectories(out).resolve(".other.837.17.partial");
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName(),
                                partial.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            assertEquals('L', other.getInputStream().read());
            target.create(NAME).close();
            assertTrue(Files.exists(partial));
        } finally {
            other.destroyForcibly().waitFor();
        }
        InterchangeTarget.directory(out).create(NAME).close();
        assertFalse(Files.exists(partial));
    }

    /** A process that holds a partial file until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            try (var channel =
                    FileChannel.open(
                            Path.of(arguments[0]),
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.write('L');
                System.out.flush();
                System.in.read();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../x.837",
                "a/b.837",
                "a\\b.837",
                "/etc/x",
                ".hidden",
                "-x",
                "a b",
                "a\u0000b",
                "\u00e9.837",
                "a:b",
                "x\n"
            })
    void aNameThatIsNoPlainFileNameIsRefused(String name) {
        assertThrows(IOException.class, () -> target.create(name));
        assertFalse(Files.exists(out), "not even the directory was made");
    }

    @Test
    void aNameHasAtMost200Characters() throws IOException {
        assertThrows(IOException.class, () -> target.create("x".repeat(201)));
        try (Interchange interchange = target.create("x".repeat(200))) {
            interchange.commit();
        }
        assertEquals(1, seen().size());
    }

    @Test
    void aDirectoryBehindALinkIsUsedAsItIs() throws IOException {
        Path real = Files.createDirectories(root.resolve("real"));
        Path link = Files.createSymbolicLink(root.resolve("link"), real);
        try (Interchange interchange = InterchangeTarget.directory(link).create(NAME)) {
            interchange.commit();
        }
        assertTrue(Files.exists(real.resolve(NAME)));
    }

    @Test
    void claimsAreReadableByTheirOwnerOnly() throws IOException {
        Assumptions.assumeTrue(
                root.getFileSystem().supportedFileAttributeViews().contains("posix"),
                "this file system has no POSIX rights");
        try (Interchange interchange = target.create(NAME)) {
            interchange.commit();
        }
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve(NAME))));
    }
}
