package org.openmso.handbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The commands of docs/writing-a-bundle.md, typed in order on an author's machine. */
class WritingABundleIT {
    /** The one command that is not typed: this build made what it would install. */
    private static final String INSTALL = "(cd openmso && mvn -B -q install -DskipTests)\n";

    private static final List<String> PROGRAMS = List.of("bash", "mvn", "keytool", "jarsigner");
    private static final String EXAMPLE = "bundles/examples/prior-authorization";

    private static Page page;
    private static AuthorsMachine machine;
    private static String said;

    @BeforeAll
    static void anAuthorFollowsThePage() throws Exception {
        for (String program : PROGRAMS) {
            assumeTrue(AuthorsMachine.has(program), "this system has no " + program);
        }
        String repository = System.getProperty("openmso.maven.repository");
        assumeTrue(repository != null, "Maven's repository is known in a build only");
        Path build = Path.of(System.getProperty("openmso.build"));
        assumeTrue(!build.toString().contains(" "), "MAVEN_OPTS takes no path with a blank in it");
        page = Page.of("writing-a-bundle.md");
        machine = new AuthorsMachine(build.resolve("author"), Path.of(repository));
        assertEquals(INSTALL, page.commands().get(0), "only this one is not typed");
        var script = new StringBuilder("set -euo pipefail\n");
        for (String block : page.commands().subList(1, page.commands().size())) {
            script.append(block);
            if (block.contains(":generate ")) {
                script.append("cp -R . ../generated\n");
            }
        }
        said = machine.type(script.toString());
    }

    @Test
    void everyCommandSucceeds() {
        assertTrue(said.endsWith("\nexit status 0\n"), said);
    }

    @Test
    void whatThePageShowsComesOut() {
        String out = comparable(said);
        for (String line : page.shown()) {
            assertTrue(out.contains(comparable(line)), line + " in\n" + said);
        }
    }

    /** A day has its own numbers, and columns have their own widths. */
    private static String comparable(String text) {
        return text.replaceAll("[0-9][0-9,.]*", "#").replaceAll("[ \t]+", " ").strip();
    }

    @Test
    void theBuildWarnsOfNothing() {
        assertEquals(
                List.of(),
                said.lines()
                        .filter(line -> line.matches("\\[(WARNING|ERROR)] (MSO-|.*\\.java).*"))
                        .toList());
    }

    @Test
    void theExampleIsWhatTheArchetypeGenerates() throws IOException {
        Map<String, String> generated = files(machine.work().resolve("generated"));
        Map<String, String> example = files(Page.root().resolve(EXAMPLE));
        assertEquals(generated.keySet(), example.keySet());
        generated.forEach((file, text) -> assertEquals(text, example.get(file), file));
    }

    private static Map<String, String> files(Path folder) throws IOException {
        var texts = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = folder.relativize(file);
                if (!name.startsWith("target")) {
                    texts.put(name.toString().replace('\\', '/'), Files.readString(file));
                }
            }
        }
        return texts;
    }
}
