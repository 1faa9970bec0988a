package org.openmso.verifier;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * What a jar inside the bundle is.
 *
 * @param name {@code group:artifact} where its build says so, otherwise the manifest's or file's
 * @param version empty if nothing says it
 */
record Library(String name, String version) {
    private static final Pattern FILE_NAME =
            Pattern.compile("(?:.*/)?([^/]*?)(?:-(\\d[^/]*))?\\.[a-z]+");

    /** Looks into the jar: what Maven wrote, the manifest, and last the file's name. */
    static Library of(String fileName, Archive archive) throws IOException, Rejected {
        Matcher file = FILE_NAME.matcher(fileName);
        String artifact = file.matches() ? file.group(1) : fileName;
        var inFileName =
                new Library(artifact, file.matches() && file.group(2) != null ? file.group(2) : "");
        Optional<Library> maven = ofMaven(artifact, archive);
        return maven.isPresent() ? maven.get() : ofManifest(archive, inFileName);
    }

    /** A jar into which others were shaded has several; the one named as the file counts. */
    private static Optional<Library> ofMaven(String artifact, Archive archive)
            throws IOException, Rejected {
        List<Library> all = new ArrayList<>();
        for (ZipEntry entry : archive.entries()) {
            String path = entry.getName();
            if (path.startsWith("META-INF/maven/") && path.endsWith("/pom.properties")) {
                var properties = new Properties();
                try {
                    properties.load(new ByteArrayInputStream(archive.read(entry)));
                } catch (IllegalArgumentException e) {
                    continue;
                }
                var library =
                        new Library(
                                properties.getProperty("groupId", "")
                                        + ":"
                                        + properties.getProperty("artifactId", ""),
                                properties.getProperty("version", ""));
                if (library.name.endsWith(":" + artifact)) {
                    return Optional.of(library);
                }
                all.add(library);
            }
        }
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    private static Library ofManifest(Archive archive, Library inFileName)
            throws IOException, Rejected {
        Optional<ZipEntry> entry = archive.entry(JarFile.MANIFEST_NAME);
        if (entry.isEmpty() || !inFileName.version.isEmpty()) {
            return inFileName;
        }
        try {
            Attributes headers =
                    new Manifest(new ByteArrayInputStream(archive.read(entry.get())))
                            .getMainAttributes();
            String version =
                    Optional.ofNullable(headers.getValue("Implementation-Version"))
                            .orElse(headers.getValue("Bundle-Version"));
            return new Library(inFileName.name, version == null ? "" : version);
        } catch (IOException | IllegalArgumentException e) {
            return inFileName;
        }
    }

    @Override
    public String toString() {
        return name + " " + (version.isEmpty() ? "of unknown version" : version);
    }
}
