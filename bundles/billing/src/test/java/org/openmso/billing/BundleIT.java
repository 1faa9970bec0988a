package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Health;
import org.openmso.api.Money;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.spi.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The bundle as it is shipped, in a real framework. */
class BundleIT {
    private static final Path JAR = Path.of(System.getProperty("openmso.bundle"));

    @TempDir Path directory;

    @Test
    void bills_families_without_context_class_loader_and_leaves_no_loader_behind()
            throws Exception {
        var loader = installBillAndUninstall();
        for (int round = 0; round < 50 && loader.get() != null; round++) {
            System.gc();
            System.runFinalization();
        }
        assertEquals(null, loader.get(), "the bundle's class loader stays");
    }

    private WeakReference<ClassLoader> installBillAndUninstall() throws Exception {
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
                bundle = framework.getBundleContext().installBundle("billing", in);
            }
            bundle.start();
            Thread.currentThread().setContextClassLoader(null);
            var loader = bill(bundle);
            bundle.uninstall();
            return loader;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            framework.stop();
            framework.waitForStop(10_000);
        }
    }

    /** Claims of one subscriber and of one dependant, so that each meets one of its own kind. */
    private static WeakReference<ClassLoader> bill(Bundle bundle) throws Exception {
        Class<?> provider = bundle.loadClass("org.openmso.billing.BillingCapability");
        assertNotEquals(BillingCapability.class, provider);
        var capability = (Capability<?>) provider.getConstructor().newInstance();
        assertEquals(Health.Status.UP, capability.probe().status());
        var billing = (Billing) capability.open(new FakePractice());
        var target = new MemoryTarget();
        var report =
                billing.prepare(
                        sink -> {
                            for (int copy = 0; copy < 3; copy++) {
                                sink.claim(
                                        visit(MadeUp.self(MadeUp.JANE, "MEM1"), copy), List.of());
                                sink.claim(visit(childOfJane(), copy), List.of());
                                sink.blocked(MadeUp.officeVisit(), List.of());
                            }
                        },
                        target,
                        outcome -> {});
        assertEquals(6, report.ready());
        capability.retired();
        return new WeakReference<>(provider.getClassLoader());
    }

    private static Coverage childOfJane() {
        return MadeUp.coverage(MadeUp.PLAN, "P", MadeUp.JANE, "MEM2", "19", "");
    }

    private static ProfessionalClaim visit(Coverage coverage, int copy) {
        long cents = 100 + copy;
        return MadeUp.officeVisit().toBuilder()
                .number((coverage.isSelf() ? "A" : "B") + copy)
                .coverage(coverage)
                .patient(coverage.isSelf() ? MadeUp.JANE : MadeUp.TIM)
                .total(Money.ofCents(cents))
                .lines(List.of(MadeUp.line("L1", "G0108", cents, 1)))
                .build();
    }

    private static String hostPackages() throws IOException {
        var packages = new ArrayList<String>();
        try (var in = Billing.class.getResourceAsStream("/META-INF/openmso/api.packages")) {
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
