package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Control numbers: never twice, whatever happens. */
class FileSequencesTest {
    private static final String KEY = "oak-street/billing/interchange";

    private Path directory;

    @BeforeTry
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("sequences");
    }

    @AfterTry
    void removeDirectory() throws IOException {
        try (var all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Example
    void numbersRunFromOneWithoutAGap() throws IOException {
        var sequences = new FileSequences(directory);
        for (long expected = 1; expected <= 35; expected++) {
            assertEquals(expected, sequences.next(KEY));
        }
    }

    @Example
    void afterACleanCloseTheyContinueWithoutAGap() throws IOException {
        for (long expected = 1; expected <= 25; expected++) {
            try (var sequences = new FileSequences(directory)) {
                assertEquals(expected, sequences.next(KEY));
            }
        }
    }

    @Property(tries = 25, seed = "20261124")
    void afterCrashesTheyNeverRepeatAndSkipFewerThanTen(@ForAll("runs") List<Integer> runs)
            throws IOException {
        long last = 0;
        for (int numbers : runs) {
            // Not closed: that is the crash.
            var sequences = new FileSequences(directory);
            long first = sequences.next(KEY);
            assertTrue(first > last && first <= last + 10, first + " after " + last);
            last = first;
            for (int i = 1; i < numbers; i++) {
                assertEquals(++last, sequences.next(KEY));
            }
        }
    }

    @Provide
    Arbitrary<List<Integer>> runs() {
        return Arbitraries.integers().between(1, 25).list().ofMinSize(1).ofMaxSize(6);
    }

    @Example
    void manyThreadsGetEachNumberOnce() throws Exception {
        var sequences = new FileSequences(directory);
        var pool = Executors.newFixedThreadPool(8);
        try {
            var parts = new ArrayList<Future<List<Long>>>();
            for (int i = 0; i < 8; i++) {
                parts.add(
                        pool.submit(
                                () -> {
                                    var mine = new ArrayList<Long>();
                                    for (int n = 0; n < 50; n++) {
                                        mine.add(sequences.next(KEY));
                                    }
                                    return mine;
                                }));
            }
            var all = new TreeSet<Long>();
            for (var part : parts) {
                all.addAll(part.get());
            }
            assertEquals(LongStream.rangeClosed(1, 400).boxed().toList(), new ArrayList<>(all));
        } finally {
            pool.shutdown();
        }
    }

    @Example
    void aClosedOneGivesNoNumber() throws IOException {
        var sequences = new FileSequences(directory);
        sequences.next(KEY);
        sequences.close();
        assertThrows(IOException.class, () -> sequences.next(KEY));
        assertThrows(IOException.class, () -> sequences.next("elm-street/billing/interchange"));
    }

    @Example
    void aDamagedCounterIsRefusedAndNotOverwritten() throws IOException {
        try (var sequences = new FileSequences(directory)) {
            sequences.next(KEY);
        }
        Path file = directory.resolve("oak-street/billing/interchange.seq");
        assertTrue(Files.exists(file), "operators find it by its name");
        for (String damage :
                List.of("", "twelve", "-1", "+7", "1.5", "1 2", "9223372036854775807", "\u0661")) {
            Files.writeString(file, damage);
            var sequences = new FileSequences(directory);
            assertThrows(IOException.class, () -> sequences.next(KEY), damage);
            assertEquals(damage, Files.readString(file));
        }
    }

    @Example
    void aCounterThatCannotBeWrittenGivesNoNumberAndLosesNoneWhenMended() throws IOException {
        var sequences = new FileSequences(directory);
        Path inTheWay = directory.resolve("oak-street");
        Files.createFile(inTheWay);
        assertThrows(IOException.class, () -> sequences.next(KEY));
        Files.delete(inTheWay);
        assertEquals(1, sequences.next(KEY));
    }

    @Property(tries = 60, seed = "20261124")
    void twoKeysNeverShareANumber(@ForAll("keys") String one, @ForAll("keys") String other)
            throws IOException {
        var sequences = new FileSequences(directory);
        assertEquals(1, sequences.next(one));
        assertEquals(one.equals(other) ? 2 : 1, sequences.next(other));
        sequences.close();
        var again = new FileSequences(directory);
        assertEquals(one.equals(other) ? 3 : 2, again.next(one));
        assertEquals(one.equals(other) ? 4 : 2, again.next(other));
    }

    @Property(tries = 60, seed = "20261124")
    void namesDifferAlsoWhereCaseDoesNotCountAndFitEveryFileSystem(
            @ForAll("keys") String one, @ForAll("keys") String other) throws IOException {
        var sequences = new FileSequences(directory);
        var keys = new HashSet<>(List.of(one, other + "x"));
        for (String key : keys) {
            sequences.next(key);
        }
        var files = new TreeSet<String>();
        try (var all = Files.walk(directory)) {
            all.filter(Files::isRegularFile)
                    .map(it -> directory.relativize(it).toString())
                    .forEach(files::add);
        }
        var lower = new TreeSet<String>();
        for (String file : files) {
            lower.add(file.toLowerCase(java.util.Locale.ROOT));
            for (Path part : Path.of(file)) {
                assertTrue(part.toString().matches("[a-z0-9_.-]{1,80}"), file);
                assertFalse(part.toString().matches("(con|nul|aux|prn)(\\..*)?"), file);
            }
        }
        assertEquals(keys.size(), lower.size(), files::toString);
    }

    @Provide
    Arbitrary<String> keys() {
        Arbitrary<String> part =
                Arbitraries.oneOf(
                        Arbitraries.strings().withChars("aAbB.-/_%~ ").ofMaxLength(4),
                        Arbitraries.strings().all().ofMaxLength(100),
                        Arbitraries.strings().withChars("\u00e9\u4e2d\ud800").ofMaxLength(100),
                        Arbitraries.of(
                                "",
                                ".",
                                "..",
                                "con",
                                "CON",
                                "nul",
                                "lpt1",
                                "a.seq",
                                "x.seq.next",
                                "interchange",
                                "x".repeat(100)));
        return part.list().ofMinSize(1).ofMaxSize(4).map(it -> String.join("/", it));
    }

    @Example
    void folderAndFileOfNestedKeysDoNotMeet() throws IOException {
        var sequences = new FileSequences(directory);
        var numbers = new ArrayList<Long>();
        for (String key : List.of("a", "a/b", "a/b/c", "a/b/c/d", "a.seq", "a.seq/b")) {
            numbers.add(sequences.next(key));
        }
        assertEquals(Collections.nCopies(6, 1L), numbers);
    }

    @Example
    void noOldTemporaryFileIsInTheWay() {
        try {
            Path folder = Files.createDirectories(directory.resolve("oak-street/billing"));
            Files.writeString(folder.resolve("interchange.seq.next"), "99999");
            assertEquals(1, new FileSequences(directory).next(KEY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
