package org.openmso.verifier;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Java a bundle says it needs ({@code Require-Capability: osgi.ee}), and for which a class
 * was compiled.
 */
final class JavaVersion {
    /** The oldest Java that hosts run. */
    static final int OLDEST_HOST = 17;

    private static final Pattern VERSION =
            Pattern.compile("\\(version=(\\d{1,4})(?:\\.(\\d{1,4}))?");

    private static final int MAGIC = 0xCAFEBABE;

    /** From the version of a class file to that of Java (JVM specification, table 4.1-A). */
    private static final int CLASS_FILES = 44;

    private JavaVersion() {}

    /** What a header {@code Require-Capability} says, if anything. */
    static OptionalInt stated(String requirements) {
        OptionalInt needed = OptionalInt.empty();
        for (HeaderClause clause : HeaderClause.parse(requirements)) {
            Matcher version = VERSION.matcher(clause.parameter("filter:", ""));
            if (clause.paths().contains("osgi.ee") && version.find()) {
                int major = Integer.parseInt(version.group(1));
                int minor = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
                // Java 8 and before are 1.8 and so on.
                needed = OptionalInt.of(major == 1 ? minor : major);
            }
        }
        return needed;
    }

    /** For which Java a class was compiled; 0 for what is no class. */
    static int compiledFor(byte[] classFile) {
        if (classFile.length < 8 || ByteBuffer.wrap(classFile).getInt() != MAGIC) {
            return 0;
        }
        return Short.toUnsignedInt(ByteBuffer.wrap(classFile).getShort(6)) - CLASS_FILES;
    }

    /** The version that is declared, or the oldest of hosts where none is, which is told. */
    static int declared(BundleJar jar, Findings findings) {
        OptionalInt needed = stated(jar.header("Require-Capability"));
        if (needed.isEmpty()) {
            findings.add(
                    Check.NO_JAVA_VERSION,
                    "Require-Capability",
                    "The bundle does not say which Java it needs.");
            return OLDEST_HOST;
        }
        if (needed.getAsInt() > OLDEST_HOST) {
            findings.add(
                    Check.CLASS_TOO_NEW,
                    Severity.WARNING,
                    "Require-Capability",
                    "The bundle needs Java "
                            + needed.getAsInt()
                            + ": hosts on Java "
                            + OLDEST_HOST
                            + " refuse it.");
        }
        return needed.getAsInt();
    }
}
