package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Health;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.host.NamedInput;
import org.openmso.api.spi.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The bundle as it is shipped, in a real framework. */
class BundleIT {
    private static final Path JAR = Path.of(System.getProperty("openmso.bundle"));

    @TempDir Path directory;

    @Test
    void imports_only_contracts_log_and_jdk_and_exports_nothing() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            var manifest = jar.getManifest().getMainAttributes();
            assertEquals(null, manifest.getValue("Export-Package"));
            assertEquals(null, manifest.getValue("DynamicImport-Package"));
            for (String clause :
                    manifest.getValue("Import-Package").replaceAll("\"[^\"]*\"", "").split(",")) {
                assertTrue(
                        clause.matches(
                                "(org\\.openmso\\.api|org\\.slf4j|javax\\.crypto|javax\\.xml|org\\.w3c\\.dom|org\\.xml\\.sax).*"),
                        clause);
            }
            assertTrue(
                    manifest.getValue("Provide-Capability")
                            .contains("org.openmso.fhir.FhirCapability"));
        }
    }

    @Test
    void reads_claims_without_context_class_loader_and_leaves_no_loader_behind() throws Exception {
        var loader = installReadAndUninstall();
        for (int round = 0; round < 50 && loader.get() != null; round++) {
            System.gc();
            System.runFinalization();
        }
        assertEquals(null, loader.get(), "the bundle's class loader stays");
    }

    private WeakReference<ClassLoader> installReadAndUninstall() throws Exception {
        Framework framework =
                ServiceLoader.load(FrameworkFactory.class)
                        .findFirst()
                        .orElseThrow()
                        .newFramework(
                                Map.of(
                                        "org.osgi.framework.storage",
                                        directory.resolve("cache").toString(),
                                        "org.osgi.framework.bundle.parent",
                                        "framework",
                                        "org.osgi.framework.bootdelegation",
                                        "",
                                        "felix.bootdelegation.implicit",
                                        "false",
                                        "org.osgi.framework.system.packages.extra",
                                        hostPackages()));
        framework.start();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            Bundle bundle;
            try (InputStream in = Files.newInputStream(JAR)) {
                bundle = framework.getBundleContext().installBundle("fhir", in);
            }
            bundle.start();
            Thread.currentThread().setContextClassLoader(null);
            var loader = read(bundle);
            bundle.uninstall();
            return loader;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            framework.stop();
            framework.waitForStop(10_000);
        }
    }

    private WeakReference<ClassLoader> read(Bundle bundle) throws Exception {
        Class<?> provider = bundle.loadClass("org.openmso.fhir.FhirCapability");
        assertNotEquals(FhirCapability.class, provider);
        var capability = (Capability<?>) provider.getConstructor().newInstance();
        assertEquals(Health.Status.UP, capability.probe().status());
        // A budget of one byte makes it use the temporary file, too.
        var constructor = provider.getDeclaredConstructor(long.class);
        constructor.setAccessible(true);
        var spilling = (Capability<?>) constructor.newInstance(1L);
        var settings = Map.of("place-of-service.AMB", "11");
        var intake = (FhirIntake) spilling.open(new TestPractice(settings, directory));
        var taken =
                Taken.from(
                        intake,
                        NamedInput.of("visit", Cases.bytes("claim-with-contained.json")),
                        NamedInput.of("bundle", Cases.bytes("transaction.json")));
        assertEquals(2, taken.claims.size(), taken.blocked::toString);
        // Visits, what belongs to none, versions, Bundles within each other, claims that replace.
        String visit = new String(Cases.bytes("visit.json"), StandardCharsets.UTF_8);
        String loose = visit.replace("Encounter/v1", "Encounter/v9").replace("ci", "loose");
        String versioned = visit.replace("Encounter/v1", "Encounter/v1/_history/2");
        String nested = "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + visit + "}]}";
        for (String visits : List.of(visit, loose, versioned, nested)) {
            taken =
                    Taken.from(
                            intake,
                            Cases.text("visits", visits),
                            Cases.claim(
                                    claim -> {
                                        claim.putArray("related").addObject().putObject("claim");
                                        claim.putArray("supportingInfo").addObject();
                                        Cases.list(claim, "/item").addObject();
                                    }));
            assertEquals(false, taken.blocked.isEmpty());
        }
        capability.retired();
        return new WeakReference<>(provider.getClassLoader());
    }

    /** The contracts in the versions that they have, as a host exports them, and SLF4J. */
    private static String hostPackages() throws IOException {
        var packages = new ArrayList<String>();
        try (var in = FhirIntake.class.getResourceAsStream("/META-INF/openmso/api.packages")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> packages.add(line.replace(" ", ";version=")));
        }
        for (String name :
                List.of("org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi")) {
            packages.add(name + ";version=2.0.20");
        }
        return String.join(",", packages);
    }
}
