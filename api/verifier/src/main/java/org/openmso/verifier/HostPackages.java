package org.openmso.verifier;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.HashSet;
import java.util.Set;

/** What a host gives beside the contracts: SLF4J, the framework, and the JDK's public packages. */
final class HostPackages {
    /** SLF4J 2, which the host exports to bundles. */
    private static final Set<String> SLF4J =
            Set.of("org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi");

    /** What a framework of OSGi Core 8 exports. */
    private static final Set<String> FRAMEWORK =
            Set.of(
                    "org.osgi.dto",
                    "org.osgi.framework",
                    "org.osgi.framework.connect",
                    "org.osgi.framework.dto",
                    "org.osgi.framework.hooks.bundle",
                    "org.osgi.framework.hooks.resolver",
                    "org.osgi.framework.hooks.service",
                    "org.osgi.framework.hooks.weaving",
                    "org.osgi.framework.launch",
                    "org.osgi.framework.namespace",
                    "org.osgi.framework.startlevel",
                    "org.osgi.framework.startlevel.dto",
                    "org.osgi.framework.wiring",
                    "org.osgi.framework.wiring.dto",
                    "org.osgi.resource",
                    "org.osgi.resource.dto",
                    "org.osgi.service.condpermadmin",
                    "org.osgi.service.packageadmin",
                    "org.osgi.service.permissionadmin",
                    "org.osgi.service.resolver",
                    "org.osgi.service.startlevel",
                    "org.osgi.service.url",
                    "org.osgi.util.tracker");

    private final Set<String> exported = new HashSet<>();
    private final Set<String> concealed = new HashSet<>();

    /** The packages of the Java that runs this. */
    HostPackages() {
        for (ModuleReference module : ModuleFinder.ofSystem().findAll()) {
            ModuleDescriptor descriptor = module.descriptor();
            for (ModuleDescriptor.Exports exports : descriptor.exports()) {
                if (!exports.isQualified()) {
                    exported.add(exports.source());
                }
            }
            concealed.addAll(descriptor.packages());
        }
        concealed.removeAll(exported);
    }

    /** Whether a package comes without an import. */
    static boolean isJava(String name) {
        return name.startsWith("java.");
    }

    static boolean isSlf4j(String name) {
        return SLF4J.contains(name);
    }

    static boolean isFramework(String name) {
        return FRAMEWORK.contains(name);
    }

    /** Whether the JDK shows a package to everybody. */
    boolean isOfJdk(String name) {
        return exported.contains(name);
    }

    /** Whether a package is the JDK's own business: it changes or goes without notice. */
    boolean isPrivate(String name) {
        return concealed.contains(name)
                || name.startsWith("sun.")
                || name.startsWith("jdk.internal.");
    }
}
