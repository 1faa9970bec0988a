package org.openmso.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openmso.testkit.sample.SampleBilling;

/** A bundle is read from a jar or a folder, and copied in later versions. */
class BundleJarTest {
    private static final String HEADERS =
            "Manifest-Version: 1.0\nBundle-SymbolicName: org.example.x;singleton:=true\n"
                    + "Provide-Capability: org.openmso.capability;"
                    + "contract=\"org.openmso.api.billing.Billing\";provider=\"x.Y\"\n";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "1.2.3, 1.2.5",
        "1.2, 1.2.2",
        "1, 1.0.2",
        "0.1.0.SNAPSHOT, 0.1.2",
    })
    void aCopyHasALaterVersion(String version, String later) throws IOException {
        BundleJar bundle = folder(HEADERS + "Bundle-Version: " + version + "\n");
        assertEquals(version, bundle.version());
        assertEquals(later, again(bundle.later(2)).version());
    }

    @Test
    void aBundleWithoutVersionCountsFromNought() throws IOException {
        assertEquals("0.0.1", folder(HEADERS).later(1).version());
    }

    @Test
    void nameAndCapabilitiesComeFromTheManifest() throws IOException {
        BundleJar bundle = folder(HEADERS);
        assertEquals("org.example.x", bundle.name());
        assertEquals(Set.of("billing"), bundle.capabilities());
    }

    @Test
    void aCopyOfASignedJarIsUnsigned() throws IOException {
        Path jar = folder.resolve("signed.jar");
        var manifest =
                new Manifest(
                        new ByteArrayInputStream(
                                (HEADERS + "\nName: x/Y.class\nSHA-256-Digest: AAAA\n")
                                        .getBytes()));
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String name : List.of("META-INF/A.SF", "META-INF/A.RSA", "x/Y.class")) {
                out.putNextEntry(new JarEntry(name));
                out.closeEntry();
            }
        }
        var names = new ArrayList<String>();
        try (var in =
                new JarInputStream(
                        new ByteArrayInputStream(BundleJar.of(jar).later(1).bytes()), false)) {
            assertEquals(0, in.getManifest().getEntries().size());
            for (JarEntry entry = in.getNextJarEntry();
                    entry != null;
                    entry = in.getNextJarEntry()) {
                names.add(entry.getName());
            }
        }
        assertEquals(List.of("x/Y.class"), names);
    }

    @Test
    void aJarIsInstalledAsItsAuthorPackedIt() throws IOException {
        Path jar = SampleJar.of(SampleBilling.class, folder);
        assertArrayEquals(Files.readAllBytes(jar), BundleJar.of(jar).bytes());
    }

    @Test
    void theSameContentIsTheSameJarWheneverItIsPacked() throws IOException {
        var times = new HashSet<LocalDateTime>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(folder(HEADERS).bytes()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                times.add(entry.getTimeLocal());
            }
        }
        assertEquals(Set.of(LocalDateTime.of(1980, 1, 1, 0, 0)), times);
    }

    @Test
    void aFolderWithoutSymbolicNameIsNoBundle() {
        assertFalse(
                assertThrows(
                                IllegalArgumentException.class,
                                () -> folder("Manifest-Version: 1.0\n"))
                        .getMessage()
                        .isEmpty());
    }

    private BundleJar folder(String manifest) throws IOException {
        Path file = folder.resolve("classes").resolve(JarFile.MANIFEST_NAME);
        Files.createDirectories(file.getParent());
        Files.writeString(file, manifest);
        return BundleJar.of(folder.resolve("classes"));
    }

    private static BundleJar again(BundleJar bundle) throws IOException {
        return BundleJar.of("again.jar", bundle.bytes());
    }
}
