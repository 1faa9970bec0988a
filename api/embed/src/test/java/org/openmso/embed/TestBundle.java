package org.openmso.embed;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.openmso.api.Contract;
import org.openmso.api.billing.Billing;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.internal.signing.Identity;
import org.openmso.embed.internal.signing.Jars;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;

/**
 * A bundle that bnd builds from this module's test classes, as an author outside would.
 *
 * @param file the jar's name
 * @param headers bnd's instructions and manifest headers
 */
public record TestBundle(String file, Map<String, String> headers) {
    static final TestBundle REGISTRY = of("registry");
    static final TestBundle BILLING = of("billing");
    static final TestBundle FHIR = of("fhir");

    static final Identity AUTHOR =
            Identity.named("Author").valid("2020-01-01", "2099-12-31").selfSigned();

    private static final Map<TestBundle, byte[]> BUILT = new ConcurrentHashMap<>();
    private static final Map<TestBundle, byte[]> SIGNED = new ConcurrentHashMap<>();
    private static final String PACKAGE = "org.openmso.embed.bundles.";

    /** A sound bundle of one package of providers. */
    private static TestBundle of(String name) {
        return new TestBundle(
                name + ".jar",
                Map.of(
                        "Bundle-SymbolicName",
                        "org.openmso.test." + name,
                        "Bundle-Version",
                        "1.0.0",
                        "Private-Package",
                        "org.openmso.embed.bundles." + name + ",org.openmso.embed.bundles.trace"));
    }

    /** A bundle whose billing is one of the odd providers. */
    public static TestBundle odd(String provider) {
        return providing(Billing.class.getName(), PACKAGE + "odd.OddBilling$" + provider);
    }

    /** A bundle for billing's place, version 2, whose provider harms its host. */
    static TestBundle hostile(String provider) {
        String contract = Billing.class.getName();
        return of("hostile")
                .with("Bundle-SymbolicName", "org.openmso.test.billing")
                .with("Bundle-Version", "2.0.0")
                .with(
                        "Provide-Capability",
                        "org.openmso.capability;contract=\""
                                + contract
                                + "\";provider=\""
                                + PACKAGE
                                + "hostile."
                                + provider
                                + "\"");
    }

    /** The same, whose activator does: when it is {@code Started}, say. */
    static TestBundle hostileActivator(String when, String harm) {
        return hostile("HostileBilling")
                .with("Bundle-Activator", PACKAGE + "hostile.HostileActivator")
                .with("Harm-When-" + when, harm);
    }

    /** One bundle with two providers. */
    static TestBundle billingAndIntake() {
        return BILLING.named("both.jar")
                .with(
                        "Private-Package",
                        PACKAGE + "billing," + PACKAGE + "fhir," + PACKAGE + "trace");
    }

    /** A bundle whose manifest names a contract and a class as provider. */
    static TestBundle providing(String contract, String provider) {
        return of("odd")
                .with(
                        "Provide-Capability",
                        "org.openmso.capability;contract=\""
                                + contract
                                + "\";provider=\""
                                + provider
                                + "\"");
    }

    /** The same bundle in another version. */
    TestBundle version(String version) {
        return with("Bundle-Version", version);
    }

    /** A candidate for billing's place that is odd. */
    static TestBundle oddSuccessor(String provider) {
        return odd(provider).with("Bundle-SymbolicName", "org.openmso.test.billing").version("2");
    }

    /** To be applied: signed by an author whom {@link TestHost} trusts. */
    NamedInput input() {
        return NamedInput.of(file, signed());
    }

    /** The signed jar; signed once, for a signature is never the same twice. */
    byte[] signed() {
        return SIGNED.computeIfAbsent(this, it -> Jars.signed(it.jar(), AUTHOR)).clone();
    }

    TestBundle named(String name) {
        return new TestBundle(name, headers);
    }

    TestBundle with(String header, String value) {
        var changed = new TreeMap<>(headers);
        changed.put(header, value);
        return new TestBundle(file, changed);
    }

    /** The jar. */
    byte[] jar() {
        return BUILT.computeIfAbsent(this, TestBundle::build).clone();
    }

    private byte[] build() {
        try (var builder = new Builder()) {
            builder.setClasspath(
                    new File[] {
                        home(TestBundle.class),
                        home(Contract.class),
                        home(Logger.class),
                        home(Bundle.class)
                    });
            headers.forEach(builder::setProperty);
            try (Jar jar = builder.build()) {
                if (!builder.getErrors().isEmpty()) {
                    throw new IllegalStateException(builder.getErrors().toString());
                }
                var bytes = new ByteArrayOutputStream();
                jar.write(bytes);
                return bytes.toByteArray();
            }
        } catch (Exception e) {
            throw new IllegalStateException("bnd could not build " + file, e);
        }
    }

    private static File home(Class<?> type) {
        try {
            return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
