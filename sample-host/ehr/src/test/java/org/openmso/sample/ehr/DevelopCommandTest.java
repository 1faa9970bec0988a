package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.sample.ehr.tried.TriedBuild;

/** {@code develop}, while a build does something between two looks of it. */
class DevelopCommandTest {
    private static final Runnable QUIET = () -> {};

    @TempDir private Path folder;
    private Path classes;
    private TriedBuild build;

    @BeforeEach
    void somebodyWritesABundle() {
        classes = folder.resolve("target/classes");
        build = new TriedBuild(classes);
    }

    /** Runs it; one step happens before each further look, and after the last it ends. */
    private Terminal develop(Path place, List<String> options, Runnable... steps) {
        Deque<Runnable> left = new ArrayDeque<>(Arrays.asList(steps));
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var words = new ArrayList<>(List.of(place.toString()));
        words.addAll(options);
        var desk =
                new BundlesCommand.Desk(
                        Terminal.EVENING,
                        () -> 0,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        int status =
                DevelopCommand.run(
                        words,
                        desk,
                        () -> {
                            if (left.isEmpty()) {
                                return false;
                            }
                            left.remove().run();
                            return true;
                        });
        return new Terminal(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Terminal watch(Runnable... steps) {
        return develop(classes, List.of(), steps);
    }

    /** The bundle's versions in service, each followed by what it found, in order. */
    private static List<String> told(Terminal terminal) {
        return terminal.out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("In service") || line.contains("TRY-"))
                .map(
                        line ->
                                line.replaceAll(
                                        "In service: org.example.tried |  (warning|error) .*", ""))
                .toList();
    }

    @Test
    void onceItGoesIntoServiceAndADayThroughIt() {
        build.folder("1.0.0", "0001");
        Terminal terminal = develop(classes, List.of("--once"), QUIET);
        assertEquals(SampleEhr.DONE, terminal.status(), terminal.out() + terminal.err());
        assertEquals(
                """
                In service: org.example.tried 1.0.0.
                  A made-up day: 100 claims, 100 ready ($19526.55), 0 blocked.
                       100  TRY-0001  warning  It is being tried.
                """,
                terminal.out());
    }

    @Test
    void onceWithAJarIsTheSame() {
        Path jar = folder.resolve("tried.jar");
        new TriedBuild(jar).jar("1.2.0", "0007");
        assertEquals(
                List.of("1.2.0.", "100  TRY-0007"), told(develop(jar, List.of("--once"), QUIET)));
    }

    @Test
    void onceWhatIsRolledBackFailsWithItsProblem() {
        build.folder("1.0.0", "down");
        Terminal terminal = develop(classes, List.of("--once"), QUIET);
        assertEquals(SampleEhr.FAILED, terminal.status());
        assertTrue(
                terminal.out().startsWith("Rolled back: org.example.tried 1.0.0."), terminal.out());
    }

    @Test
    void onceWithoutABuildSaysWhatIsMissing() {
        Terminal nothing = Terminal.type("develop", classes.toString(), "--once");
        assertEquals(SampleEhr.UNUSABLE, nothing.status());
        assertTrue(nothing.err().startsWith("MSO-9019 at " + classes + ": There is nothing"));
        build.folder("1.0.0", "0001");
        build.withoutManifest();
        Terminal compiled = Terminal.type("develop", classes.toString(), "--once");
        assertTrue(compiled.err().contains("There is no META-INF/MANIFEST.MF"), compiled.err());
    }

    @Test
    void anotherPracticeIsGrantedItToo() {
        build.folder("1.0.0", "0001");
        Terminal other = develop(classes, List.of("--once", "--practice", "mill-river"), QUIET);
        assertEquals(List.of("1.0.0.", "100  TRY-0001"), told(other));
        Terminal without = develop(classes, List.of("--once", "--practice", "elm-park"), QUIET);
        assertEquals(SampleEhr.FAILED, without.status());
        assertTrue(
                without.out().contains("broke off: MSO-1201 at elm-park/billing"), without.out());
    }

    @Test
    void everyRebuildTakesThePlaceOfTheOneBefore() {
        Terminal terminal =
                watch(
                        () -> build.folder("1.0.0", "0001"),
                        QUIET,
                        () -> build.folder("1.0.0", "0002"),
                        QUIET,
                        () -> build.folder("1.1.0", "0003"),
                        QUIET);
        assertEquals(SampleEhr.DONE, terminal.status());
        assertEquals(
                List.of(
                        "1.0.0.",
                        "100  TRY-0001",
                        "1.0.0.",
                        "100  TRY-0002",
                        "1.1.0.",
                        "100  TRY-0003"),
                told(terminal));
    }

    @Test
    void nothingIsTriedWhileTheBuildIsWriting() {
        Terminal terminal =
                watch(
                        () -> build.folder("1.0.0", "0001"),
                        () -> build.finds("0002"),
                        () -> build.finds("0003"),
                        () -> build.finds("0004"),
                        QUIET);
        assertEquals(List.of("1.0.0.", "100  TRY-0004"), told(terminal));
    }

    @Test
    void halfABuildIsWaitedFor() {
        Terminal terminal =
                watch(
                        () -> build.folder("1.0.0", "0001"),
                        QUIET,
                        build::withoutClass,
                        QUIET,
                        QUIET,
                        build::withoutManifest,
                        QUIET,
                        () -> build.folder("1.0.0", "0002"),
                        QUIET);
        assertEquals(List.of("1.0.0.", "100  TRY-0001", "1.0.0.", "100  TRY-0002"), told(terminal));
        assertEquals(
                2,
                terminal.out().lines().filter(it -> it.startsWith("Not a whole build")).count(),
                terminal.out());
    }

    @Test
    void halfAJarIsWaitedFor() {
        Path jar = folder.resolve("tried.jar");
        var jars = new TriedBuild(jar);
        Terminal terminal =
                develop(
                        jar,
                        List.of(),
                        () -> jars.halfAJar("1.0.0", "0001"),
                        QUIET,
                        () -> jars.jar("1.0.0", "0001"),
                        QUIET);
        assertEquals(List.of("1.0.0.", "100  TRY-0001"), told(terminal));
    }

    @Test
    void whatIsRolledBackIsToldAndTheNextBuildIsTried() {
        Terminal terminal =
                watch(
                        () -> build.folder("1.0.0", "0001"),
                        QUIET,
                        () -> build.folder("1.1.0", "down"),
                        QUIET,
                        () -> build.folder("1.0.0", "0001"),
                        QUIET,
                        () -> build.folder("1.2.0", "0002"),
                        QUIET);
        String out = terminal.out();
        assertTrue(
                out.contains(
                        "Rolled back: org.example.tried 1.1.0. What served before never stopped."),
                out);
        assertTrue(out.contains("org.example.tried 1.0.0 serves already: nothing was done."), out);
        assertTrue(out.endsWith("TRY-0002  warning  It is being tried.\n"), out);
    }

    @Test
    void aCleanIsWaitedForAndTheSameBuildIsNotTriedAgain() {
        Terminal terminal =
                watch(
                        () -> build.folder("1.0.0", "0001"),
                        QUIET,
                        build::clean,
                        QUIET,
                        () -> build.folder("1.0.0", "0001"),
                        QUIET,
                        build::clean,
                        () -> build.folder("1.0.0", "0002"),
                        QUIET);
        assertEquals(List.of("1.0.0.", "100  TRY-0001", "1.0.0.", "100  TRY-0002"), told(terminal));
    }

    @Test
    void aProcessThatIsToldToEndLeavesNothingBehind() throws Exception {
        build.folder("1.0.0", "0001");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.io.tmpdir=" + temporary,
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SampleEhr.class.getName(),
                                "develop",
                                classes.toString())
                        .redirectError(folder.resolve("err").toFile())
                        .start();
        try (var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && !line.contains("TRY-0001")) {
                line = out.readLine();
            }
            assertTrue(line != null, () -> "it ended: " + folder.resolve("err"));
            process.destroy();
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it ends");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(List.of(), Terminal.files(temporary));
    }
}
