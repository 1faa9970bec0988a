package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.sample.simulator.Simulation;

/**
 * A host packed as Spring Boot packs it: a jar that holds its libraries as jars, not unpacked, read
 * by Spring Boot's own class loader. The bundles are then jars in a jar in a jar.
 */
class SpringBootJarTest {
    private static final String CLASSES = "BOOT-INF/classes/";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    @TempDir private Path folder;
    private Path jar;

    @BeforeEach
    void theHostIsPacked() throws IOException {
        jar = folder.resolve("host.jar");
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch.JarLauncher");
        main.putValue("Start-Class", SampleEhr.class.getName());
        main.putValue("Spring-Boot-Classes", CLASSES);
        main.putValue("Spring-Boot-Lib", LIBRARIES);
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String directory : List.of("BOOT-INF/", CLASSES, LIBRARIES)) {
                out.putNextEntry(new ZipEntry(directory));
            }
            for (Path entry : classPath()) {
                String name = entry.getFileName().toString();
                if (name.startsWith("spring-boot-loader")) {
                    unpack(entry, out);
                } else if (Files.isDirectory(entry)) {
                    if (entry.endsWith(Path.of("ehr", "target", "classes"))) {
                        copy(entry, CLASSES, out);
                    } else if (!entry.endsWith("test-classes")) {
                        String module = entry.getParent().getParent().getFileName().toString();
                        store(LIBRARIES + module + ".jar", packed(entry), out);
                    }
                } else if (isOfHost(name)) {
                    store(LIBRARIES + name, Files.readAllBytes(entry), out);
                }
            }
        }
    }

    @Test
    void aHostInSpringBootsJarOfJarsMakesClaims() throws Exception {
        Simulation.of(3).visits(4).writeTo(folder.resolve("fhir"));
        Path out = folder.resolve("out");
        String printed =
                run(
                        "claims",
                        folder.resolve("fhir/claims.ndjson").toString(),
                        "--out",
                        out.toString(),
                        "--data",
                        folder.resolve("data").toString());
        assertTrue(printed.startsWith("claims ready: "), printed);
        assertEquals(1, Terminal.interchanges(out).size());
        assertEquals(
                4,
                Terminal.report(out).get("totals").get("ready").intValue()
                        + Terminal.report(out).get("totals").get("blocked").intValue());
    }

    @Test
    void aHostInSpringBootsJarOfJarsIsWell() throws Exception {
        String printed = run("tiers");
        assertTrue(printed.endsWith("Health: UP"), printed);
    }

    private String run(String... words) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-jar", jar.toString()));
        command.addAll(Arrays.asList(words));
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> out + read(err));
        return out.strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    /** What the sample EHR needs when it runs; the rest of the class path is of its tests. */
    private static boolean isOfHost(String name) {
        return Stream.of(
                                "mso-api",
                                "mso-embed",
                                "mso-distribution",
                                "mso-simulator",
                                "org.apache.felix.framework",
                                "slf4j-",
                                "jackson-core")
                        .anyMatch(name::startsWith)
                && !name.contains("tests");
    }

    private static void unpack(Path source, JarOutputStream out) throws IOException {
        try (var loader = new JarFile(source.toFile())) {
            for (var entry : Collections.list(loader.entries())) {
                if (entry.getName().endsWith(".class")
                        || entry.getName().startsWith("META-INF/services/")
                                && !entry.isDirectory()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    loader.getInputStream(entry).transferTo(out);
                    out.closeEntry();
                }
            }
        }
    }

    private static byte[] packed(Path classes) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new JarOutputStream(bytes)) {
            copy(classes, "", out);
        }
        return bytes.toByteArray();
    }

    private static void copy(Path classes, String prefix, JarOutputStream out) throws IOException {
        try (Stream<Path> all = Files.walk(classes)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                out.putNextEntry(new ZipEntry(prefix + name));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    /** Spring Boot's loader reads inner jars where they stand, so they are stored as they are. */
    private static void store(String name, byte[] bytes, JarOutputStream out) throws IOException {
        var crc = new CRC32();
        crc.update(bytes);
        var entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }
}
