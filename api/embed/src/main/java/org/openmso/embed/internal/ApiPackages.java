package org.openmso.embed.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openmso.api.Contract;
import org.osgi.framework.Version;

/** The packages that the host shares with bundles, with their versions: the contracts and SLF4J. */
final class ApiPackages {
    private static final String RESOURCE = "META-INF/openmso/api.packages";
    private static final String[] SLF4J = {
        "org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi"
    };

    private final Map<String, Version> versions = new TreeMap<>();

    private ApiPackages() {}

    /**
     * Reads them from the class path; refuses a host that lacks SLF4J 2 or has the contracts twice.
     */
    static ApiPackages ofHost() {
        var packages = new ApiPackages();
        Version slf4j = slf4jVersion();
        for (String name : SLF4J) {
            packages.versions.put(name, slf4j);
        }
        packages.addContracts();
        return packages;
    }

    /** Name and version of every shared package. */
    Map<String, Version> versions() {
        return Collections.unmodifiableMap(versions);
    }

    /** The packages that this JVM's modules export to everybody. */
    static String ofJava() {
        var names = new TreeSet<String>();
        for (Module module : ModuleLayer.boot().modules()) {
            for (ModuleDescriptor.Exports exports : module.getDescriptor().exports()) {
                if (!exports.isQualified()) {
                    names.add(exports.source());
                }
            }
        }
        return String.join(",", names);
    }

    /** The framework's {@code system.packages.extra}. */
    String asExports() {
        return versions.entrySet().stream()
                .map(entry -> entry.getKey() + ";version=\"" + entry.getValue() + "\"")
                .collect(Collectors.joining(","));
    }

    private static Version slf4jVersion() {
        ClassLoader loader = ApiPackages.class.getClassLoader();
        try {
            Class<?> marker = Class.forName("org.slf4j.spi.SLF4JServiceProvider", false, loader);
            String version = marker.getPackage().getImplementationVersion();
            // A fat jar loses the version; the marker class proves that it is 2.x.
            return version != null && version.matches("2\\.\\d+\\.\\d+")
                    ? new Version(version)
                    : new Version(2, 0, 0);
        } catch (ClassNotFoundException e) {
            throw Launch.NO_SLF4J.failed("", e);
        }
    }

    private void addContracts() {
        try {
            ClassLoader loader = Contract.class.getClassLoader();
            var copies = Collections.list(loader.getResources(RESOURCE));
            if (copies.size() != 1) {
                throw (copies.isEmpty() ? Launch.NO_CONTRACTS : Launch.CONTRACTS_TWICE)
                        .failed(
                                copies.stream().map(URL::toString).collect(Collectors.joining(" ")),
                                null);
            }
            try (var lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    copies.get(0).openStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    int blank = line.indexOf(' ');
                    versions.put(line.substring(0, blank), new Version(line.substring(blank + 1)));
                }
            }
        } catch (IOException e) {
            throw Launch.NO_CONTRACTS.failed(RESOURCE, e);
        }
    }
}
