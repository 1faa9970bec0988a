package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sample-host/run} on machines that lack something, in a copy of the source tree. */
class RunScriptTest {
    private static final List<String> TOOLS =
            List.of(
                    "bash",
                    "cat",
                    "dirname",
                    "env",
                    "find",
                    "flock",
                    "mkdir",
                    "mv",
                    "readlink",
                    "rm",
                    "touch");

    @TempDir private Path folder;
    private Path script;
    private Path bin;

    @BeforeEach
    void theScriptStandsInACopyOfTheTree() throws IOException {
        assumeTrue(onPath("bash").isPresent(), "this system has no bash");
        Path root = folder.toRealPath().resolve("with blank/openmso");
        script = root.resolve("sample-host/run");
        for (String part : List.of("api", "bundles", "sample-host/ehr/src/main", ".mvn")) {
            Files.createDirectories(root.resolve(part));
        }
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.copy(
                Path.of(System.getProperty("openmso.root"), "sample-host/run"),
                script,
                StandardCopyOption.COPY_ATTRIBUTES);
        bin = Files.createDirectory(folder.resolve("bin"));
        for (String tool : TOOLS) {
            Optional<Path> found = onPath(tool);
            if (found.isPresent()) {
                program(tool, "exec " + found.get() + " \"$@\"");
            }
        }
    }

    @Test
    void withoutMavenAndUnbuiltItSaysThatMavenIsMissing() throws Exception {
        Ended ended = run(Map.of("JAVA_HOME", System.getProperty("java.home")));
        assertEquals(SampleEhr.FAILED, ended.status, ended.err);
        assertTrue(
                ended.err.matches("MSO-9011 at mvn: [^\n]+ Fix: [^\n]+Maven 3\\.8[^\n]+\n"),
                ended.err);
        assertEquals("", ended.out);
    }

    @Test
    void withoutMavenItRunsWhatIsBuiltAlready() throws Exception {
        built();
        Ended ended = run(Map.of("JAVA_HOME", System.getProperty("java.home")), "--help");
        assertEquals(SampleEhr.DONE, ended.status, ended.err);
        assertTrue(ended.out.contains("--practice"), ended.out);
        assertEquals("", ended.err);
    }

    @Test
    void withoutJavaItSaysThatJavaIsMissing() throws Exception {
        Ended ended = run(Map.of());
        assertEquals(SampleEhr.FAILED, ended.status, ended.err);
        assertTrue(ended.err.startsWith("MSO-9010 at java: "), ended.err);
    }

    @Test
    void aBuildThatFailsShowsMavensWordsAndItsCode() throws Exception {
        Path maven =
                Files.writeString(bin.resolve("mvn"), "#!/usr/bin/env bash\necho no; exit 1\n");
        assertTrue(maven.toFile().setExecutable(true));
        Ended ended = run(Map.of("JAVA_HOME", System.getProperty("java.home")));
        assertEquals(SampleEhr.FAILED, ended.status, ended.err);
        assertTrue(ended.err.contains("\nno\nMSO-9012 at "), ended.err);
    }

    /** In place of what Maven would have built: a jar that names the class path of this test. */
    private void built() throws IOException {
        Path target = Files.createDirectories(script.resolveSibling("ehr/target"));
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(
                                        System.getProperty("java.class.path")
                                                .split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        Path jar = target.resolve("sample-ehr.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        Files.createFile(target.resolve("built"));
    }

    /** Puts a program onto the only path that the script has. */
    private void program(String name, String line) throws IOException {
        String bash = onPath("bash").orElseThrow().toString();
        Path file = Files.writeString(bin.resolve(name), "#!" + bash + "\n" + line + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private record Ended(int status, String out, String err) {}

    private Ended run(Map<String, String> environment, String... words) throws Exception {
        var command = new ArrayList<String>(List.of(bin.resolve("bash").toString()));
        command.add(script.toString());
        command.addAll(Arrays.asList(words));
        Path err = folder.resolve("err");
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().putAll(environment);
        Process process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    private static Optional<Path> onPath(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(each -> Path.of(each, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
