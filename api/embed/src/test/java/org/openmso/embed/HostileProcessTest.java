package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openmso.api.billing.Billing;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.bundles.hostile.HostileBilling;
import org.openmso.embed.internal.Shortened;

/** What a bundle can do to its host's process, each in a process of its own. */
@Tag("framework")
@Timeout(600)
class HostileProcessTest {
    private static final List<String> QUIET =
            List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");

    @TempDir Path root;

    /** Writes the host's folder and the candidate. */
    private void prepare(TestBundle candidate, String... practices) throws IOException {
        var lines = new ArrayList<>(List.of("tier plus billing fhir"));
        lines.addAll(List.of(practices));
        TestHost.usual(root, lines.toArray(String[]::new)).close();
        Files.write(root.resolve("candidate.jar"), candidate.jar());
    }

    /** The host in a child: its folder is the first argument. */
    private static Mso start(String folder) throws IOException {
        Path root = Path.of(folder);
        URL classPath = root.resolve("classpath").toUri().toURL();
        System.getProperties().put(HostileBilling.HOLD, new CountDownLatch(1));
        return Mso.builder()
                .bundles(new URLClassLoader(new URL[] {classPath}, Mso.class.getClassLoader()))
                .registry(root.resolve("registry.txt"))
                .data(root.resolve("data"))
                .trust(Trust.unsignedForDevelopment())
                .start();
    }

    private static SwapOutcome apply(Mso mso, String folder) {
        return mso.bundles().apply(NamedInput.of(Path.of(folder).resolve("candidate.jar")));
    }

    private static String codes(Mso mso) {
        return TestHost.codes(mso.health()).toString();
    }

    private List<String> child(List<String> options, Class<?> main) throws IOException {
        return ChildJvm.run(options, main, root.toString()).lines().toList();
    }

    private static List<String> with(List<String> options, String... more) {
        var all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void whoTakesAllMemoryInACallGivesItsCallerTheErrorAndTheHostGoesOn() throws Exception {
        prepare(
                TestBundle.hostile("HostileBilling"),
                "practice fir plus billing.do=allocate",
                "practice elm plus billing.do=version");
        assertEquals(
                List.of(
                        "its caller sees OutOfMemoryError 10 times",
                        "elm is answered by 2.0.0",
                        "health tells [MSO-1038, MSO-1033]",
                        "after a change elm is answered by 2.0.0"),
                child(with(QUIET, "-Xmx64m", "-XX:+UseSerialGC"), TakesAllMemory.class));
    }

    /** A host whose bundle takes all memory. */
    static final class TakesAllMemory {
        public static void main(String[] args) throws IOException {
            try (Mso mso = start(args[0])) {
                apply(mso, args[0]);
                Billing hungry = billing(mso, "fir");
                int seen = 0;
                for (int i = 0; i < 10; i++) {
                    try {
                        call(hungry);
                    } catch (OutOfMemoryError e) {
                        seen++;
                    }
                }
                ChildJvm.answer("its caller sees OutOfMemoryError " + seen + " times");
                ChildJvm.answer("elm is answered by " + call(billing(mso, "elm")));
                ChildJvm.answer("health tells " + codes(mso));
                mso.reload();
                ChildJvm.answer("after a change elm is answered by " + call(billing(mso, "elm")));
            }
        }
    }

    @ParameterizedTest(name = "in {0}")
    @CsvSource({"HostileBilling$AllocatesWhenProbed, MSO-1016", "allocate when started, MSO-1017"})
    void whoTakesAllMemoryOnItsWayIsRolledBack(String how, String code) throws Exception {
        prepare(candidate(how), "practice elm plus billing.do=version");
        assertEquals(
                List.of("ROLLED_BACK " + code, "elm is answered by 1.0.0"),
                child(with(QUIET, "-Xmx64m", "-XX:+UseSerialGC"), TakesAllMemoryOnItsWay.class));
    }

    private static final String WHEN_STARTED = " when started";

    private static TestBundle candidate(String how) {
        return how.endsWith(WHEN_STARTED)
                ? TestBundle.hostileActivator(
                        "Started", how.substring(0, how.length() - WHEN_STARTED.length()))
                : TestBundle.hostile(how);
    }

    /** A host whose candidate takes all memory. */
    static final class TakesAllMemoryOnItsWay {
        public static void main(String[] args) throws IOException {
            try (Mso mso = start(args[0])) {
                SwapOutcome outcome = apply(mso, args[0]);
                ChildJvm.answer(outcome.result() + " " + outcome.problems().get(0).code());
                ChildJvm.answer("elm is answered by " + call(billing(mso, "elm")));
            }
        }
    }

    @ParameterizedTest(name = "in {0}, host {1} a shutdown hook")
    @CsvSource({
        "exit when started, without",
        "exit when started, with",
        "HostileBilling$ExitsWhenProbed, with",
        "HostileBilling$ExitsWhenPromoted, without",
        "HostileBilling$ExitsWhenPromoted, with"
    })
    void whoEndsTheProcessWhileItIsAppliedIsNotThereWhenTheHostStartsAgain(String how, String hook)
            throws Exception {
        prepare(candidate(how), "practice elm plus billing.do=version");
        try (var child = ChildJvm.start(QUIET, EndsWithItsBundle.class, root.toString(), hook)) {
            assertEquals(List.of("applying"), child.rest());
            assertEquals(3, child.exit(), "the bundle's own");
        }
        try (Mso again = start(root.toString())) {
            assertEquals("1.0.0", call(billing(again, "elm")));
            assertEquals(
                    List.of(),
                    again.bundles().history().stream()
                            .filter(it -> it.action().equals("APPLIED"))
                            .toList());
        } finally {
            System.getProperties().remove(HostileBilling.HOLD);
        }
    }

    /** A host whose candidate ends the process. */
    static final class EndsWithItsBundle {
        public static void main(String[] args) throws IOException {
            Mso mso = start(args[0]);
            if (args[1].equals("with")) {
                Runtime.getRuntime().addShutdownHook(new Thread(mso::close));
                Shortened.arrival();
                Shortened.promotion();
                Shortened.leaving();
                Shortened.framework();
            }
            ChildJvm.answer("applying");
            apply(mso, args[0]);
        }
    }

    /** The host, started again. */
    static final class StartsAgain {
        public static void main(String[] args) throws IOException {
            try (Mso mso = start(args[0])) {
                ChildJvm.answer("elm is answered by " + call(billing(mso, "elm")));
                long applied =
                        mso.bundles().history().stream()
                                .filter(it -> it.action().equals("APPLIED"))
                                .count();
                ChildJvm.answer("applied " + applied);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"HostileBilling$StartsObstinateThread", "obstinate thread when started"})
    void aThreadThatIsNoDaemonKeepsTheProcessAliveAndTheLogNamesIt(String how) throws Exception {
        prepare(candidate(how), "practice elm plus billing.do=version");
        try (var child =
                ChildJvm.start(
                        List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
                        EndsWithThreads.class,
                        root.toString())) {
            String logged = child.line("[main] WARN");
            assertTrue(logged.contains("MSO-1045"), logged);
            assertTrue(logged.contains("org.openmso.test.billing 2.0.0: sleepless"), logged);
            child.line("the host's code ends");
            child.line("the bundle's thread goes on");
            assertEquals(0, child.exit());
        }
    }

    @Test
    void aDaemonThreadDoesNot() throws Exception {
        prepare(
                TestBundle.hostile("HostileBilling$StartsThread"),
                "practice elm plus billing.do=version");
        try (var child =
                ChildJvm.start(
                        List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
                        EndsWithThreads.class,
                        root.toString())) {
            List<String> lines = child.rest();
            assertFalse(lines.toString().contains("MSO-1045"), lines::toString);
            assertTrue(lines.contains("the host's code ends"), lines::toString);
            assertEquals(0, child.exit());
        }
    }

    /** A host that closes while a bundle's thread goes on. */
    static final class EndsWithThreads {
        public static void main(String[] args) throws IOException {
            System.getProperties().put("openmso.test.main", Thread.currentThread());
            try (Mso mso = start(args[0])) {
                apply(mso, args[0]);
            }
            ChildJvm.answer("the host's code ends");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "loop when started",
        "HostileBilling$LoopsWhenProbed",
        "HostileBilling$LoopsWhenRetired"
    })
    void anEndlessLoopOutsideOfCallsDoesNotKeepTheProcessAlive(String how) throws Exception {
        prepare(candidate(how), "practice elm plus billing.do=version");
        assertEquals(List.of("the host's code ends"), child(QUIET, EndsWithLoops.class));
    }

    /** A host that closes while a bundle loops. */
    static final class EndsWithLoops {
        public static void main(String[] args) throws IOException {
            Shortened.framework();
            Mso mso = start(args[0]);
            Shortened.arrival();
            apply(mso, args[0]);
            Shortened.leaving();
            mso.close();
            ChildJvm.answer("the host's code ends");
        }
    }
}
