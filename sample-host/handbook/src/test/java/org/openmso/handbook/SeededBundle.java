package org.openmso.handbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.openmso.api.Contract;
import org.openmso.embed.Mso;

/**
 * The example bundle, compiled and packed by its own instructions, with something changed in it.
 */
final class SeededBundle {
    private static final String PACKAGE = "org/example/authorization/";
    private static final Path EXAMPLE = Page.root().resolve("bundles/examples/prior-authorization");

    private final Map<String, String> sources = new TreeMap<>();
    private final Map<String, String> instructions = new LinkedHashMap<>();
    private final List<Consumer<Attributes>> changes = new ArrayList<>();

    SeededBundle() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLE.resolve("src/main/java").resolve(PACKAGE))) {
            for (Path file : files.toList()) {
                sources.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        // Codes in two pieces can be changed without being the code of somebody else in this file.
        rule("\"ACME-0001\"", "\"ACME-\" + \"0001\"");
        String pom = Files.readString(EXAMPLE.resolve("pom.xml"));
        String bnd = pom.substring(pom.indexOf("<bnd><![CDATA[") + 14, pom.indexOf("]]></bnd>"));
        for (String line : bnd.strip().lines().toList()) {
            int colon = line.indexOf(':');
            instructions.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        assertTrue(instructions.containsKey("-privatepackage"), bnd);
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

    /** Changes an instruction to bnd; {@code $0} stands for what was there. */
    SeededBundle instruct(String name, String value) {
        instructions.put(name, value.replace("$0", instructions.getOrDefault(name, "")));
        return this;
    }

    /** Sets a header of the manifest, whatever bnd says. */
    SeededBundle header(String name, String value) {
        changes.add(headers -> headers.putValue(name, value));
        return this;
    }

    /** Sets which versions of the contract are accepted, whatever bnd says. */
    SeededBundle wantsRules(String range) {
        changes.add(
                headers -> {
                    String imports = headers.getValue("Import-Package");
                    String changed =
                            imports.replaceAll(
                                    "(org\\.openmso\\.api\\.rules;version=)\"[^\"]*\"",
                                    "$1\"" + range + "\"");
                    assertTrue(changed.contains(range), imports);
                    headers.putValue("Import-Package", changed);
                });
        return this;
    }

    /** Compiles it and has bnd pack it, in an empty folder. */
    Path jar(Path folder) throws IOException {
        Path file = folder.resolve("seeded.jar");
        try (var builder = new Builder()) {
            builder.setClasspath(
                    new File[] {compiled(folder).toFile(), home(Contract.class), home(Mso.class)});
            builder.setProperty("Bundle-Version", "1.0.0");
            instructions.forEach(builder::setProperty);
            try (Jar jar = builder.build()) {
                assertEquals(List.of(), builder.getErrors());
                Attributes headers = jar.getManifest().getMainAttributes();
                changes.forEach(change -> change.accept(headers));
                jar.write(file.toFile());
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("bnd could not pack it", e);
        }
        return file;
    }

    private static File home(Class<?> type) throws URISyntaxException {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
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
