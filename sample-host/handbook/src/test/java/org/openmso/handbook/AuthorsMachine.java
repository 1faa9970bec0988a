package org.openmso.handbook;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An author's machine: an empty folder with OpenMSO's source tree in it, built, and a Maven
 * repository of its own. In the repository is what the one of this build holds, and what this build
 * made; nothing outside the folder is written.
 */
final class AuthorsMachine {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern OWN_ARTIFACT =
            Pattern.compile("(?s)^(?:.*</parent>)?.*?<artifactId>([^<]+)</artifactId>");
    private static final String VERSION = "0.1.0-SNAPSHOT";

    private final Path home;
    private final Path repository;

    /** Makes it; one that was there before goes. */
    AuthorsMachine(Path home, Path localRepository) throws IOException {
        this.home = home;
        this.repository = home.resolve("repository");
        delete(home);
        Files.createDirectories(repository);
        copy(localRepository);
        install(Page.root().resolve("pom.xml"));
        Matcher modules = MODULE.matcher(Files.readString(Page.root().resolve("pom.xml")));
        while (modules.find()) {
            install(Page.root().resolve(modules.group(1)).resolve("pom.xml"));
        }
        // Here Maven looks for settings of a project; the source tree around it is not meant.
        Files.createDirectories(work().resolve(".mvn"));
        checkout();
    }

    /** The folder in which the author types. */
    Path work() {
        return home.resolve("work");
    }

    /** Whether a program is there. */
    static boolean has(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    /** Types a script; what came out, and the exit status as its last line. */
    String type(String script) throws IOException, InterruptedException {
        Path file = Files.writeString(home.resolve("script"), script);
        Path log = home.resolve("log");
        var builder =
                new ProcessBuilder("bash", file.toString())
                        .directory(work().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            assertTrue(process.waitFor(30, TimeUnit.MINUTES), "the commands end");
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(log) + "exit status " + process.exitValue() + "\n";
    }

    /** What is not changed in place is linked, the rest copied. OpenMSO is not among it. */
    private void copy(Path from) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        if (folder.equals(from.resolve("org/openmso"))) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        Files.createDirectories(in(folder));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        String name = file.getFileName().toString();
                        if (name.endsWith(".jar") || name.endsWith(".pom")) {
                            link(file, in(file));
                        } else {
                            Files.copy(file, in(file));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        // Another build's temporary file.
                        return FileVisitResult.CONTINUE;
                    }

                    private Path in(Path file) {
                        return repository.resolve(from.relativize(file).toString());
                    }
                });
    }

    private static void link(Path file, Path to) throws IOException {
        try {
            Files.createLink(to, file);
        } catch (IOException | UnsupportedOperationException e) {
            // Another disk.
            Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** What mvn install would put there. */
    private void install(Path pom) throws IOException {
        Matcher artifact = OWN_ARTIFACT.matcher(Files.readString(pom));
        assertTrue(artifact.find(), pom.toString());
        String name = artifact.group(1);
        Path folder = repository.resolve("org/openmso").resolve(name).resolve(VERSION);
        Files.createDirectories(folder);
        Files.copy(pom, folder.resolve(name + "-" + VERSION + ".pom"));
        Path target = pom.resolveSibling("target");
        for (String jar : List.of(name + "-" + VERSION + ".jar", "sample-ehr.jar")) {
            if (Files.exists(target.resolve(jar))) {
                Files.copy(
                        target.resolve(jar),
                        folder.resolve(name + "-" + VERSION + ".jar"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** As much of the source tree as its commands need, built just now. */
    private void checkout() throws IOException {
        Path tree = work().resolve("openmso");
        for (String part : List.of("api", "bundles", ".mvn", "sample-host/ehr/target/lib")) {
            Files.createDirectories(tree.resolve(part));
        }
        Path resources =
                Path.of("sample-host/ehr/src/main/resources/org/openmso/sample/ehr/registry.json");
        Files.createDirectories(tree.resolve(resources).getParent());
        for (Path file : List.of(Path.of("pom.xml"), Path.of("sample-host/run"), resources)) {
            Files.copy(
                    Page.root().resolve(file),
                    tree.resolve(file),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path built = Page.root().resolve("sample-host/ehr/target");
        Path target = tree.resolve("sample-host/ehr/target");
        Files.copy(built.resolve("sample-ehr.jar"), target.resolve("sample-ehr.jar"));
        try (Stream<Path> libraries = Files.list(built.resolve("lib"))) {
            for (Path library : libraries.toList()) {
                Files.copy(library, target.resolve("lib").resolve(library.getFileName()));
            }
        }
        Files.createFile(target.resolve("built"));
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
