package org.openmso.verifier;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Java a bundle says it needs ({@code Require-Capability: osgi.ee}). */
final class JavaVersion {
    /** The oldest Java that hosts run. */
    static final int OLDEST_HOST = 17;

    private static final Pattern VERSION =
            Pattern.compile("\\(version=(\\d{1,4})(?:\\.(\\d{1,4}))?");

    private JavaVersion() {}

    /** The version that is declared, or the oldest of hosts where none is, which is told. */
    static int declared(BundleJar jar, Findings findings) {
        OptionalInt needed = OptionalInt.empty();
        for (HeaderClause clause : HeaderClause.parse(jar.header("Require-Capability"))) {
            Matcher version = VERSION.matcher(clause.parameter("filter:", ""));
            if (clause.paths().contains("osgi.ee") && version.find()) {
                int major = Integer.parseInt(version.group(1));
                int minor = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
                // Java 8 and before are 1.8 and so on.
                needed = OptionalInt.of(major == 1 ? minor : major);
            }
        }
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
