package org.openmso.sample.ehr.tried;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A build of {@link TriedRules}, as a folder of classes or as a jar. Every build is a second newer.
 */
public final class TriedBuild {
    private static final String HOME = TriedRules.class.getPackageName().replace('.', '/') + "/";
    private static final String CLASS = HOME + "TriedRules.class";

    private final Path place;
    private int seconds;

    /** A build that leaves its output there. */
    public TriedBuild(Path place) {
        this.place = place;
    }

    /** Its classes, its manifest, all of them written again. */
    public void folder(String version, String finds) {
        files(version, finds).forEach(this::write);
    }

    /** One file is written again. */
    public void finds(String finds) {
        write(HOME + TriedRules.FILE, finds.getBytes(StandardCharsets.UTF_8));
    }

    /** The compiler has taken the class away. */
    public void withoutClass() {
        delete(CLASS);
    }

    /** The manifest is not there yet. */
    public void withoutManifest() {
        delete("META-INF/MANIFEST.MF");
    }

    /** Everything is gone. */
    public void clean() {
        try (Stream<Path> all = Files.walk(place)) {
            all.sorted(Comparator.reverseOrder()).forEach(TriedBuild::remove);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jar. */
    public void jar(String version, String finds) {
        write(place, jarOf(version, finds));
    }

    /** The first half of the jar. */
    public void halfAJar(String version, String finds) {
        byte[] whole = jarOf(version, finds);
        write(place, Arrays.copyOf(whole, whole.length / 2));
    }

    private static Map<String, byte[]> files(String version, String finds) {
        var manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "org.example.tried");
        headers.putValue("Bundle-Version", version);
        headers.putValue(
                "Import-Package",
                "org.openmso.api,org.openmso.api.billing,org.openmso.api.rules,org.openmso.api.spi");
        headers.putValue(
                "Provide-Capability",
                "org.openmso.capability;contract=\"org.openmso.api.rules.ClaimRules\";provider=\""
                        + TriedRules.class.getName()
                        + "\"");
        var files = new LinkedHashMap<String, byte[]>();
        var written = new ByteArrayOutputStream();
        try {
            manifest.write(written);
            files.put("META-INF/MANIFEST.MF", written.toByteArray());
            for (String name : new String[] {"TriedRules.class", "TriedRules$Rules.class"}) {
                try (InputStream in = TriedRules.class.getResourceAsStream(name)) {
                    files.put(HOME + name, in.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.put(HOME + TriedRules.FILE, finds.getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static byte[] jarOf(String version, String finds) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new JarOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files(version, finds).entrySet()) {
                out.putNextEntry(new JarEntry(file.getKey()));
                out.write(file.getValue());
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(String name, byte[] content) {
        write(place.resolve(name), content);
    }

    /** A clock that ticks slowly must not make two builds look alike. */
    private void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            Files.setLastModifiedTime(
                    file, FileTime.fromMillis(1_000_000_000_000L + 1000L * ++seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(String name) {
        remove(place.resolve(name));
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
