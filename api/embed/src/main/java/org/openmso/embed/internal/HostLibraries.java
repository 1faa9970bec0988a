package org.openmso.embed.internal;

/**
 * What must be on the host's class path before anything else of OpenMSO can even be loaded. Uses
 * neither of the libraries it looks for.
 */
final class HostLibraries {
    private HostLibraries() {}

    /** Refuses a host that lacks SLF4J 2 or an OSGi framework. */
    static void require() {
        // SLF4J 1 has no such class.
        require("org.slf4j.spi.SLF4JServiceProvider", Launch.NO_SLF4J);
        require("org.osgi.framework.launch.FrameworkFactory", Launch.NO_FRAMEWORK);
    }

    private static void require(String type, Launch otherwise) {
        try {
            Class.forName(type, false, HostLibraries.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw otherwise.failed("", e);
        }
    }
}
