package org.openmso.embed.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.openmso.api.Contract;
import org.openmso.api.spi.ProvidesCapability;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * Looks at a bundle before the framework does, and says in words what would keep it from working.
 */
final class Preflight {
    private final Map<String, Version> shared;
    private final Set<String> platform = new HashSet<>();

    Preflight(ApiPackages packages) {
        shared = packages.versions();
        ModuleLayer.boot().modules().forEach(module -> platform.addAll(module.getPackages()));
    }

    /** The capabilities that a sound bundle provides. */
    List<ProvidedCapability> check(String name, byte[] jar) throws Refusal {
        Manifest manifest = manifestOf(name, jar);
        if (manifest == null
                || manifest.getMainAttributes().getValue("Bundle-SymbolicName") == null) {
            throw new Refusal(Launch.NOT_A_BUNDLE.at(name));
        }
        var headers = manifest.getMainAttributes();
        if (headers.getValue("Export-Package") != null) {
            throw new Refusal(
                    Launch.EXPORTS.at(
                            name, "It exports " + headers.getValue("Export-Package") + "."));
        }
        checkJava(name, headers.getValue("Require-Capability"));
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

    private static void checkJava(String name, String requirements) throws Refusal {
        for (ManifestHeader clause : ManifestHeader.parse(requirements)) {
            String filter = clause.parameters().getOrDefault("filter:", "");
            int at = filter.indexOf("(version=");
            if (clause.paths().contains("osgi.ee") && at >= 0) {
                int needed =
                        new Version(filter.substring(at + 9, filter.indexOf(')', at))).getMajor();
                if (needed > Runtime.version().feature()) {
                    throw new Refusal(
                            Launch.JAVA_TOO_OLD.at(
                                    name,
                                    "It needs Java "
                                            + needed
                                            + ", the host runs "
                                            + Runtime.version().feature()
                                            + "."));
                }
            }
        }
    }

    private void checkImport(String name, ManifestHeader clause) throws Refusal {
        if ("optional".equals(clause.parameters().get("resolution:"))) {
            return;
        }
        for (String wanted : clause.paths()) {
            String range = clause.parameters().getOrDefault("version", "0");
            Version offered = shared.get(wanted);
            if (offered == null && platform.contains(wanted)) {
                continue;
            }
            if (offered == null) {
                throw new Refusal(
                        Launch.IMPORT_MISSING.at(
                                name,
                                "It imports "
                                        + wanted
                                        + ", which is neither a contract nor Java."));
            }
            if (!new VersionRange(range).includes(offered)) {
                throw new Refusal(
                        Launch.IMPORT_MISSING.at(
                                name,
                                "It imports "
                                        + wanted
                                        + " "
                                        + range
                                        + "; the host has "
                                        + offered
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
                try {
                    Class<?> type = Class.forName(contract, false, Contract.class.getClassLoader());
                    provided.add(new ProvidedCapability(type, provider));
                } catch (ClassNotFoundException e) {
                    throw new Refusal(
                            Launch.CONTRACT_UNKNOWN.at(name, "It is " + contract + "."), e);
                }
                if (!provided.get(provided.size() - 1)
                        .contract()
                        .isAnnotationPresent(Contract.class)) {
                    throw new Refusal(
                            Launch.CONTRACT_UNKNOWN.at(name, contract + " has no @Contract."));
                }
            }
        }
        if (provided.isEmpty()) {
            throw new Refusal(Launch.NOT_A_BUNDLE.at(name));
        }
        return provided;
    }

    /** A contract and the class that provides it. */
    record ProvidedCapability(Class<?> contract, String provider) {
        /** The capability's name in tiers. */
        String capability() {
            return contract.getAnnotation(Contract.class).value();
        }
    }
}
