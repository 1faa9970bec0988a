package org.openmso.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.openmso.api.Contract;
import org.openmso.api.MsoException;

/** Bundles beside the contracts of other hosts, and beside their own earlier versions. */
class AgainstTest {
    @TempDir private Path folder;

    /** The contracts' files, by the paths that they have in the jar. */
    private static Map<String, byte[]> contracts() throws IOException {
        File home = Author.home(Contract.class);
        if (home.isFile()) {
            return Author.unzip(Files.readAllBytes(home.toPath()));
        }
        var content = new LinkedHashMap<String, byte[]>();
        try (Stream<Path> files = Files.walk(home.toPath())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = home.toPath().relativize(file).toString().replace('\\', '/');
                content.put(name, Files.readAllBytes(file));
            }
        }
        return content;
    }

    private Path host(Map<String, byte[]> contracts) throws IOException {
        Path libraries = Files.createTempDirectory(folder, "lib");
        Files.write(libraries.resolve("mso-api.jar"), Author.zip(contracts));
        Files.writeString(libraries.resolve("broken.jar"), "no zip at all");
        return libraries;
    }

    private static byte[] withoutMethod(byte[] classFile, String method) {
        var writer = new ClassWriter(0);
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access,
                                    String name,
                                    String descriptor,
                                    String generic,
                                    String[] thrown) {
                                return name.equals(method)
                                        ? null
                                        : super.visitMethod(
                                                access, name, descriptor, generic, thrown);
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    private static byte[] withMethod(byte[] classFile, String method) {
        var writer = new ClassWriter(0);
        var reader = new ClassReader(classFile);
        reader.accept(writer, 0);
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, method, "()V", null, null);
        return writer.toByteArray();
    }

    @Test
    void theContractsItWasBuiltAgainstSuitIt() throws Exception {
        Path jar = Author.ofSoundBundle().jar(folder);
        assertEquals(List.of(), Verdict.on(jar, host(contracts())).codes());
        assertEquals(List.of(), Verdict.on(jar, Author.home(Contract.class).toPath()).codes());
    }

    @Test
    void aMethodThatTheHostsContractsDoNotHaveIsTold() throws Exception {
        Map<String, byte[]> older = contracts();
        older.computeIfPresent(
                "org/openmso/api/Health.class", (name, bytes) -> withoutMethod(bytes, "up"));
        Verdict.on(Author.ofSoundBundle().jar(folder), host(older))
                .is(
                        Check.CONTRACT_MEMBER_MISSING,
                        Severity.ERROR,
                        "acme.coding.Provider#probe",
                        "org.openmso.api.Health#up()");
    }

    @Test
    void aTypeThatTheHostsContractsDoNotHaveIsTold() throws Exception {
        Map<String, byte[]> older = contracts();
        older.remove("org/openmso/api/Tier.class");
        Verdict.on(
                        Author.ofSoundBundle()
                                .source(
                                        "acme.coding.Report",
                                        "package acme.coding; class Report { org.openmso.api.Tier tier; }")
                                .jar(folder),
                        host(older))
                .is(
                        Check.CONTRACT_MEMBER_MISSING,
                        Severity.ERROR,
                        "acme.coding.Report",
                        "org.openmso.api.Tier");
    }

    @Test
    void aFieldThatTheHostsContractsDoNotHaveIsTold() throws Exception {
        Map<String, byte[]> older = contracts();
        byte[] bare =
                Author.compiled(
                        folder,
                        "org.openmso.api.fhir.IntakeListener",
                        "package org.openmso.api.fhir; public interface IntakeListener {}");
        older.put("org/openmso/api/fhir/IntakeListener.class", bare);
        Verdict.on(
                        Author.ofSoundBundle()
                                .code(
                                        "Object none()",
                                        "return org.openmso.api.fhir.IntakeListener.NONE;")
                                .jar(folder),
                        host(older))
                .is(
                        Check.CONTRACT_MEMBER_MISSING,
                        Severity.ERROR,
                        "acme.coding.Habit#none",
                        "org.openmso.api.fhir.IntakeListener.NONE");
    }

    @Test
    void aMethodThatTheHostsContractAsksForIsTold() throws Exception {
        Map<String, byte[]> newer = contracts();
        newer.computeIfPresent(
                "org/openmso/api/fhir/FhirIntake.class",
                (name, bytes) -> withMethod(bytes, "forecast"));
        Verdict.on(Author.ofSoundBundle().jar(folder), host(newer))
                .is(
                        Check.CONTRACT_NOT_IMPLEMENTED,
                        Severity.ERROR,
                        "acme.coding.Intake",
                        "org.openmso.api.fhir.FhirIntake",
                        "forecast()");
    }

    @Test
    void aHostWithANewerContractThanTheProvidersRangeIsTold() throws Exception {
        Map<String, byte[]> newer = contracts();
        newer.computeIfPresent(
                Contracts.LIST,
                (name, bytes) ->
                        Author.text(
                                new String(bytes, StandardCharsets.UTF_8)
                                        .replaceAll("(api\\.fhir) .*", "$1 1.99.0")));
        Verdict.on(Author.ofSoundBundle().jar(folder), host(newer))
                .is(
                        Check.CONTRACT_VERSION,
                        Severity.ERROR,
                        "Import-Package",
                        "the host has 1.99.0");
    }

    @Test
    void anotherJarOfTheSameVersionIsTold() throws Exception {
        Path earlier = Author.ofSoundBundle().jar(folder);
        Author next = Author.ofSoundBundle().code("void news()", "");
        Verdict.on(next.jar(folder), earlier)
                .is(
                        Check.VERSION_NOT_RAISED,
                        Severity.ERROR,
                        "Bundle-Version",
                        "1.2.0, as that of another jar");
        next.header("Bundle-Version", "1.1.9");
        Verdict.on(next.jar(folder), earlier)
                .is(
                        Check.VERSION_NOT_RAISED,
                        Severity.ERROR,
                        "Bundle-Version",
                        "1.1.9, before 1.2.0");
        next.header("Bundle-Version", "1.2.1");
        assertEquals(List.of(), Verdict.on(next.jar(folder), earlier).codes());
    }

    @Test
    void snapshotsAreBuiltOverAndOver() throws Exception {
        Path earlier =
                Author.ofSoundBundle().header("Bundle-Version", "1.3.0.SNAPSHOT").jar(folder);
        Author next =
                Author.ofSoundBundle()
                        .header("Bundle-Version", "1.3.0.SNAPSHOT")
                        .code("void news()", "");
        Verdict.on(next.jar(folder), earlier)
                .is(Check.VERSION_NOT_RAISED, Severity.WARNING, "Bundle-Version");
    }

    @Test
    void theSameJarIsNoOtherOne() {
        Path jar = Author.ofSoundBundle().jar(folder);
        assertEquals(List.of(), Verdict.on(jar, jar).codes());
    }

    @Test
    void earlierVersionsAreFoundInsideAHostsDistribution() throws Exception {
        byte[] earlier = Files.readAllBytes(Author.ofSoundBundle().jar(folder));
        Path distribution =
                Files.write(
                        folder.resolve("distribution.jar"),
                        Author.zip(Map.of("META-INF/openmso/bundles/coding.jar", earlier)));
        Verdict.on(Author.ofSoundBundle().code("void news()", "").jar(folder), distribution)
                .is(
                        Check.VERSION_NOT_RAISED,
                        Severity.ERROR,
                        "Bundle-Version",
                        "distribution.jar!META-INF/openmso/bundles/coding.jar");
    }

    @Test
    void nothingToCompareWithIsTold() throws Exception {
        Verdict.on(
                        Author.ofSoundBundle().jar(folder),
                        Files.createDirectory(folder.resolve("empty")))
                .is(Check.NOTHING_TO_COMPARE, Severity.WARNING, "", "com.acme.coding");
    }

    @Test
    void aFileThatCannotBeOpenedHasACode() throws Exception {
        var verifier = new BundleVerifier();
        Path jar = Author.ofSoundBundle().jar(folder);
        Path text = Files.writeString(folder.resolve("notes.txt"), "no zip at all");
        for (var failed :
                List.of(
                        assertThrows(
                                MsoException.class,
                                () -> verifier.verify(folder.resolve("missing.jar"))),
                        assertThrows(MsoException.class, () -> verifier.verify(folder)),
                        assertThrows(
                                MsoException.class,
                                () -> verifier.verify(jar, folder.resolve("missing"))),
                        assertThrows(MsoException.class, () -> verifier.verify(jar, text)))) {
            assertEquals(Check.CANNOT_OPEN.code(), failed.code());
        }
    }
}
