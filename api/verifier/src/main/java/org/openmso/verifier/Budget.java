package org.openmso.verifier;

/**
 * How much may be read of one jar with all that is inside it, so that a jar made to harm costs
 * neither memory nor hours. Far above what a sound bundle has: the FHIR bundle, the project's
 * largest, has 10,000 entries and 85 MiB.
 */
final class Budget {
    /** Files on the disk, in bytes. */
    static final long MOST_FILE = 512L << 20;

    /** Entries of one jar: what a zip directory without extensions can count. */
    static final int MOST_ENTRIES = 65_534;

    /** Bytes of one jar's directory, all of which Java keeps in memory. */
    static final long MOST_DIRECTORY = 16L << 20;

    /** Bytes of a class, a manifest, or a file of signatures. */
    static final int MOST_KEPT = 8 << 20;

    private static final long MOST_BYTES = 2L << 30;
    private static final int MOST_ENTRIES_IN_ALL = 200_000;

    private long bytes;
    private int entries;

    /** Counts bytes after unpacking. */
    void unpacked(long count) throws Rejected {
        bytes += count;
        if (bytes > MOST_BYTES) {
            throw new Rejected(
                    Check.PASSES_A_LIMIT,
                    "Unpacked, the jar has more than " + (MOST_BYTES >> 20) + " MiB.");
        }
    }

    /** Counts entries of a jar. */
    void entries(int count) throws Rejected {
        entries += count;
        if (entries > MOST_ENTRIES_IN_ALL) {
            throw new Rejected(
                    Check.PASSES_A_LIMIT,
                    "The jar and those inside it have more than "
                            + MOST_ENTRIES_IN_ALL
                            + " entries.");
        }
    }
}
