package org.openmso.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.openmso.api.Contract;

/**
 * A bundle's jar in memory, from a jar or from a folder of classes with a manifest; and copies of
 * it in other versions.
 */
final class BundleJar {
    private static final Pattern CONTRACT = Pattern.compile("contract(?::String)?=\"?([\\w.$]+)");
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

    /** The time of every entry that is packed here: the same content is the same jar. */
    private static final LocalDateTime PACKED = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Manifest manifest;
    private final Map<String, byte[]> entries;
    private final byte[] bytes;

    private BundleJar(Manifest manifest, Map<String, byte[]> entries) {
        this(manifest, entries, packed(manifest, entries));
    }

    private BundleJar(Manifest manifest, Map<String, byte[]> entries, byte[] bytes) {
        this.manifest = manifest;
        this.entries = entries;
        this.bytes = bytes;
    }

    /**
     * Reads a jar, or a folder as a build leaves it.
     *
     * @throws IllegalArgumentException if it is no bundle
     */
    static BundleJar of(Path place) {
        try {
            if (Files.isDirectory(place)) {
                Map<String, byte[]> files = files(place);
                return new BundleJar(manifestOf(place.toString(), files), files);
            }
            return of(place.toString(), Files.readAllBytes(place));
        } catch (IOException e) {
            throw new UncheckedIOException("the bundle cannot be read: " + place, e);
        }
    }

    /** Reads a jar. */
    static BundleJar of(String name, byte[] jar) throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return new BundleJar(manifestOf(name, entries), entries, jar);
    }

    /** A bundle of one class. */
    static BundleJar of(Manifest manifest, String entry, byte[] content) {
        return new BundleJar(manifest, Map.of(entry, content));
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        var entries = new TreeMap<String, byte[]>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.put(
                        folder.relativize(file).toString().replace('\\', '/'),
                        Files.readAllBytes(file));
            }
        }
        return entries;
    }

    /** Takes the manifest out of what was read. */
    private static Manifest manifestOf(String name, Map<String, byte[]> entries)
            throws IOException {
        byte[] manifest = entries.remove(JarFile.MANIFEST_NAME);
        if (manifest == null) {
            throw new IllegalArgumentException(
                    "no bundle, for it has no manifest: "
                            + name
                            + "; build it first, with bnd's plugin");
        }
        var parsed = new Manifest(new ByteArrayInputStream(manifest));
        if (parsed.getMainAttributes().getValue("Bundle-SymbolicName") == null) {
            throw new IllegalArgumentException(
                    "no bundle, for its manifest names no Bundle-SymbolicName: " + name);
        }
        return parsed;
    }

    /** The symbolic name. */
    String name() {
        return header("Bundle-SymbolicName").split(";")[0].strip();
    }

    /** Its version. */
    String version() {
        String version = header("Bundle-Version").strip();
        return version.isEmpty() ? "0.0.0" : version;
    }

    /** The contracts that it provides, by their classes' names. */
    List<String> contracts() {
        return CONTRACT.matcher(header("Provide-Capability"))
                .results()
                .map(it -> it.group(1))
                .toList();
    }

    /** The names in tiers of what it provides; a contract nobody knows is left to the host. */
    SortedSet<String> capabilities() {
        return new TreeSet<>(published().keySet());
    }

    /** The published contracts that it provides, by their names in tiers. */
    SortedMap<String, Class<?>> published() {
        var published = new TreeMap<String, Class<?>>();
        for (String contract : contracts()) {
            try {
                Class<?> type = Class.forName(contract, false, Contract.class.getClassLoader());
                Contract named = type.getAnnotation(Contract.class);
                if (named != null) {
                    published.put(named.value(), type);
                }
            } catch (ClassNotFoundException e) {
                continue;
            }
        }
        return published;
    }

    /** A copy whose version is higher by so many steps of its last number; unsigned. */
    BundleJar later(int steps) {
        String[] parts = (version() + ".0.0").split("\\.");
        String next = parts[0] + "." + parts[1] + "." + (Integer.parseInt(parts[2]) + steps);
        var changed = new Manifest();
        changed.getMainAttributes().putAll(manifest.getMainAttributes());
        changed.getMainAttributes().putValue("Bundle-Version", next);
        var kept = new LinkedHashMap<>(entries);
        kept.keySet().removeIf(it -> SIGNATURE.matcher(it.toUpperCase(Locale.ROOT)).matches());
        return new BundleJar(changed, kept);
    }

    /** The jar: as it was read, where it was one. */
    byte[] bytes() {
        return bytes.clone();
    }

    private static byte[] packed(Manifest manifest, Map<String, byte[]> entries) {
        var bytes = new ByteArrayOutputStream();
        manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (var out = new JarOutputStream(bytes)) {
            var written = new ByteArrayOutputStream();
            manifest.write(written);
            pack(JarFile.MANIFEST_NAME, written.toByteArray(), out);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                pack(entry.getKey(), entry.getValue(), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void pack(String name, byte[] content, JarOutputStream out) throws IOException {
        var entry = new JarEntry(name);
        entry.setTimeLocal(PACKED);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    private String header(String name) {
        String value = manifest.getMainAttributes().getValue(name);
        return value == null ? "" : value;
    }
}
