package org.openmso.testkit;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.openmso.api.Contract;
import org.openmso.api.billing.Billing;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.rules.ClaimRules;
import org.openmso.testkit.sample.SampleBilling;
import org.openmso.testkit.sample.SampleIntake;
import org.openmso.testkit.sample.SampleRules;
import org.slf4j.Logger;

/** Bundles that bnd builds from the sample providers, as an author's build would. */
final class SampleJar {
    /** The sound providers, and what they provide. */
    private static final Map<Class<?>, Class<?>> CONTRACTS =
            Map.of(
                    SampleBilling.class, Billing.class,
                    SampleIntake.class, FhirIntake.class,
                    SampleRules.class, ClaimRules.class);

    private SampleJar() {}

    /** The jar of a provider. */
    static Path of(Class<?> provider, Path folder) {
        Class<?> contract = CONTRACTS.get(soundOneOf(provider));
        try (var builder = new Builder()) {
            builder.setClasspath(
                    new File[] {home(SampleJar.class), home(Contract.class), home(Logger.class)});
            builder.setProperty(
                    "Bundle-SymbolicName",
                    "org.example." + contract.getAnnotation(Contract.class).value());
            builder.setProperty("Bundle-Version", "1.0.0");
            builder.setProperty("Private-Package", "org.openmso.testkit.sample");
            builder.setProperty("-noclassforname", "true");
            if (provider != SampleBilling.class) {
                builder.setProperty(
                        "Provide-Capability",
                        "org.openmso.capability;contract=\""
                                + contract.getName()
                                + "\";provider=\""
                                + provider.getName()
                                + "\"");
                builder.setProperty("-bundleannotations", "none");
            }
            Path file = folder.resolve(provider.getSimpleName() + ".jar");
            try (Jar jar = builder.build()) {
                if (!builder.getErrors().isEmpty()) {
                    throw new IllegalStateException(builder.getErrors().toString());
                }
                jar.write(file.toFile());
            }
            return file;
        } catch (Exception e) {
            throw new IllegalStateException("bnd could not build " + provider, e);
        }
    }

    private static Class<?> soundOneOf(Class<?> provider) {
        return CONTRACTS.keySet().stream()
                .filter(it -> it.isAssignableFrom(provider))
                .findFirst()
                .orElseThrow();
    }

    private static File home(Class<?> type) throws URISyntaxException {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
