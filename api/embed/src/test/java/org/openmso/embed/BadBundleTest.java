package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.DESK;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestHost.codes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openmso.api.CapabilityUnavailable;
import org.openmso.api.Health;
import org.openmso.api.LaunchFailed;
import org.openmso.api.Problem;
import org.openmso.api.billing.Billing;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.internal.signing.Jars;

/** One bundle of the class path is bad; the host starts, health names it, the others work. */
@Tag("framework")
class BadBundleTest {
    private static final String[] REGISTRY = {
        "tier complete fhir billing", "practice oak-street complete"
    };
    private static final String ODD = "org.openmso.embed.bundles.odd.OddBilling$";

    @TempDir Path root;

    static Stream<Arguments> badBundles() {
        String java = "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=%s))\"";
        return Stream.of(
                bad(
                        "needs a package that nobody gives",
                        TestBundle.BILLING.with(
                                "Import-Package", "com.example.pay;version=\"[1.2,2)\",*"),
                        "MSO-1009",
                        "com.example.pay [1.2.0,2.0.0)"),
                bad(
                        "needs contracts newer than the host's",
                        TestBundle.BILLING.with(
                                "Import-Package", "org.openmso.api;version=\"[7,8)\",*"),
                        "MSO-1009",
                        "org.openmso.api [7.0.0,8.0.0); the host has 1."),
                bad(
                        "needs a Java package in a version that Java does not tell",
                        TestBundle.BILLING.with(
                                "Import-Package", "javax.xml.parsers;version=\"[9,10)\",*"),
                        "MSO-1009",
                        "javax.xml.parsers [9.0.0,10.0.0); the host has"),
                bad(
                        "exports a package",
                        TestBundle.BILLING.with(
                                "Export-Package", "org.openmso.embed.bundles.trace"),
                        "MSO-1010",
                        "org.openmso.embed.bundles.trace"),
                bad(
                        "carries the contracts",
                        TestBundle.BILLING.with(
                                "Private-Package",
                                "org.openmso.embed.bundles.billing,"
                                        + "org.openmso.embed.bundles.trace,org.openmso.api.*"),
                        "MSO-1011",
                        "scope provided"),
                bad(
                        "carries SLF4J",
                        TestBundle.BILLING.with(
                                "Private-Package",
                                "org.openmso.embed.bundles.billing,"
                                        + "org.openmso.embed.bundles.trace,org.slf4j.*"),
                        "MSO-1011",
                        "scope provided"),
                bad(
                        "has a constructor that throws",
                        TestBundle.odd("ConstructorThrows"),
                        "MSO-1012",
                        ODD + "ConstructorThrows"),
                bad(
                        "has statics that throw",
                        TestBundle.odd("StaticsThrow"),
                        "MSO-1012",
                        ODD + "StaticsThrow"),
                bad(
                        "names an abstract class",
                        TestBundle.providing(
                                Billing.class.getName(),
                                "org.openmso.embed.bundles.odd.OddBilling"),
                        "MSO-1012",
                        "OddBilling"),
                bad(
                        "names a class that is not public",
                        TestBundle.odd("NotPublic"),
                        "MSO-1012",
                        ODD + "NotPublic"),
                bad(
                        "names a class that is not there",
                        TestBundle.odd("NotThere"),
                        "MSO-1012",
                        ODD + "NotThere"),
                bad(
                        "names a class that is no capability",
                        TestBundle.odd("NoCapability"),
                        "MSO-1012",
                        "is no org.openmso.api.spi.Capability"),
                bad(
                        "provides a contract that is not there",
                        TestBundle.providing("com.example.Payroll", ODD + "Down"),
                        "MSO-1013",
                        "com.example.Payroll"),
                bad(
                        "provides an interface that is no contract",
                        TestBundle.providing("org.openmso.api.host.NamedInput", ODD + "Down"),
                        "MSO-1013",
                        "no interface with @Contract"),
                bad(
                        "provides nothing",
                        new TestBundle(
                                "none.jar",
                                Map.of(
                                        "Bundle-SymbolicName",
                                        "none",
                                        "Private-Package",
                                        "org.openmso.embed.bundles.trace")),
                        "MSO-1014",
                        "@ProvidesCapability"),
                bad("is down", TestBundle.odd("Down"), "MSO-1016", "MSO-9901: The table is empty."),
                bad(
                        "fails when it is probed",
                        TestBundle.odd("ProbeThrows"),
                        "MSO-1016",
                        "It threw."),
                bad(
                        "says nothing when it is probed",
                        TestBundle.odd("ProbeSaysNothing"),
                        "MSO-1016",
                        "It threw."),
                bad(
                        "needs another bundle",
                        TestBundle.BILLING.with("Require-Bundle", "com.example.base"),
                        "MSO-1017",
                        "did not start"),
                bad(
                        "has an activator that throws",
                        TestBundle.odd("Down")
                                .with(
                                        "Bundle-Activator",
                                        "org.openmso.embed.bundles.odd.ThrowingActivator"),
                        "MSO-1017",
                        "did not start"),
                bad(
                        "needs a Java of the far future",
                        TestBundle.BILLING
                                .with("-noee", "true")
                                .with("Require-Capability", java.formatted("99")),
                        "MSO-1019",
                        "It needs Java 99, the host runs " + Runtime.version().feature()),
                bad(
                        "has a version that is none",
                        TestBundle.BILLING
                                .with("-noee", "true")
                                .with("Require-Capability", java.formatted("next")),
                        "MSO-1014",
                        "manifest cannot be read"));
    }

    private static Arguments bad(String what, TestBundle bundle, String code, String word) {
        return Arguments.of(what, bundle.named("bad.jar"), code, word);
    }

    @ParameterizedTest(name = "a bundle that {0}")
    @MethodSource("badBundles")
    void isNamedInHealthAndTheOthersWork(String what, TestBundle bad, String code, String word)
            throws Exception {
        try (var host =
                new TestHost(root)
                        .with(bad, TestBundle.REGISTRY, TestBundle.FHIR)
                        .registry(REGISTRY)) {
            theOthersWork(host.start(), "bad.jar", code, word);
        }
    }

    private static void theOthersWork(Mso mso, String place, String code, String word) {
        Health health = mso.health();
        assertEquals(Health.Status.DEGRADED, health.status());
        Problem problem = health.problems().get(0);
        assertEquals(code, problem.code(), problem::toString);
        assertEquals(place, problem.path());
        assertTrue(problem.toString().contains(word), problem::toString);
        assertTrue(
                codes(health).stream().skip(1).allMatch("MSO-1021"::equals),
                () -> "nothing else but that nobody bills: " + health);
        assertEquals(
                1,
                mso.practice("oak-street", DESK)
                        .get(FhirIntake.class)
                        .read(List.of(), null, IntakeListener.NONE)
                        .resources());
        var refused =
                assertThrows(CapabilityUnavailable.class, () -> call(billing(mso, "oak-street")));
        assertEquals("MSO-1203", refused.code());
    }

    @Test
    void aDamagedJarIsNamed() throws Exception {
        try (var host = TestHost.usual(root, REGISTRY)) {
            byte[] jar = Files.readAllBytes(host.bundle("billing.jar"));
            jar[jar.length / 2] ^= 1;
            Files.write(host.bundle("billing.jar"), jar);
            theOthersWork(host.start(), "billing.jar", "MSO-1006", "Promised is SHA-256");
        }
    }

    @Test
    void aJarThatIsNotThereIsNamed() throws Exception {
        try (var host = TestHost.usual(root, REGISTRY)) {
            Files.delete(host.bundle("billing.jar"));
            theOthersWork(host.start(), "billing.jar", "MSO-1006", "cannot be read");
        }
    }

    @Test
    void aJarThatIsDamagedBetweenStartAndReloadIsNamed() throws Exception {
        try (var host =
                TestHost.usual(
                        root,
                        "tier essential fhir",
                        "tier complete fhir billing",
                        "practice oak-street essential")) {
            Mso mso = host.start();
            Files.delete(host.bundle("billing.jar"));
            host.registry(REGISTRY);
            mso.reload();
            theOthersWork(mso, "billing.jar", "MSO-1006", "cannot be read");
        }
    }

    @Test
    void whatIsNoBundleIsNamed() throws Exception {
        var plain = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(plain)) {
            jar.putNextEntry(new JarEntry("readme.txt"));
        }
        byte[] text = "not even a jar".getBytes(StandardCharsets.UTF_8);
        for (byte[] file : List.of(plain.toByteArray(), text, new byte[0])) {
            Path folder = root.resolve("of-" + file.length);
            try (var host =
                    new TestHost(folder)
                            .add("bad.jar", file)
                            .with(TestBundle.REGISTRY, TestBundle.FHIR)
                            .registry(REGISTRY)) {
                theOthersWork(host.start(), "bad.jar", "MSO-1014", "no symbolic name");
            }
        }
    }

    @Test
    void aManifestThatIsNotTheFirstEntryIsFound() throws Exception {
        byte[] jar = TestBundle.BILLING.jar();
        var other = new ByteArrayOutputStream();
        try (var in = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(jar));
                var out = new java.util.zip.ZipOutputStream(other)) {
            byte[] manifest = null;
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readAllBytes();
                if (entry.getName().equals("META-INF/MANIFEST.MF")) {
                    manifest = content;
                } else if (!entry.isDirectory()) {
                    put(out, entry.getName(), content);
                }
            }
            put(out, "META-INF/MANIFEST.MF", manifest);
        }
        try (var host =
                new TestHost(root)
                        .add("billing.jar", other.toByteArray())
                        .with(TestBundle.REGISTRY, TestBundle.FHIR)
                        .registry(REGISTRY)) {
            assertEquals("done", call(billing(host.start(), "oak-street")));
        }
    }

    private static void put(java.util.zip.ZipOutputStream out, String name, byte[] content)
            throws IOException {
        out.putNextEntry(new java.util.zip.ZipEntry(name));
        out.write(content);
    }

    @Test
    void ofTwoThatProvideTheSameTheFirstServesAndTheOtherIsNamed() throws Exception {
        try (var host =
                TestHost.usual(root, REGISTRY)
                        .with(TestBundle.BILLING.named("other.jar").with("Bundle-Version", "2"))) {
            Mso mso = host.start();
            assertEquals(List.of("MSO-1015"), codes(mso.health()));
            Problem problem = mso.health().problems().get(0);
            assertEquals("other.jar", problem.path());
            assertTrue(problem.message().contains("billing, which billing.jar"), problem::message);
            assertEquals("done", call(billing(mso, "oak-street")));
        }
    }

    @Test
    void aBundleThatIsRefusedForOneCapabilityProvidesNoneOfItsOthers() throws Exception {
        try (var host =
                new TestHost(root)
                        .with(TestBundle.REGISTRY, TestBundle.FHIR, TestBundle.billingAndIntake())
                        .registry(REGISTRY)) {
            Mso mso = host.start();
            assertEquals(List.of("MSO-1015", "MSO-1021"), codes(mso.health()));
        }
    }

    @Test
    void theSameJarTwiceOnTheClassPathIsOneBundle() throws Exception {
        try (var host = TestHost.usual(root, REGISTRY).with(TestBundle.BILLING)) {
            assertEquals(Health.up(), host.start().health());
        }
    }

    @Test
    void aBundleThatWorksButIsNamedAndServes() throws Exception {
        try (var host =
                new TestHost(root)
                        .with(TestBundle.REGISTRY, TestBundle.FHIR, TestBundle.odd("Degraded"))
                        .registry(REGISTRY)) {
            Mso mso = host.start();
            assertEquals(List.of("MSO-9902"), codes(mso.health()));
            assertTrue(mso.practice("oak-street", DESK).find(Billing.class).isPresent());
        }
    }

    @Test
    void aBundleThatThrowsWhenPromotedAndRetiredIsNamedAndDoesNotStopTheClosing() throws Exception {
        try (var host =
                new TestHost(root)
                        .with(
                                TestBundle.REGISTRY,
                                TestBundle.FHIR,
                                TestBundle.odd("PromotionThrows"))
                        .registry(REGISTRY)) {
            Mso mso = host.start();
            assertEquals(List.of("MSO-1023"), codes(mso.health()));
            mso.close();
            assertEquals(Health.Status.DEGRADED, host.start().health().status());
        }
    }

    @Test
    void aCandidateThatWasCompiledForALaterJavaIsRefusedThoughItsManifestDoesNotSaySo()
            throws Exception {
        TestBundle silent = TestBundle.BILLING.version("2").with("-noee", "true");
        String provider = "org/openmso/embed/bundles/billing/ScriptedBilling.class";
        byte[] later =
                Jars.changed(
                        silent.jar(),
                        entries -> {
                            entries.get(provider)[7] = (byte) (44 + 99);
                            return entries;
                        });
        NamedInput candidate = NamedInput.of("later.jar", Jars.signed(later, TestBundle.AUTHOR));
        try (var host = TestHost.usual(root, REGISTRY)) {
            Mso mso = host.start();
            Problem planned = mso.bundles().plan(candidate).problems().get(0);
            assertEquals("MSO-1019", planned.code(), planned::toString);
            assertEquals("later.jar", planned.path());
            assertTrue(
                    planned.message()
                            .endsWith(
                                    "Java 99, the host runs " + Runtime.version().feature() + "."),
                    planned::toString);
            assertEquals(List.of(planned), mso.bundles().apply(candidate).problems());
            assertEquals(SwapOutcome.Result.DONE, mso.bundles().apply(silent.input()).result());
        }
    }

    @Test
    void thatItsPromotionFailedIsToldAsLongAsItServes() throws Exception {
        try (var host = TestHost.usual(root, REGISTRY)) {
            Mso mso = host.start();
            mso.bundles().apply(TestBundle.oddSuccessor("PromotionThrows").input());
            assertEquals(List.of("MSO-1023"), codes(mso.health()));
            mso.reload();
            mso.bundles().apply(TestBundle.FHIR.version("2.0.0").input());
            assertEquals(List.of("MSO-1023"), codes(mso.health()));
            mso.bundles().apply(TestBundle.BILLING.version("3.0.0").input());
            assertEquals(Health.up(), mso.health());
        }
    }

    @Test
    void whatItOpensMustBeOfTheContract() throws Exception {
        try (var host =
                new TestHost(root)
                        .with(
                                TestBundle.REGISTRY,
                                TestBundle.FHIR,
                                TestBundle.odd("OpensSomethingElse"))
                        .registry(REGISTRY)) {
            Mso mso = host.start();
            var failed =
                    assertThrows(
                            CapabilityUnavailable.class, () -> call(billing(mso, "oak-street")));
            assertEquals("MSO-1205", failed.code());
        }
    }

    @Test
    void withoutAUsableRegistryNothingStarts() throws Exception {
        try (var host = TestHost.usual(root, REGISTRY)) {
            Files.delete(host.bundle("registry.jar"));
            var failed = assertThrows(LaunchFailed.class, host::start);
            assertEquals("MSO-1018", failed.code());
            assertTrue(failed.getMessage().contains("MSO-1006 at registry.jar"));
        }
    }

    @Test
    void aRegistryThatCannotBeMadeStopsTheStart() throws Exception {
        try (var host =
                new TestHost(root)
                        .with(
                                TestBundle.providing(
                                        "org.openmso.api.registry.Registry", ODD + "NoCapability"))
                        .registry(REGISTRY)) {
            assertEquals("MSO-1012", assertThrows(LaunchFailed.class, host::start).code());
        }
    }
}
