package org.openmso.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bundles embed. */
class LibrariesTest {
    @TempDir private Path folder;

    private Verdict on(Author author) {
        return Verdict.on(author.jar(folder));
    }

    private byte[] thing() {
        return Author.compiled(folder, "lib.Thing", "package lib; public class Thing {}");
    }

    private static byte[] pom(String artifact, String version) {
        return Author.text(
                "groupId=org.acme\nartifactId=" + artifact + "\nversion=" + version + "\n");
    }

    private static String pomPath(String artifact) {
        return "META-INF/maven/org.acme/" + artifact + "/pom.properties";
    }

    @Test
    void classesOfTheContractsInsideTheBundleAreTold() {
        on(Author.ofSoundBundle().entry("org/openmso/api/Money.class", thing()))
                .is(
                        Check.CARRIES_API,
                        Severity.ERROR,
                        "org/openmso/api/Money.class",
                        "org.openmso.api");
    }

    @Test
    void slf4jInsideAJarInsideTheBundleIsTold() {
        on(Author.ofSoundBundle()
                        .library("slf4j-api-2.0.20.jar", Map.of("org/slf4j/Logger.class", thing())))
                .is(
                        Check.CARRIES_API,
                        Severity.ERROR,
                        "slf4j-api-2.0.20.jar!org/slf4j/Logger.class",
                        "org.slf4j");
    }

    @Test
    void librariesAreListedWithTheirVersions() {
        Verdict verdict =
                on(
                        Author.ofSoundBundle()
                                .library(
                                        "tables-1.4.jar",
                                        Map.of(
                                                "lib/Thing.class",
                                                thing(),
                                                pomPath("tables"),
                                                pom("tables", "1.4"),
                                                pomPath("shaded"),
                                                pom("shaded", "7")))
                                .library(
                                        "plain.jar",
                                        Map.of(
                                                "META-INF/MANIFEST.MF",
                                                Author.text(
                                                        "Manifest-Version: 1.0\nImplementation-Version: 3.1\n\n"),
                                                "a.txt",
                                                new byte[1]))
                                .library("nameless.jar", Map.of("b.txt", new byte[1]))
                                .entry("aside-2.jar", Author.zip(Map.of("c.txt", new byte[1]))));
        assertEquals(List.of(), verdict.codes());
        assertEquals(
                List.of(
                        "tables-1.4.jar: It is org.acme:tables 1.4.",
                        "plain.jar: It is plain 3.1.",
                        "nameless.jar: It is nameless of unknown version.",
                        "aside-2.jar: It is aside 2. It is not on Bundle-ClassPath: none of its"
                                + " classes is found."),
                verdict.findings().stream()
                        .filter(each -> each.code().equals(Check.LIBRARY.code()))
                        .map(each -> each.place() + ": " + each.message())
                        .toList());
    }

    @Test
    void twoVersionsOfALibraryAreTold() {
        on(Author.ofSoundBundle()
                        .library("tables-1.4.jar", Map.of(pomPath("tables"), pom("tables", "1.4")))
                        .library("tables-2.0.jar", Map.of(pomPath("tables"), pom("tables", "2.0"))))
                .is(
                        Check.TWO_VERSIONS,
                        Severity.WARNING,
                        "tables-2.0.jar",
                        "org.acme:tables 1.4 and 2.0");
    }

    @Test
    void classesThatTwoLibrariesHaveAreTold() {
        on(Author.ofSoundBundle()
                        .library("one-1.jar", Map.of("lib/Thing.class", thing()))
                        .library("other-1.jar", Map.of("lib/Thing.class", thing())))
                .is(
                        Check.DUPLICATE_CLASSES,
                        Severity.WARNING,
                        "other-1.jar",
                        "Classes that one-1.jar has too: 1",
                        "lib.Thing");
    }

    @Test
    void whatALibraryLacksIsToldOnceForTheLibrary() {
        byte[] needy =
                Author.compiled(
                        folder,
                        "lib.Needy",
                        "package lib; class Needy { javax.sql.DataSource s; org.w3c.dom.Node n; }");
        on(Author.ofSoundBundle().library("needy-1.jar", Map.of("lib/Needy.class", needy)))
                .is(
                        Check.PACKAGE_NOT_IMPORTED,
                        Severity.WARNING,
                        "needy-1.jar",
                        "javax.sql, org.w3c.dom");
    }

    @Test
    void aLibraryPackedWithoutItsJarIsALibraryAllTheSame() {
        byte[] rude =
                Author.compiled(
                        folder,
                        "net.lib.Rude",
                        "package net.lib; class Rude { void end() { System.exit(1); } }");
        on(Author.ofSoundBundle().entry("net/lib/Rude.class", rude))
                .is(Check.ENDS_THE_JVM, Severity.WARNING, "net.lib", "System.exit in net.lib.Rude");
    }

    @Test
    void nativeCodeOfALibraryIsWorthKnowing() {
        Verdict verdict =
                on(
                        Author.ofSoundBundle()
                                .library("fast-1.jar", Map.of("linux/libfast.so", new byte[4])));
        assertEquals(List.of(), verdict.codes());
        assertTrue(verdict.the(Check.NATIVE).message().contains("linux/libfast.so"));
    }
}
