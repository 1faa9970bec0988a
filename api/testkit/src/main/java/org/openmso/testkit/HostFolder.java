package org.openmso.testkit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.openmso.api.Contract;
import org.openmso.api.registry.Registry;
import org.openmso.testkit.registry.GivenRegistry;

/**
 * A host's folder in a temporary directory: a class path of bundles with their index, and a data
 * directory. Closing deletes it.
 */
final class HostFolder implements Closeable {
    private static final String INDEX = "META-INF/openmso/bundles.index";

    private final Path root;
    private final StringBuilder index = new StringBuilder();
    private URLClassLoader classPath;
    private int bundles;

    /** A new one; the temporary directory is the system's, in the usual case. */
    HostFolder(Path temporary) {
        try {
            root = Files.createTempDirectory(temporary, "openmso-testkit");
            Files.createDirectories(root.resolve("classpath/META-INF/openmso/bundles"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where OpenMSO keeps its files. */
    Path data() {
        return root.resolve("data");
    }

    /** Puts a bundle among the host's own. */
    void add(byte[] jar) {
        String name = ++bundles + ".jar";
        index.append(digest(jar)).append(' ').append(name).append('\n');
        try {
            Files.write(root.resolve("classpath/META-INF/openmso/bundles").resolve(name), jar);
            Files.writeString(root.resolve("classpath").resolve(INDEX), index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class path of the bundles, and of nothing else. */
    ClassLoader classPath() {
        try {
            classPath =
                    new URLClassLoader(
                            new URL[] {root.resolve("classpath").toUri().toURL()},
                            ClassLoader.getPlatformClassLoader());
            return classPath;
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The bundle that reads what {@link GivenRegistry#written} wrote. */
    static byte[] registry() {
        String entry = GivenRegistry.class.getName().replace('.', '/') + ".class";
        var manifest = new Manifest();
        var headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "org.openmso.testkit.registry");
        headers.putValue("Bundle-Version", "1.0.0");
        headers.putValue(
                "Import-Package",
                String.join(
                        ",",
                        Contract.class.getPackageName(),
                        "org.openmso.api.host",
                        Registry.class.getPackageName()));
        headers.putValue(
                "Provide-Capability",
                "org.openmso.capability;contract=\""
                        + Registry.class.getName()
                        + "\";provider=\""
                        + GivenRegistry.class.getName()
                        + "\"");
        try (InputStream in = HostFolder.class.getClassLoader().getResourceAsStream(entry)) {
            return BundleJar.of(manifest, entry, in.readAllBytes()).bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bundles that the test's own class path holds with an index: the distribution's. */
    static List<byte[]> onClassPath() {
        var found = new ArrayList<byte[]>();
        try {
            for (URL place :
                    Collections.list(
                            Thread.currentThread().getContextClassLoader().getResources(INDEX))) {
                for (String line :
                        new String(read(place), StandardCharsets.UTF_8).lines().toList()) {
                    String file = line.substring(line.indexOf(' ') + 1);
                    String folder = place.toString();
                    folder = folder.substring(0, folder.lastIndexOf('/'));
                    found.add(read(URI.create(folder + "/bundles/" + file).toURL()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static byte[] read(URL place) throws IOException {
        var connection = place.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            var bytes = new ByteArrayOutputStream();
            in.transferTo(bytes);
            return bytes.toByteArray();
        }
    }

    private static String digest(byte[] jar) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (classPath != null) {
            classPath.close();
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(root)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
