package org.openmso.verifier;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as OSGi orders it: three numbers, then a qualifier that compares as text (OSGi Core 8,
 * 3.2.5).
 */
record OsgiVersion(int major, int minor, int micro, String qualifier)
        implements Comparable<OsgiVersion> {
    private static final Pattern FORM =
            Pattern.compile(
                    "(\\d{1,9})(?:\\.(\\d{1,9})(?:\\.(\\d{1,9})(?:\\.([\\w-]{1,200}))?)?)?");

    private static final Comparator<OsgiVersion> ORDER =
            Comparator.comparingInt(OsgiVersion::major)
                    .thenComparingInt(OsgiVersion::minor)
                    .thenComparingInt(OsgiVersion::micro)
                    .thenComparing(OsgiVersion::qualifier);

    /**
     * Reads a version.
     *
     * @throws IllegalArgumentException if this is none
     */
    static OsgiVersion of(String text) {
        Matcher form = FORM.matcher(text.trim());
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no version");
        }
        return new OsgiVersion(
                number(form.group(1)),
                number(form.group(2)),
                number(form.group(3)),
                form.group(4) == null ? "" : form.group(4));
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** The first version that may lack what this one has. */
    OsgiVersion nextMajor() {
        return new OsgiVersion(major + 1, 0, 0, "");
    }

    /** The first version that may ask more of an implementer than this one. */
    OsgiVersion nextMinor() {
        return new OsgiVersion(major, minor + 1, 0, "");
    }

    @Override
    public int compareTo(OsgiVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + micro + (qualifier.isEmpty() ? "" : "." + qualifier);
    }
}
