package org.openmso.sample.ehr;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * What a build leaves of a bundle: its jar, or the folder of its classes with the manifest, which
 * is packed here. A build may be writing at any time: look, and read what two looks show alike.
 */
final class BuildOutput {
    private static final Pattern PROVIDER = Pattern.compile("provider(?::String)?=\"?([\\w.$]+)");

    /** The time of every entry that is packed here: the same content is the same jar. */
    private static final LocalDateTime PACKED = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Path place;

    BuildOutput(Path place) {
        this.place = place;
    }

    /**
     * What a reading found.
     *
     * @param jar the bundle; empty when it is not whole
     * @param lack what is missing when it is not whole; otherwise empty
     */
    record Reading(Optional<byte[]> jar, String lack) {
        private static Reading of(byte[] jar) {
            return new Reading(Optional.of(jar), "");
        }

        private static Reading lacking(String lack) {
            return new Reading(Optional.empty(), lack);
        }
    }

    /** Where it is. */
    Path place() {
        return place;
    }

    /** Names, sizes and times of all files: another text when something changed. */
    String look() {
        var seen = new StringBuilder();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted().toList()) {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                if (attributes.isRegularFile()) {
                    seen.append(file)
                            .append(' ')
                            .append(attributes.size())
                            .append(' ')
                            .append(attributes.lastModifiedTime())
                            .append('\n');
                }
            }
            return seen.toString();
        } catch (IOException | UncheckedIOException e) {
            // It is not there, or goes while it is looked at.
            return "";
        }
    }

    /** Reads it; what lies there may be half of a build. */
    Reading read() {
        try {
            if (Files.isDirectory(place)) {
                return packed();
            }
            if (!Files.isRegularFile(place)) {
                return Reading.lacking("There is nothing at " + place + ".");
            }
            // Whoever opens it as an archive finds the directory at its end.
            new ZipFile(place.toFile()).close();
            return Reading.of(Files.readAllBytes(place));
        } catch (IOException | UncheckedIOException e) {
            return Reading.lacking("It cannot be read: " + reason(e) + ".");
        }
    }

    private Reading packed() throws IOException {
        Map<String, byte[]> files = files();
        byte[] written = files.remove(JarFile.MANIFEST_NAME);
        if (written == null) {
            return Reading.lacking("There is no " + JarFile.MANIFEST_NAME + " in " + place + ".");
        }
        Attributes headers = new Manifest(new ByteArrayInputStream(written)).getMainAttributes();
        if (headers.getValue("Bundle-SymbolicName") == null) {
            return Reading.lacking("The manifest in " + place + " is not that of a bundle.");
        }
        // A compiler takes the old classes away before it writes the new ones.
        String provided = headers.getValue("Provide-Capability");
        Matcher providers = PROVIDER.matcher(provided == null ? "" : provided);
        while (providers.find()) {
            String entry = providers.group(1).replace('.', '/') + ".class";
            if (!files.containsKey(entry)) {
                return Reading.lacking("There is no " + entry + " in " + place + ".");
            }
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new JarOutputStream(bytes)) {
            pack(JarFile.MANIFEST_NAME, written, out);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                pack(file.getKey(), file.getValue(), out);
            }
        }
        return Reading.of(bytes.toByteArray());
    }

    private Map<String, byte[]> files() throws IOException {
        var content = new TreeMap<String, byte[]>();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(
                        place.relativize(file).toString().replace('\\', '/'),
                        Files.readAllBytes(file));
            }
        }
        return content;
    }

    private static void pack(String name, byte[] content, JarOutputStream out) throws IOException {
        var entry = new JarEntry(name);
        entry.setTimeLocal(PACKED);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    private static String reason(Exception e) {
        return e instanceof UncheckedIOException unchecked
                ? SystemReason.of(unchecked.getCause())
                : SystemReason.of((IOException) e);
    }
}
