package org.openmso.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes that the manifest shows. */
class ManifestTest {
    @TempDir private Path folder;

    private Verdict on(Author author) {
        return Verdict.on(author.jar(folder));
    }

    @Test
    void aSoundBundleHasNothingToMend() {
        Verdict verdict = on(Author.ofSoundBundle());
        assertEquals(List.of(), verdict.codes(), verdict.findings()::toString);
        assertEquals(
                List.of(Check.UNSIGNED.code()),
                verdict.findings().stream().map(Finding::code).toList());
    }

    @Test
    void aJarWithoutManifestIsNoBundle() {
        on(Author.ofSoundBundle().without("META-INF/MANIFEST.MF"))
                .is(Check.NO_MANIFEST, Severity.ERROR, "", "There is no META-INF/MANIFEST.MF");
    }

    @Test
    void aJarWithoutSymbolicNameIsNoBundle() {
        on(Author.ofSoundBundle().manifest("Bundle-SymbolicName", ""))
                .is(Check.NO_MANIFEST, Severity.ERROR, "", "Bundle-SymbolicName");
    }

    @Test
    void aManifestThatIsNoneIsTold() {
        on(Author.ofSoundBundle().entry("META-INF/MANIFEST.MF", Author.text("no colon here\n")))
                .is(Check.NO_MANIFEST, Severity.ERROR, "", "cannot be read");
    }

    @Test
    void aVersionThatIsNoneIsTold() {
        on(Author.ofSoundBundle().manifest("Bundle-Version", "1.0-beta"))
                .is(
                        Check.HEADER_UNUSABLE,
                        Severity.ERROR,
                        "Bundle-Version",
                        "\"1.0-beta\" is no version");
    }

    @Test
    void aBundleNeedsAVersion() {
        on(Author.ofSoundBundle().manifest("Bundle-Version", ""))
                .is(Check.HEADER_UNUSABLE, Severity.ERROR, "Bundle-Version", "no version");
    }

    @Test
    void aRangeThatIsNoneIsTold() {
        on(Author.ofSoundBundle()
                        .header("Import-Package", "*, javax.sql")
                        .header("-exportcontents", "")
                        .source(
                                "acme.coding.Sql",
                                "package acme.coding; class Sql { javax.sql.DataSource s; }")
                        .manifest("Import-Package", imports() + ",javax.sql;version=\"[1,\""))
                .is(Check.HEADER_UNUSABLE, Severity.ERROR, "Import-Package", "javax.sql");
    }

    /** What bnd writes for the sound bundle. */
    private static String imports() {
        return "org.openmso.api;version=\"[1.0,2)\",org.openmso.api.billing;version=\"[1.0,2)\","
                + "org.openmso.api.fhir;version=\"[1.0,1.1)\",org.openmso.api.host;version=\"[1.0,2)\","
                + "org.openmso.api.spi;version=\"[1.0,1.1)\",org.slf4j;version=\"[2.0,3)\"";
    }

    @Test
    void aBundleWithoutCapabilityIsOfNoUse() {
        on(Author.ofSoundBundle().manifest("Provide-Capability", ""))
                .is(Check.NO_CAPABILITY, Severity.ERROR, "Provide-Capability");
    }

    @Test
    void aContractThatTheHostLacksIsTold() {
        on(Author.ofSoundBundle()
                        .manifest(
                                "Provide-Capability",
                                "org.openmso.capability;contract=\"org.openmso.api.fhir.Dictation\";provider=\"acme.coding.Untyped\"")
                        .source(
                                "acme.coding.Untyped",
                                "package acme.coding; public class Untyped<S> extends Untold<S> {}")
                        .source(
                                "acme.coding.Untold",
                                """
                                package acme.coding;
                                import org.openmso.api.Health;
                                import org.openmso.api.spi.*;
                                class Untold<S> implements Capability<S> {
                                    public S open(PracticeContext practice) { throw new IllegalStateException(); }
                                    public Health probe() { return Health.up(); }
                                }
                                """))
                .is(
                        Check.CONTRACT_UNKNOWN,
                        Severity.ERROR,
                        "Provide-Capability",
                        "org.openmso.api.fhir.Dictation");
    }

    @Test
    void anInterfaceThatIsNoContractIsTold() {
        on(Author.ofSoundBundle()
                        .provider("FhirIntake.class", "IntakeListener.class")
                        .provider("<FhirIntake>", "<IntakeListener>")
                        .provider("FhirIntake open", "IntakeListener open")
                        .provider("new Intake()", "IntakeListener.NONE"))
                .is(
                        Check.CONTRACT_UNKNOWN,
                        Severity.ERROR,
                        "Provide-Capability",
                        "no interface with @Contract");
    }

    @Test
    void anImportThatExcludesTheHostsVersionIsTold() {
        on(Author.ofSoundBundle()
                        .header("Import-Package", "org.openmso.api.host;version=\"[2.0,3)\", *"))
                .is(
                        Check.CONTRACT_VERSION,
                        Severity.ERROR,
                        "Import-Package",
                        "org.openmso.api.host [2.0.0,3.0.0)",
                        "the host has 1.");
    }

    @Test
    void aPackageOfContractsThatTheHostLacksIsTold() {
        on(Author.ofSoundBundle().header("Import-Package", "*, org.openmso.api.payroll"))
                .is(
                        Check.CONTRACT_VERSION,
                        Severity.ERROR,
                        "Import-Package",
                        "org.openmso.api.payroll",
                        "the host does not have");
    }

    @Test
    void anImportWithoutEndIsTold() {
        on(Author.ofSoundBundle()
                        .header("Import-Package", "org.openmso.api.host;version=\"1.0\", *"))
                .is(
                        Check.CONTRACT_RANGE_OPEN,
                        Severity.WARNING,
                        "Import-Package",
                        "2.0.0, which may lack");
    }

    @Test
    void aProviderMustNotAcceptTheNextMinorVersionOfItsContract() {
        on(Author.ofSoundBundle()
                        .header("Import-Package", "org.openmso.api.fhir;version=\"[1.0,2)\", *"))
                .is(
                        Check.CONTRACT_RANGE_OPEN,
                        Severity.WARNING,
                        "Import-Package",
                        "methods that the bundle does not implement");
    }

    @Test
    void anImportOfALibraryIsTold() {
        on(Author.ofSoundBundle().header("Import-Package", "*, com.fasterxml.jackson.core"))
                .is(
                        Check.IMPORT_NOT_GIVEN,
                        Severity.ERROR,
                        "Import-Package",
                        "com.fasterxml.jackson.core");
    }

    @Test
    void anImportOfSlf4jOneIsTold() {
        on(Author.ofSoundBundle().header("Import-Package", "org.slf4j;version=\"[1.7,2)\", *"))
                .is(Check.IMPORT_NOT_GIVEN, Severity.ERROR, "Import-Package", "hosts have SLF4J 2");
    }

    @Test
    void aServiceOfACompendiumIsNotOfTheFramework() {
        on(Author.ofSoundBundle().header("Import-Package", "*, org.osgi.service.component"))
                .is(Check.IMPORT_NOT_GIVEN);
    }

    @Test
    void frameworkAndPublicPackagesOfJavaMayBeImported() {
        assertEquals(
                List.of(),
                on(Author.ofSoundBundle()
                                .header(
                                        "Import-Package",
                                        "*, org.osgi.framework, javax.sql, org.w3c.dom, com.sun.net.httpserver"))
                        .codes());
    }

    @Test
    void anOptionalImportIsTold() {
        on(Author.ofSoundBundle().header("Import-Package", "*, org.acme.odd;resolution:=optional"))
                .is(Check.OPTIONAL_IMPORT, Severity.WARNING, "Import-Package", "org.acme.odd");
    }

    @Test
    void aDynamicImportIsTold() {
        on(Author.ofSoundBundle().header("DynamicImport-Package", "*"))
                .is(Check.DYNAMIC_IMPORT, Severity.WARNING, "DynamicImport-Package");
    }

    @Test
    void aNeedForOtherBundlesIsTold() {
        on(Author.ofSoundBundle().manifest("Require-Bundle", "org.acme.base"))
                .is(Check.NEEDS_OTHER_BUNDLES, Severity.ERROR, "Require-Bundle", "org.acme.base");
        on(Author.ofSoundBundle()
                        .manifest(
                                "Require-Capability",
                                "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\",osgi.extender;filter:=\"(osgi.extender=osgi.component)\""))
                .is(
                        Check.NEEDS_OTHER_BUNDLES,
                        Severity.ERROR,
                        "Require-Capability",
                        "osgi.extender");
    }

    @Test
    void anExportedPackageIsTold() {
        on(Author.ofSoundBundle().header("Export-Package", "acme.coding"))
                .is(Check.EXPORTS, Severity.ERROR, "Export-Package", "acme.coding");
    }

    @Test
    void aBundleThatDoesNotSayItsJavaIsTold() {
        on(Author.ofSoundBundle().manifest("Require-Capability", ""))
                .is(Check.NO_JAVA_VERSION, Severity.WARNING, "Require-Capability");
    }

    @Test
    void aBundleForANewerJavaIsToldWhatItLoses() {
        on(Author.ofSoundBundle()
                        .manifest(
                                "Require-Capability",
                                "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=21))\""))
                .is(
                        Check.CLASS_TOO_NEW,
                        Severity.WARNING,
                        "Require-Capability",
                        "hosts on Java 17 refuse it");
    }

    @Test
    void aClassPathWithAGapIsTold() {
        on(Author.ofSoundBundle().manifest("Bundle-ClassPath", ".,gone-1.0.jar"))
                .is(Check.CLASS_PATH_GAP, Severity.WARNING, "Bundle-ClassPath", "gone-1.0.jar");
    }

    @Test
    void classesMayLieInAFolder() throws Exception {
        Path sound = Author.ofSoundBundle().jar(folder);
        var moved = new LinkedHashMap<String, byte[]>();
        for (Map.Entry<String, byte[]> each : Author.unzip(Files.readAllBytes(sound)).entrySet()) {
            boolean isClass = each.getKey().endsWith(".class");
            moved.put((isClass ? "classes/" : "") + each.getKey(), each.getValue());
        }
        String manifest =
                new String(moved.get("META-INF/MANIFEST.MF"), StandardCharsets.UTF_8)
                        .stripTrailing();
        moved.put(
                "META-INF/MANIFEST.MF",
                Author.text(manifest + "\r\nBundle-ClassPath: classes\r\n\r\n"));
        Path jar = Files.write(folder.resolve("moved.jar"), Author.zip(moved));
        assertEquals(List.of(), Verdict.on(jar).codes());
    }
}
