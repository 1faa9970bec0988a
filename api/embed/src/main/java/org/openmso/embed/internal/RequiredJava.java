package org.openmso.embed.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.osgi.framework.Version;

/**
 * Which Java a bundle needs: what its manifest says, and for which its providers were compiled,
 * since a manifest need not say it.
 */
final class RequiredJava {
    private static final int MAGIC = 0xCAFEBABE;

    /** From the version of a class file to that of Java (JVM specification, table 4.1-A). */
    private static final int CLASS_FILES = 44;

    private RequiredJava() {}

    /**
     * What a manifest says.
     *
     * @param requirements the header {@code Require-Capability}, if any
     * @return 0 where it says nothing
     * @throws IllegalArgumentException if what it says is no version
     */
    static int stated(String requirements) {
        int stated = 0;
        for (ManifestHeader clause : ManifestHeader.parse(requirements)) {
            String filter = clause.parameters().getOrDefault("filter:", "");
            int at = filter.indexOf("(version=");
            if (clause.paths().contains("osgi.ee") && at >= 0) {
                String version = filter.substring(at + 9, filter.indexOf(')', at));
                stated = Math.max(stated, new Version(version).getMajor());
            }
        }
        return stated;
    }

    /**
     * For which Java classes were compiled; the latest.
     *
     * @param classes their names; those that do not lie in the jar itself are passed over
     * @return 0 where there are none
     */
    static int compiledFor(byte[] jar, List<String> classes) throws IOException {
        Set<String> files = new HashSet<>();
        classes.forEach(it -> files.add(it.replace('.', '/') + ".class"));
        int latest = 0;
        try (var in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry();
                    entry != null && !files.isEmpty();
                    entry = in.getNextEntry()) {
                if (files.remove(entry.getName())) {
                    latest = Math.max(latest, versionOf(in.readNBytes(8)));
                }
            }
        }
        return latest;
    }

    private static int versionOf(byte[] head) {
        return head.length == 8 && number(head, 0, 4) == MAGIC
                ? number(head, 6, 2) - CLASS_FILES
                : 0;
    }

    private static int number(byte[] bytes, int at, int size) {
        int number = 0;
        for (int i = at; i < at + size; i++) {
            number = number << 8 | bytes[i] & 0xFF;
        }
        return number;
    }
}
