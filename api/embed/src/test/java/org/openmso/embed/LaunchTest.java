package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Health;
import org.openmso.api.InvalidRegistry;
import org.openmso.api.LaunchFailed;

/** What keeps OpenMSO from starting, and that nothing is left behind then. */
@Tag("framework")
class LaunchTest {
    private static final String[] REGISTRY = {
        "tier plus billing", "practice oak-street plus", "practice elm-street plus billing.do=who"
    };

    @TempDir Path root;

    @Test
    void aBuilderWithoutRegistryOrDataSaysWhichIsMissing() {
        var noRegistry = assertThrows(LaunchFailed.class, () -> Mso.builder().data(root).start());
        assertEquals("MSO-1020", noRegistry.code());
        assertEquals("registry", noRegistry.problem().path());
        var noData =
                assertThrows(
                        LaunchFailed.class,
                        () -> Mso.builder().registry(root.resolve("r")).start());
        assertEquals("MSO-1020", noData.code());
        assertEquals("data", noData.problem().path());
    }

    @Test
    void aClassPathWithoutBundlesIsRefused() throws Exception {
        try (var host = new TestHost(root).registry(REGISTRY)) {
            assertEquals("MSO-1005", assertThrows(LaunchFailed.class, host::start).code());
            assertFalse(Files.exists(host.data()), "nothing was made");
        }
    }

    @Test
    void anIndexThatIsNoneIsRefused() throws Exception {
        for (String line : List.of("", "billing.jar", "0".repeat(64) + " ../../evil.jar")) {
            try (var host = TestHost.usual(root, REGISTRY)) {
                host.write("META-INF/openmso/bundles.index", line + "\n");
                var failed = assertThrows(LaunchFailed.class, host::start);
                assertEquals("MSO-1022", failed.code(), line);
                assertTrue(failed.problem().path().endsWith("META-INF/openmso/bundles.index"));
            }
        }
    }

    @Test
    void aDataDirectoryThatIsAFileIsRefused() throws Exception {
        try (var host = TestHost.usual(root, REGISTRY)) {
            Files.createFile(host.data());
            assertEquals("MSO-1007", assertThrows(LaunchFailed.class, host::start).code());
        }
    }

    @Test
    void aRegistryFileThatIsMissingIsRefusedAndTheDataDirectoryIsFreeAgain() throws Exception {
        try (var host = TestHost.usual(root, REGISTRY)) {
            host.registry("nonsense");
            assertThrows(InvalidRegistry.class, host::start);
            host.registry(REGISTRY);
            assertEquals("done", call(billing(host.start(), "oak-street")));
        }
    }

    @Test
    void aDataDirectoryInUseIsRefusedAndStaysLockedForOtherProcesses() throws Exception {
        try (var host = TestHost.usual(root, REGISTRY)) {
            Mso first = host.start();
            assertEquals("MSO-1008", assertThrows(LaunchFailed.class, host::start).code());
            Path other = root.resolve("other-name");
            Files.createSymbolicLink(other, host.data());
            var again =
                    assertThrows(LaunchFailed.class, () -> host.configure().data(other).start());
            assertEquals("MSO-1008", again.code());
            // The refused start must not have given the lock away.
            String lock = host.data().resolve("lock").toString();
            assertEquals("taken", ChildJvm.run(TryLock.class, lock).strip());
            first.close();
            assertEquals("free", ChildJvm.run(TryLock.class, lock).strip());
        }
    }

    /** Run in a JVM of its own: is this file locked? */
    static final class TryLock {
        public static void main(String[] args) throws Exception {
            try (var channel =
                    java.nio.channels.FileChannel.open(
                            Path.of(args[0]), java.nio.file.StandardOpenOption.WRITE)) {
                ChildJvm.answer(channel.tryLock() == null ? "taken" : "free");
            }
        }
    }

    @Test
    void twoInOneJvmWithTheirOwnDataDoNotMeet() throws Exception {
        try (var one = TestHost.usual(root.resolve("one"), REGISTRY);
                var two = TestHost.usual(root.resolve("two"), REGISTRY)) {
            Mso first = one.start();
            Mso second = two.start();
            assertEquals("elm-street", call(billing(first, "elm-street")));
            assertEquals("elm-street", call(billing(second, "elm-street")));
            first.close();
            assertEquals("elm-street", call(billing(second, "elm-street")));
            assertEquals(Health.up(), second.health());
        }
    }

    @Test
    void aStartThatFailsAtItsLastStepRetiresWhatItTookIn() throws Exception {
        try (var host = TestHost.usual(root, REGISTRY)) {
            String answer =
                    ChildJvm.run(
                            List.of("-Dslf4j.provider=" + ThrowingLogs.class.getName()),
                            FailsAtTheEnd.class,
                            root.toString());
            assertEquals(
                    List.of("failed: the log is full", "billing promoted", "billing retired"),
                    answer.lines().toList());
            assertEquals("done", call(billing(host.start(), "oak-street")));
        }
    }

    /** Run in a JVM of its own, whose log throws at the last line of a start. */
    static final class FailsAtTheEnd {
        public static void main(String[] args) throws Exception {
            try (var host = TestHost.usual(Path.of(args[0]), REGISTRY)) {
                host.start();
            } catch (IllegalStateException e) {
                ChildJvm.answer("failed: " + e.getMessage());
                org.openmso.embed.bundles.trace.Trace.take().stream()
                        .filter(it -> it.endsWith("promoted") || it.endsWith("retired"))
                        .forEach(ChildJvm::answer);
            }
        }
    }
}
