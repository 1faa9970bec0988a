package org.openmso.verifier;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openmso.api.Contract;

/** The contracts that a host has: package versions, and class files by name. */
final class Contracts {
    /** Where a jar of contracts lists its packages: a name, a blank, a version in each line. */
    static final String LIST = "META-INF/openmso/api.packages";

    private static final String PREFIX = "org/openmso/api/";

    private final Map<String, OsgiVersion> versions;
    private final Source classFiles;

    /** Gives a class file, or none, by the path of its entry. */
    private interface Source {
        Optional<byte[]> read(String path) throws IOException, Rejected;
    }

    private Contracts(Map<String, OsgiVersion> versions, Source classFiles) {
        this.versions = versions;
        this.classFiles = classFiles;
    }

    /** Those that this verifier came with. */
    static Contracts own() throws IOException {
        ClassLoader loader = Contract.class.getClassLoader();
        Source source = path -> read(loader, path);
        byte[] list =
                read(loader, LIST)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the contracts on the class path have no " + LIST));
        return new Contracts(versions(list), source);
    }

    private static Optional<byte[]> read(ClassLoader loader, String path) throws IOException {
        try (InputStream in = loader.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    /** Those of a jar, none if it has no list of them. The archive must stay open. */
    static Optional<Contracts> of(Archive archive) throws IOException, Rejected {
        Source source =
                path -> {
                    var entry = archive.entry(path);
                    return entry.isEmpty()
                            ? Optional.empty()
                            : Optional.of(archive.read(entry.get()));
                };
        return of(source);
    }

    /** Those of a folder of classes, none if it has no list of them. */
    static Optional<Contracts> of(Path folder) throws IOException, Rejected {
        return of(
                path -> {
                    Path file = folder.resolve(path);
                    return Files.isRegularFile(file)
                            ? Optional.of(Files.readAllBytes(file))
                            : Optional.empty();
                });
    }

    private static Optional<Contracts> of(Source source) throws IOException, Rejected {
        Optional<byte[]> list = source.read(LIST);
        return list.isEmpty()
                ? Optional.empty()
                : Optional.of(new Contracts(versions(list.get()), source));
    }

    private static Map<String, OsgiVersion> versions(byte[] list) throws IOException {
        var versions = new TreeMap<String, OsgiVersion>();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                new ByteArrayInputStream(list), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int blank = line.indexOf(' ');
                if (blank < 0) {
                    throw new IOException("no version in the line \"" + line + "\" of " + LIST);
                }
                try {
                    versions.put(
                            line.substring(0, blank), OsgiVersion.of(line.substring(blank + 1)));
                } catch (IllegalArgumentException e) {
                    throw new IOException(e.getMessage() + " in " + LIST, e);
                }
            }
        }
        return versions;
    }

    /** Whether a class is, or would be, one of the contracts. */
    static boolean isContracts(String internalName) {
        return internalName.startsWith(PREFIX);
    }

    /** Whether a package belongs to the contracts. */
    static boolean isContractsPackage(String name) {
        return name.equals("org.openmso.api") || name.startsWith("org.openmso.api.");
    }

    /** The version in which the host has a package. */
    Optional<OsgiVersion> version(String packageName) {
        return Optional.ofNullable(versions.get(packageName));
    }

    /** A class of the contracts. */
    Optional<byte[]> classFile(String internalName) throws IOException, Rejected {
        return classFiles.read(internalName + ".class");
    }
}
