package org.openmso.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Packs the trivial services as bundles for OpenMSO and as plugins for PF4J. */
final class PluginJars {
    private static final List<Class<?>> CLASSES =
            List.of(
                    TrivialServices.class,
                    TrivialServices.PlainBilling.class,
                    TrivialServices.PlainIntake.class,
                    TrivialServices.BillingProvider.class,
                    TrivialServices.IntakeProvider.class);

    private PluginJars() {}

    /**
     * A class path folder with an index and the bundles for billing and intake. The registry is the
     * real one.
     */
    static Path bundles(Path folder) throws IOException {
        var jars = Files.createDirectories(folder.resolve("META-INF/openmso/bundles"));
        String imports =
                "org.openmso.api;version=\"[1,2)\",org.openmso.api.billing;version=\"[1,2)\","
                        + "org.openmso.api.fhir;version=\"[1,2)\",org.openmso.api.host;version=\"[1,2)\","
                        + "org.openmso.api.spi;version=\"[1,2)\"";
        var index = new StringBuilder();
        for (String name : List.of("Billing", "Intake")) {
            String contract =
                    name.equals("Billing")
                            ? "org.openmso.api.billing.Billing"
                            : "org.openmso.api.fhir.FhirIntake";
            var manifest = manifest();
            manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", "trivial." + name);
            manifest.getMainAttributes().putValue("Bundle-Version", "1.0.0");
            manifest.getMainAttributes().putValue("Import-Package", imports);
            manifest.getMainAttributes()
                    .putValue(
                            "Provide-Capability",
                            "org.openmso.capability;contract=\""
                                    + contract
                                    + "\";provider=\""
                                    + TrivialServices.class.getName()
                                    + "$"
                                    + name
                                    + "Provider\"");
            byte[] jar = jar(manifest, CLASSES, "");
            Files.write(jars.resolve(name + ".jar"), jar);
            index.append(sha256(jar)).append(' ').append(name).append(".jar\n");
        }
        Files.writeString(folder.resolve("META-INF/openmso/bundles.index"), index);
        return folder;
    }

    /** A folder of PF4J plugins: billing, and others that bring their number to the given one. */
    static Path plugins(Path folder, int number) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < number; i++) {
            Class<?> extension =
                    i == 0
                            ? TrivialServices.BillingExtension.class
                            : TrivialServices.OtherExtension.class;
            var manifest = manifest();
            manifest.getMainAttributes().putValue("Plugin-Id", "trivial-" + i);
            manifest.getMainAttributes().putValue("Plugin-Version", "1.0.0");
            byte[] jar =
                    jar(
                            manifest,
                            List.of(
                                    TrivialServices.class,
                                    TrivialServices.PlainBilling.class,
                                    TrivialServices.PlainIntake.class,
                                    extension),
                            extension.getName());
            Files.write(folder.resolve("trivial-" + i + ".jar"), jar);
        }
        return folder;
    }

    private static Manifest manifest() {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        return manifest;
    }

    private static byte[] jar(Manifest manifest, List<Class<?>> classes, String extension)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes, manifest)) {
            for (Class<?> type : classes) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (InputStream in = type.getResourceAsStream("/" + name)) {
                    in.transferTo(jar);
                }
            }
            if (!extension.isEmpty()) {
                jar.putNextEntry(new JarEntry("META-INF/extensions.idx"));
                jar.write((extension + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
