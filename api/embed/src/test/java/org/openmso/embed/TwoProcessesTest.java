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
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.host.NamedInput;

/** Nodes of one host, each a process of its own, that share a store and change it as they like. */
@Tag("framework")
@Timeout(600)
class TwoProcessesTest {
    private static final int CHANGES = 6;
    private static final List<String> QUIET =
            List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");

    @TempDir Path root;

    @BeforeEach
    void prepare() throws IOException {
        TestHost.usual(root, "tier plus billing", "practice elm plus billing.do=version").close();
        for (int node = 1; node <= 2; node++) {
            for (int i = 0; i < CHANGES; i++) {
                String version = version(node, i);
                Files.write(
                        root.resolve(version + ".jar"), TestBundle.BILLING.version(version).jar());
            }
        }
    }

    private static String version(int node, int change) {
        return node + 1 + "." + change + ".0";
    }

    private static Mso start(String folder, String node) throws IOException {
        Path root = Path.of(folder);
        URL classPath = root.resolve("classpath").toUri().toURL();
        return Mso.builder()
                .bundles(new URLClassLoader(new URL[] {classPath}, Mso.class.getClassLoader()))
                .registry(root.resolve("registry.txt"))
                .data(root.resolve("data-of-" + node))
                .bundleStore(root.resolve("store"))
                .trust(Trust.unsignedForDevelopment())
                .start();
    }

    /** A node that makes its changes; the third argument says how many. */
    static final class Node {
        public static void main(String[] args) throws IOException {
            int node = Integer.parseInt(args[1]);
            int changes = Integer.parseInt(args[2]);
            try (Mso mso = start(args[0], args[1])) {
                ChildJvm.answer("started");
                for (int i = 0; i < changes; i++) {
                    String version = version(node, i % CHANGES);
                    NamedInput jar = NamedInput.of(Path.of(args[0], version + ".jar"));
                    ChildJvm.answer(mso.bundles().apply(jar).result() + " " + version);
                }
                mso.reload();
                ChildJvm.answer("answered by " + call(billing(mso, "elm")));
                mso.bundles().history().forEach(it -> ChildJvm.answer("history " + told(it)));
            }
        }
    }

    private static String told(SwapRecord it) {
        return it.sequence() + " " + it.action() + " " + it.version();
    }

    private ChildJvm node(int number, int changes) throws IOException {
        return ChildJvm.start(
                QUIET,
                Node.class,
                root.toString(),
                Integer.toString(number),
                Integer.toString(changes));
    }

    /** A node that changes nothing: what it has in service and in its journal. */
    private List<String> onlooker(int number) throws IOException {
        return ChildJvm.run(QUIET, Node.class, root.toString(), Integer.toString(number), "0")
                .lines()
                .toList();
    }

    private static List<String> starting(List<String> lines, String with) {
        return lines.stream()
                .filter(it -> it.startsWith(with))
                .map(it -> it.substring(with.length()))
                .toList();
    }

    /** The versions that were applied; its numbers must have no gap. */
    private static List<String> applied(List<String> lines) {
        List<String> history = starting(lines, "history ");
        var versions = new ArrayList<String>();
        for (int i = 0; i < history.size(); i++) {
            String[] words = history.get(i).split(" ");
            assertEquals(i + 1, Integer.parseInt(words[0]), history::toString);
            assertEquals("APPLIED", words[1], history::toString);
            versions.add(words[2]);
        }
        return versions;
    }

    @Test
    void allChangesOfBothAreMadeOneAtATimeAndBothEndAlike() throws Exception {
        List<String> one;
        List<String> two;
        try (var first = node(1, CHANGES);
                var second = node(2, CHANGES)) {
            one = first.rest();
            two = second.rest();
            assertEquals(0, first.exit(), one::toString);
            assertEquals(0, second.exit(), two::toString);
        }
        assertEquals(CHANGES, starting(one, "DONE ").size(), one::toString);
        assertEquals(CHANGES, starting(two, "DONE ").size(), two::toString);
        List<String> later = onlooker(1);
        List<String> applied = applied(later);
        var all = new HashSet<>(starting(one, "DONE "));
        all.addAll(starting(two, "DONE "));
        assertEquals(2 * CHANGES, applied.size());
        assertEquals(all, new HashSet<>(applied));
        List<String> serving = List.of(applied.get(applied.size() - 1));
        assertEquals(serving, starting(later, "answered by "));
        assertEquals(serving, starting(onlooker(2), "answered by "));
    }

    @Test
    void oneThatIsKilledInTheMiddleOfAChangeLosesNoneThatItHadMadeAndTheOtherGoesOn()
            throws Exception {
        var random = new Random(20261124);
        for (int round = 0; round < 3; round++) {
            int before = starting(onlooker(2), "history ").size();
            var reported = new ArrayList<String>();
            List<String> others;
            try (var killed = node(1, Integer.MAX_VALUE);
                    var goesOn = node(2, CHANGES)) {
                for (int left = 1 + random.nextInt(5); left > 0; left--) {
                    reported.add(killed.line("DONE ").substring("DONE ".length()));
                }
                killed.kill();
                reported.addAll(starting(killed.rest(), "DONE "));
                others = goesOn.rest();
                assertEquals(0, goesOn.exit(), others::toString);
            }
            assertEquals(CHANGES, starting(others, "DONE ").size(), others::toString);
            List<String> later = onlooker(1);
            List<String> applied = applied(later);
            List<String> added = applied.subList(before, applied.size());
            List<String> ofTheKilled = added.stream().filter(it -> it.startsWith("2.")).toList();
            assertEquals(reported, ofTheKilled.subList(0, reported.size()), "none is lost");
            assertTrue(ofTheKilled.size() <= reported.size() + 1, "at most one was not told");
            assertEquals(
                    starting(others, "DONE "),
                    added.stream().filter(it -> it.startsWith("3.")).toList());
            assertEquals(List.of(applied.get(applied.size() - 1)), starting(later, "answered by "));
        }
    }

    @Test
    void whatAKilledNodeLeftInTheStagingFolderIsClearedByALaterChange() throws Exception {
        Path staging = Files.createDirectories(root.resolve("store/staging"));
        Path left = Files.write(staging.resolve("jar1.tmp"), new byte[] {1});
        Path fresh = Files.write(staging.resolve("jar2.tmp"), new byte[] {1});
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        ChildJvm.run(QUIET, Node.class, root.toString(), "1", "1");
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(fresh), "another node may be reading it");
    }
}
