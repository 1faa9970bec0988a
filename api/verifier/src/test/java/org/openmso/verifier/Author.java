package org.openmso.verifier;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.openmso.api.Contract;
import org.slf4j.Logger;

/**
 * Somebody outside who writes a bundle: sources for javac, headers for bnd, and what is done to the
 * jar afterwards. Sound until told otherwise.
 */
final class Author {
    private static final String PROVIDER =
            """
            package acme.coding;
            import org.openmso.api.Health;
            import org.openmso.api.fhir.*;
            import org.openmso.api.spi.*;
            @ProvidesCapability(contract = FhirIntake.class)
            public class Provider implements Capability<FhirIntake> {
                public FhirIntake open(PracticeContext practice) { return new Intake(); }
                public Health probe() { return Health.up(); }
            }
            """;

    private static final String INTAKE =
            """
            package acme.coding;
            import java.util.List;
            import org.openmso.api.billing.ClaimSink;
            import org.openmso.api.fhir.*;
            import org.openmso.api.host.NamedInput;
            class Intake implements FhirIntake {
                private static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger("acme");
                public IntakeReport read(List<NamedInput> in, ClaimSink sink, IntakeListener listener) {
                    LOG.info("reading");
                    throw new IllegalStateException("a made-up intake");
                }
            }
            """;

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final List<String> removed = new ArrayList<>();

    private Author() {
        headers.put("Bundle-SymbolicName", "com.acme.coding");
        headers.put("Bundle-Version", "1.2.0");
        headers.put("Private-Package", "acme.*");
        headers.put("-noextraheaders", "true");
        headers.put("-reproducible", "true");
    }

    /** A bundle without fault. */
    static Author ofSoundBundle() {
        return new Author()
                .source("acme.coding.Provider", PROVIDER)
                .source("acme.coding.Intake", INTAKE);
    }

    /** One class more, or another text for one. */
    Author source(String name, String text) {
        sources.put(name, text);
        return this;
    }

    /** The provider's text, changed. */
    Author provider(String from, String to) {
        String changed = sources.get("acme.coding.Provider").replace(from, to);
        return source("acme.coding.Provider", changed);
    }

    /** A class whose only method has this body; {@code in} is where it stands. */
    Author code(String in, String body) {
        return source(
                "acme.coding.Habit",
                "package acme.coding;\npublic class Habit {\n" + in + " {" + body + "}\n}\n");
    }

    /** An instruction for bnd. */
    Author header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** A header of the manifest, written over what bnd wrote; an empty text removes it. */
    Author manifest(String name, String value) {
        manifest.put(name, value);
        return this;
    }

    /** An entry of the jar, in place of what is there. */
    Author entry(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    /** A jar inside the bundle, on its class path. */
    Author library(String name, Map<String, byte[]> content) {
        String before = manifest.getOrDefault("Bundle-ClassPath", ".");
        manifest.put("Bundle-ClassPath", before + "," + name);
        return entry(name, zip(content));
    }

    /** Takes an entry out. */
    Author without(String name) {
        removed.add(name);
        return this;
    }

    /** Writes the jar. */
    Path jar(Path folder) {
        try {
            Path file = Files.createTempFile(folder, "bundle", ".jar");
            Files.write(file, zip(content(folder)));
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, byte[]> content(Path folder) throws IOException {
        Path classes = Files.createTempDirectory(folder, "classes");
        compile(sources, classes);
        Map<String, byte[]> content = unzip(build(classes));
        var written = new Manifest(new ByteArrayInputStream(content.get(JarFile.MANIFEST_NAME)));
        manifest.forEach(
                (name, value) -> {
                    if (value.isEmpty()) {
                        written.getMainAttributes().remove(new Attributes.Name(name));
                    } else {
                        written.getMainAttributes().putValue(name, value);
                    }
                });
        var text = new ByteArrayOutputStream();
        written.write(text);
        content.put(JarFile.MANIFEST_NAME, text.toByteArray());
        content.putAll(entries);
        removed.forEach(content::remove);
        return content;
    }

    private byte[] build(Path classes) {
        try (var builder = new Builder()) {
            builder.setClasspath(
                    new File[] {classes.toFile(), home(Contract.class), home(Logger.class)});
            headers.forEach(builder::setProperty);
            try (Jar jar = builder.build()) {
                if (!builder.getErrors().isEmpty()) {
                    throw new IllegalStateException(builder.getErrors().toString());
                }
                var bytes = new ByteArrayOutputStream();
                jar.write(bytes);
                return bytes.toByteArray();
            }
        } catch (Exception e) {
            throw new IllegalStateException("bnd could not build the bundle", e);
        }
    }

    /** Where a class comes from: a jar, or a folder of classes. */
    static File home(Class<?> type) {
        try {
            return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The class file of one source. */
    static byte[] compiled(Path folder, String name, String text) {
        try {
            Path classes = Files.createTempDirectory(folder, "library");
            compile(Map.of(name, text), classes);
            return Files.readAllBytes(classes.resolve(name.replace('.', '/') + ".class"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void compile(Map<String, String> sources, Path classes) {
        var units = new ArrayList<JavaFileObject>();
        sources.forEach((name, text) -> units.add(new Source(name, text)));
        var output = new StringWriter();
        boolean isDone =
                ToolProvider.getSystemJavaCompiler()
                        .getTask(
                                output,
                                null,
                                null,
                                List.of(
                                        "--release",
                                        "17",
                                        "-proc:none",
                                        "-nowarn",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "-d",
                                        classes.toString()),
                                null,
                                units)
                        .call();
        if (!isDone) {
            throw new IllegalStateException(output.toString());
        }
    }

    /** A zip file of some entries, the manifest first. */
    static byte[] zip(Map<String, byte[]> content) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            var manifest = Optional.ofNullable(content.get(JarFile.MANIFEST_NAME));
            if (manifest.isPresent()) {
                put(zip, JarFile.MANIFEST_NAME, manifest.get());
            }
            for (Map.Entry<String, byte[]> each : content.entrySet()) {
                if (!each.getKey().equals(JarFile.MANIFEST_NAME)) {
                    put(zip, each.getKey(), each.getValue());
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    /** The entries of a zip file, without folders. */
    static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
        var content = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    content.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return content;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
