package org.openmso.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Contract;
import org.openmso.verifier.BundleVerifier;

/**
 * The plugin in the build of an author outside, by Maven itself. The author's repository is a
 * temporary one: the reactor's jars lie in it, everything else comes from the repository of the
 * build that runs this test, as from a mirror, so that nothing is downloaded or installed.
 */
class VerifyMojoIT {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final String VERSION = System.getProperty("openmso.version");

    @TempDir private static Path repository;
    @TempDir private Path folder;
    private Path project;

    /** What a run of Maven said. */
    private record Run(int status, String output) {
        Run says(String words) {
            assertTrue(output.contains(words), () -> words + " in\n" + output);
            return this;
        }
    }

    @BeforeEach
    void anAuthorHasAProject() throws IOException {
        assumeTrue(
                System.getProperty("openmso.maven") != null,
                "Maven is where this test runs in a build only");
        project = folder.resolve("coding");
        copy(MODULE.resolve("src/test/projects/coding"), project);
        Path own = Path.of(System.getProperty("openmso.build"));
        deploy("openmso", MODULE.resolve("../../pom.xml"), "pom");
        deploy("mso-api", MODULE.resolve("../contracts/pom.xml"), "pom");
        deploy("mso-api", home(Contract.class), "jar");
        deploy("mso-verifier", MODULE.resolve("../verifier/pom.xml"), "pom");
        deploy("mso-verifier", home(BundleVerifier.class), "jar");
        deploy("mso-maven-plugin", MODULE.resolve("pom.xml"), "pom");
        deploy("mso-maven-plugin", own.resolve("mso-maven-plugin-" + VERSION + ".jar"), "jar");
        Files.writeString(
                folder.resolve("settings.xml"),
                """
                <settings>
                  <mirrors><mirror>
                    <id>this-build</id><mirrorOf>*</mirrorOf><url>%s</url>
                  </mirror></mirrors>
                </settings>
                """
                        .formatted(
                                Path.of(System.getProperty("openmso.maven.repository")).toUri()));
    }

    private static Path home(Class<?> type) throws IOException {
        try {
            Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
            assertTrue(Files.isRegularFile(jar), jar + " is packaged");
            return jar;
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static void deploy(String artifact, Path file, String suffix) throws IOException {
        Path target = repository.resolve("org/openmso").resolve(artifact).resolve(VERSION);
        Files.createDirectories(target);
        Path copy = target.resolve(artifact + "-" + VERSION + "." + suffix);
        if (Files.notExists(copy)) {
            Files.copy(file, copy);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private void change(String from, String to) throws IOException {
        Path provider = project.resolve("src/main/java/acme/coding/Provider.java");
        String text = Files.readString(provider);
        assertTrue(text.contains(from), from);
        Files.writeString(provider, text.replace(from, to));
    }

    private Run maven(String... words) throws Exception {
        boolean isWindows = System.getProperty("os.name").startsWith("Windows");
        Path maven =
                Path.of(System.getProperty("openmso.maven"), "bin", isWindows ? "mvn.cmd" : "mvn");
        var command =
                new ArrayList<>(
                        List.of(
                                maven.toString(),
                                "-B",
                                "-s",
                                folder.resolve("settings.xml").toString(),
                                "-Dmaven.repo.local=" + repository,
                                "-Dopenmso.version=" + VERSION));
        for (String version : System.getProperty("openmso.versions").split(" ")) {
            command.add("-D" + version);
        }
        command.addAll(List.of(words));
        Path output = Files.createTempFile(folder, "maven", ".log");
        var builder =
                new ProcessBuilder(command)
                        .directory(project.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("MAVEN_OPTS");
        Process process = builder.start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "Maven ends");
        return new Run(process.exitValue(), Files.readString(output));
    }

    @Test
    void aSoundBundlesBuildSucceedsAndTellsItIsNotSigned() throws Exception {
        Run run =
                maven("verify").says("mso-maven-plugin").says("MSO-1437: The bundle is not signed");
        assertEquals(0, run.status(), run.output());
    }

    @Test
    void anErrorFailsTheBuildWithPlaceAndFix() throws Exception {
        change("public class", "class");
        Run run =
                maven("verify")
                        .says("MSO-1408 at acme.coding.Provider: The provider is not public.")
                        .says("Fix: Make it a public, concrete class")
                        .says(
                                "coding-1.2.0.jar must not be shipped as it is (errors: 1, warnings: 0)");
        assertEquals(1, run.status(), run.output());
        assertEquals(0, maven("verify", "-Dmso.skip").says("not verified").status());
    }

    @Test
    void aWarningFailsTheBuildWhereTheAuthorSaysSo() throws Exception {
        change("Object last = new Object()", "ThreadLocal<String> last = new ThreadLocal<>()");
        Run lenient = maven("verify").says("MSO-1426 at acme.coding.Provider#last");
        assertEquals(0, lenient.status(), lenient.output());
        String goal = "org.openmso:mso-maven-plugin:" + VERSION + ":verify";
        Run strict =
                maven(
                                goal,
                                "-Dmso.jar=target/coding-1.2.0.jar",
                                "-Dmso.against="
                                        + repository.resolve("org/openmso/mso-api/" + VERSION),
                                "-Dmso.failOnWarning")
                        .says("errors: 0, warnings: 1");
        assertEquals(1, strict.status(), strict.output());
    }

    @Test
    void anIndexIsMadeOfAFolderOfJars() throws Exception {
        assertEquals(0, maven("verify").status());
        String goal = "org.openmso:mso-maven-plugin:" + VERSION + ":index";
        Run made =
                maven(goal, "-Dmso.folder=target", "-Dmso.publisher=Acme", "-Dmso.number=7")
                        .says("acme.coding 1.2.0: coding-1.2.0.jar")
                        .says("coding-1.2.0.jar is not signed. Sign it")
                        .says("index.jar, number 7. Now sign it with jarsigner.");
        assertEquals(0, made.status(), made.output());
        assertTrue(Files.isRegularFile(project.resolve("target/index.jar")));
        Run nothing =
                maven(goal, "-Dmso.folder=src", "-Dmso.publisher=Acme")
                        .says("MSO-1449 at ")
                        .says("There is no jar in this folder to offer.");
        assertEquals(1, nothing.status(), nothing.output());
    }

    @Test
    void aGoalWithoutJarSaysHowToNameOne() throws Exception {
        Run run =
                maven("org.openmso:mso-maven-plugin:" + VERSION + ":verify")
                        .says("There is no jar to verify");
        assertEquals(1, run.status(), run.output());
    }
}
