package org.openmso.embed.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.openmso.api.Contract;
import org.openmso.api.registry.Registry;
import org.openmso.api.spi.ProvidesCapability;
import org.openmso.api.store.Store;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * Looks at a bundle before the framework does, and says in words what would keep it from working.
 */
final class Preflight {
    private final Map<String, List<Version>> offered;

    /**
     * A preflight for a host.
     *
     * @param offered the packages that the host gives, each with its versions
     */
    Preflight(Map<String, List<Version>> offered) {
        this.offered = offered;
    }

    /** What a sound bundle says about itself. */
    Found check(BundleFile file, byte[] jar) throws Refusal {
        String name = file.name();
        try {
            Attributes headers = headersOf(name, jar);
            List<ProvidedCapability> provided = checked(name, headers);
            if (provided.size() > 1 && provided.stream().anyMatch(it -> isKernel(it.contract()))) {
                throw new Refusal(
                        Launch.NOT_A_BUNDLE.at(
                                name,
                                "One that provides the registry or the store provides nothing else."));
            }
            checkClasses(file, jar, provided);
            return new Found(
                    file,
                    symbolicName(headers),
                    Version.parseVersion(headers.getValue("Bundle-Version")),
                    provided,
                    Instant.MAX);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw unreadable(name, e);
        }
    }

    /** Whether OpenMSO itself calls it, for no practice. */
    static boolean isKernel(Class<?> contract) {
        return contract == Registry.class || contract == Store.class;
    }

    /** The capabilities that a bundle provides, sound or not. */
    static List<ProvidedCapability> provided(String name, byte[] jar) throws Refusal {
        try {
            return capabilities(name, headersOf(name, jar).getValue("Provide-Capability"));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw unreadable(name, e);
        }
    }

    /**
     * Refuses a contract that this host does not have, or not in these versions.
     *
     * @param place for messages
     */
    void checkContract(String place, IndexContent.Needed needed) throws Refusal {
        contract(place, needed.contract());
        checkImport(
                place,
                new ManifestHeader(
                        List.of(needed.contractPackage()),
                        Map.of("version", needed.versions().toString())));
    }

    /** A contract by its name in tiers; one that the host does not know by its class. */
    static String capabilityName(String contract) {
        try {
            return contract("", contract).getAnnotation(Contract.class).value();
        } catch (Refusal e) {
            return contract;
        }
    }

    private static Refusal unreadable(String name, RuntimeException e) {
        return new Refusal(
                Launch.NOT_A_BUNDLE.at(name, "Its manifest cannot be read: " + e.getMessage()), e);
    }

    private static Attributes headersOf(String name, byte[] jar) throws Refusal {
        Manifest manifest = manifestOf(name, jar);
        if (manifest == null
                || manifest.getMainAttributes().getValue("Bundle-SymbolicName") == null) {
            throw new Refusal(Launch.NOT_A_BUNDLE.at(name));
        }
        return manifest.getMainAttributes();
    }

    private static String symbolicName(Attributes headers) {
        return ManifestHeader.parse(headers.getValue("Bundle-SymbolicName")).get(0).paths().get(0);
    }

    private List<ProvidedCapability> checked(String name, Attributes headers) throws Refusal {
        if (headers.getValue("Export-Package") != null) {
            throw new Refusal(
                    Launch.EXPORTS.at(
                            name, "It exports " + headers.getValue("Export-Package") + "."));
        }
        checkJava(name, RequiredJava.stated(headers.getValue("Require-Capability")));
        for (ManifestHeader clause : ManifestHeader.parse(headers.getValue("Import-Package"))) {
            checkImport(name, clause);
        }
        return capabilities(name, headers.getValue("Provide-Capability"));
    }

    /** Once installed: what lies in the bundle must not shadow what the host gives. */
    static void checkContent(String name, Bundle bundle) throws Refusal {
        if (bundle.getEntryPaths("org/openmso/api") != null
                || bundle.getEntryPaths("org/slf4j") != null) {
            throw new Refusal(Launch.CARRIES_API.at(name));
        }
    }

    private static Manifest manifestOf(String name, byte[] jar) throws Refusal {
        try (var in = new JarInputStream(new ByteArrayInputStream(jar), false)) {
            if (in.getManifest() != null) {
                return in.getManifest();
            }
            // Not the first entry, as jar tools leave it: look on.
            for (JarEntry entry = in.getNextJarEntry();
                    entry != null;
                    entry = in.getNextJarEntry()) {
                if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    return new Manifest(in);
                }
            }
            return null;
        } catch (IOException e) {
            throw new Refusal(Launch.NOT_A_BUNDLE.at(name), e);
        }
    }

    /**
     * Refuses what needs a later Java than this host's.
     *
     * @param place for messages
     */
    static void checkJava(String place, int needed) throws Refusal {
        int here = Runtime.version().feature();
        if (needed > here) {
            throw new Refusal(
                    Launch.JAVA_TOO_OLD.at(
                            place, "It needs Java " + needed + ", the host runs " + here + "."));
        }
    }

    /** The host's own were built together and are not looked at again at each start. */
    private static void checkClasses(BundleFile file, byte[] jar, List<ProvidedCapability> provided)
            throws Refusal {
        if (file.isHosts()) {
            return;
        }
        try {
            checkJava(
                    file.name(),
                    RequiredJava.compiledFor(
                            jar, provided.stream().map(ProvidedCapability::provider).toList()));
        } catch (IOException e) {
            throw new Refusal(Launch.NOT_A_BUNDLE.at(file.name()), e);
        }
    }

    private void checkImport(String name, ManifestHeader clause) throws Refusal {
        if ("optional".equals(clause.parameters().get("resolution:"))) {
            return;
        }
        var range = new VersionRange(clause.parameters().getOrDefault("version", "0"));
        for (String wanted : clause.paths()) {
            List<Version> versions = offered.getOrDefault(wanted, List.of());
            if (versions.isEmpty()) {
                throw new Refusal(
                        Launch.IMPORT_MISSING.at(
                                name,
                                "It imports "
                                        + wanted
                                        + " "
                                        + range
                                        + ", which is neither a contract nor SLF4J, Java or OSGi."));
            }
            if (versions.stream().noneMatch(range::includes)) {
                throw new Refusal(
                        Launch.IMPORT_MISSING.at(
                                name,
                                "It imports "
                                        + wanted
                                        + " "
                                        + range
                                        + "; the host has "
                                        + versions.stream()
                                                .map(Version::toString)
                                                .collect(Collectors.joining(", "))
                                        + "."));
            }
        }
    }

    private static List<ProvidedCapability> capabilities(String name, String header)
            throws Refusal {
        var provided = new ArrayList<ProvidedCapability>();
        for (ManifestHeader clause : ManifestHeader.parse(header)) {
            if (clause.paths().contains(ProvidesCapability.NAMESPACE)) {
                String contract = clause.parameters().getOrDefault("contract", "");
                String provider = clause.parameters().getOrDefault(ProvidesCapability.PROVIDER, "");
                provided.add(new ProvidedCapability(contract(name, contract), provider));
            }
        }
        if (provided.isEmpty()) {
            throw new Refusal(Launch.NOT_A_BUNDLE.at(name));
        }
        return provided;
    }

    private static Class<?> contract(String name, String contract) throws Refusal {
        try {
            Class<?> type = Class.forName(contract, false, Contract.class.getClassLoader());
            if (type.isInterface() && type.isAnnotationPresent(Contract.class)) {
                return type;
            }
            throw new Refusal(
                    Launch.CONTRACT_UNKNOWN.at(
                            name, contract + " is no interface with @Contract."));
        } catch (ClassNotFoundException | LinkageError e) {
            throw new Refusal(Launch.CONTRACT_UNKNOWN.at(name, "It is " + contract + "."), e);
        }
    }

    /** A contract and the class that provides it. */
    record ProvidedCapability(Class<?> contract, String provider) {
        /** The capability's name in tiers. */
        String capability() {
            return contract.getAnnotation(Contract.class).value();
        }
    }
}
