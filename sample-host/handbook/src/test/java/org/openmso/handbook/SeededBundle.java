package org.openmso.handbook;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The example bundle, compiled and packed again with something changed in it. */
final class SeededBundle {
    private static final String PACKAGE = "org/example/authorization/";
    private static final Path SOURCES =
            Page.root()
                    .resolve("bundles/examples/prior-authorization/src/main/java")
                    .resolve(PACKAGE);

    private final Map<String, String> sources = new TreeMap<>();
    private final Map<String, byte[]> more = new LinkedHashMap<>();
    private final Manifest manifest;

    SeededBundle() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                sources.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        // Codes in two pieces can be changed without being the code of somebody else in this file.
        rule("\"ACME-0001\"", "\"ACME-\" + \"0001\"");
        manifest = new Manifest(new ByteArrayInputStream(resource(JarFile.MANIFEST_NAME)));
    }

    /** A file of the example as it was built, from its jar or its folder. */
    private static byte[] resource(String name) throws IOException {
        String provider = PACKAGE + "PayerRules.class";
        URL place = SeededBundle.class.getClassLoader().getResource(provider);
        String home = place.toString().substring(0, place.toString().length() - provider.length());
        try (InputStream in = URI.create(home + name).toURL().openStream()) {
            return in.readAllBytes();
        }
    }

    /** Changes the provider; {@code $0} stands for what was there. */
    SeededBundle source(String from, String to) {
        return change("PayerRules.java", from, to);
    }

    /** Changes the rule. */
    SeededBundle rule(String from, String to) {
        return change("AuthorizationRule.java", from, to);
    }

    /** Adds to the provider. */
    SeededBundle member(String text) {
        return source("public PayerRules() {}", "$0 " + text);
    }

    private SeededBundle change(String file, String from, String to) {
        String text = sources.get(file);
        assertTrue(text.contains(from), from);
        sources.put(file, text.replace(from, to.replace("$0", from)));
        return this;
    }

    /** Sets a header of the manifest. */
    SeededBundle header(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    /** Imports a package more. */
    SeededBundle imports(String name) {
        return header("Import-Package", header("Import-Package") + "," + name);
    }

    /** Sets which versions of the contract are accepted. */
    SeededBundle rules(String range) {
        String changed =
                header("Import-Package")
                        .replaceAll(
                                "(org\\.openmso\\.api\\.rules;version=)\"[^\"]*\"",
                                "$1\"" + range + "\"");
        assertTrue(changed.contains(range), changed);
        return header("Import-Package", changed);
    }

    private String header(String name) {
        return manifest.getMainAttributes().getValue(name);
    }

    /** Packs a class of the host's. */
    SeededBundle alsoCarries(Class<?> type) {
        String entry = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
            more.put(entry, in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** Compiles and packs it in an empty folder. */
    Path jar(Path folder) throws IOException {
        Path classes = compiled(folder);
        Path jar = folder.resolve("seeded.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                pack(classes.relativize(file).toString(), Files.readAllBytes(file), out);
            }
            for (Map.Entry<String, byte[]> entry : more.entrySet()) {
                pack(entry.getKey(), entry.getValue(), out);
            }
        }
        return jar;
    }

    private static void pack(String name, byte[] content, JarOutputStream out) throws IOException {
        out.putNextEntry(new JarEntry(name.replace('\\', '/')));
        out.write(content);
        out.closeEntry();
    }

    private Path compiled(Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path written = Files.createDirectories(folder.resolve("sources").resolve(PACKAGE));
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            files.add(Files.writeString(written.resolve(source.getKey()), source.getValue()));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var said = new DiagnosticCollector<JavaFileObject>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(said, null, null)) {
            boolean done =
                    compiler.getTask(
                                    null,
                                    manager,
                                    said,
                                    List.of(
                                            "--release",
                                            "17",
                                            "-proc:none",
                                            "-cp",
                                            System.getProperty("java.class.path"),
                                            "-d",
                                            classes.toString()),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files))
                            .call();
            assertTrue(done, () -> said.getDiagnostics().toString());
        }
        return classes;
    }
}
