package org.openmso.verifier;

import java.util.Optional;

/**
 * Which versions an import accepts (OSGi Core 8, 3.2.6).
 *
 * @param ceiling none where every later version is accepted
 */
record VersionRange(
        OsgiVersion floor,
        boolean floorIncluded,
        Optional<OsgiVersion> ceiling,
        boolean ceilingIncluded) {
    /**
     * Reads a range, or a version, which stands for itself and all that follow.
     *
     * @throws IllegalArgumentException if this is neither
     */
    static VersionRange of(String text) {
        String range = text.trim();
        if (range.isEmpty() || "[(".indexOf(range.charAt(0)) < 0) {
            return new VersionRange(OsgiVersion.of(range), true, Optional.empty(), false);
        }
        int comma = range.indexOf(',');
        char last = range.charAt(range.length() - 1);
        if (comma < 0 || "])".indexOf(last) < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no range of versions");
        }
        return new VersionRange(
                OsgiVersion.of(range.substring(1, comma)),
                range.charAt(0) == '[',
                Optional.of(OsgiVersion.of(range.substring(comma + 1, range.length() - 1))),
                last == ']');
    }

    boolean includes(OsgiVersion version) {
        int below = floor.compareTo(version);
        return (floorIncluded ? below <= 0 : below < 0)
                && ceiling.map(version::compareTo)
                        .map(above -> ceilingIncluded ? above <= 0 : above < 0)
                        .orElse(true);
    }

    /** Whether every version that it accepts is before another. */
    boolean endsBefore(OsgiVersion end) {
        return ceiling.map(end::compareTo)
                .map(above -> ceilingIncluded ? above > 0 : above >= 0)
                .orElse(false);
    }

    @Override
    public String toString() {
        return ceiling.map(
                        end ->
                                (floorIncluded ? "[" : "(")
                                        + floor
                                        + ","
                                        + end
                                        + (ceilingIncluded ? "]" : ")"))
                .orElse(floor.toString());
    }
}
