package org.openmso.verifier;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip file that may be damaged or made to harm. Every reading is counted and checked. */
final class Archive implements Closeable {
    private static final int END_HEADER = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;

    private final Path file;
    private final ZipFile zip;
    private final Budget budget;

    private Archive(Path file, ZipFile zip, Budget budget) {
        this.file = file;
        this.zip = zip;
        this.budget = budget;
    }

    /**
     * Opens a file.
     *
     * @throws Rejected (MSO-1401, MSO-1402, MSO-1403) if this is no sound zip file
     * @throws IOException if the file itself cannot be read
     */
    static Archive open(Path file, Budget budget) throws IOException, Rejected {
        checkEnd(file);
        try {
            var archive = new Archive(file, new ZipFile(file.toFile()), budget);
            try {
                archive.checkNames();
                return archive;
            } catch (Rejected e) {
                archive.close();
                throw e;
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw new Rejected(
                    Check.NOT_A_JAR, "Its directory cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Java keeps the directory in memory: its size is looked at before. */
    private static void checkEnd(Path file) throws IOException, Rejected {
        try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
            long length = bytes.length();
            if (length > Budget.MOST_FILE) {
                throw new Rejected(
                        Check.PASSES_A_LIMIT,
                        "The file has more than " + (Budget.MOST_FILE >> 20) + " MiB.");
            }
            int tail = (int) Math.min(length, END_HEADER + LONGEST_COMMENT);
            var end = new byte[tail];
            bytes.seek(length - tail);
            bytes.readFully(end);
            for (int at = tail - END_HEADER; at >= 0; at--) {
                if (number(end, at, 4) == 0x06054b50L
                        && at + END_HEADER + number(end, at + 20, 2) == tail) {
                    checkSizes(number(end, at + 10, 2), number(end, at + 12, 4));
                    return;
                }
            }
            throw new Rejected(
                    Check.NOT_A_JAR,
                    length == 0
                            ? "The file is empty."
                            : "The end of a zip file is missing: it is none, or not all of it.");
        }
    }

    private static void checkSizes(long entries, long directory) throws Rejected {
        if (entries > Budget.MOST_ENTRIES || directory > Budget.MOST_DIRECTORY) {
            throw new Rejected(
                    Check.PASSES_A_LIMIT,
                    "Its directory has more than "
                            + Budget.MOST_ENTRIES
                            + " entries or "
                            + (Budget.MOST_DIRECTORY >> 20)
                            + " MiB.");
        }
    }

    private static long number(byte[] bytes, int at, int size) {
        long number = 0;
        for (int i = size - 1; i >= 0; i--) {
            number = number << 8 | bytes[at + i] & 0xFF;
        }
        return number;
    }

    private void checkNames() throws Rejected {
        budget.entries(zip.size());
        var names = new HashSet<String>();
        for (ZipEntry entry : entries()) {
            if (!names.add(entry.getName())) {
                throw new Rejected(
                        Check.DAMAGED_ENTRY,
                        "It has two entries named "
                                + entry.getName()
                                + ": which one counts differs from program to program.");
            }
        }
    }

    /** The file. */
    Path file() {
        return file;
    }

    /** All entries that are no folders, in the order of the directory. */
    List<ZipEntry> entries() {
        var entries = new ArrayList<ZipEntry>(zip.size());
        zip.stream().filter(entry -> !entry.isDirectory()).forEach(entries::add);
        return entries;
    }

    /** An entry by its name. */
    Optional<ZipEntry> entry(String name) {
        return Optional.ofNullable(zip.getEntry(name)).filter(entry -> !entry.isDirectory());
    }

    /**
     * The bytes of a class, a manifest or the like.
     *
     * @throws Rejected (MSO-1402, MSO-1403) if there are too many, or they are damaged
     */
    byte[] read(ZipEntry entry) throws IOException, Rejected {
        var bytes = new ByteArrayOutputStream();
        copy(entry, bytes, Budget.MOST_KEPT);
        return bytes.toByteArray();
    }

    /**
     * Reads an entry to its end, for the sake of its check sum.
     *
     * @throws Rejected (MSO-1402, MSO-1403) if there are too many bytes, or they are damaged
     */
    void check(ZipEntry entry) throws IOException, Rejected {
        copy(entry, OutputStream.nullOutputStream(), Budget.MOST_FILE);
    }

    /**
     * Copies an entry into a new file.
     *
     * @throws Rejected (MSO-1402, MSO-1403) if there are too many bytes, or they are damaged
     */
    Path extract(ZipEntry entry, Path directory) throws IOException, Rejected {
        Path copy = Files.createTempFile(directory, "inner", ".jar");
        try (OutputStream out = Files.newOutputStream(copy)) {
            copy(entry, out, Budget.MOST_FILE);
        }
        return copy;
    }

    private void copy(ZipEntry entry, OutputStream out, long most) throws IOException, Rejected {
        var sum = new CRC32();
        var buffer = new byte[1 << 14];
        long total = 0;
        try (InputStream in = opened(entry)) {
            for (int count = next(in, buffer); count >= 0; count = next(in, buffer)) {
                total += count;
                budget.unpacked(count);
                if (total > most) {
                    throw new Rejected(
                            Check.PASSES_A_LIMIT,
                            "Its entry "
                                    + entry.getName()
                                    + " has, unpacked, more than "
                                    + (most >> 20)
                                    + " MiB.");
                }
                sum.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
        }
        if (entry.getCrc() >= 0 && sum.getValue() != entry.getCrc()) {
            throw damaged(entry, "its check sum is another");
        }
    }

    private InputStream opened(ZipEntry entry) throws IOException, Rejected {
        try {
            return zip.getInputStream(entry);
        } catch (ZipException e) {
            throw damaged(entry, e.getMessage());
        }
    }

    /** What unpacking throws is the entry's fault; what the disk throws is not, but rare here. */
    private static int next(InputStream in, byte[] buffer) throws IOException, Rejected {
        try {
            return in.read(buffer);
        } catch (ZipException | java.io.EOFException e) {
            throw new Rejected(
                    Check.DAMAGED_ENTRY, "An entry cannot be unpacked: " + e.getMessage() + ".", e);
        }
    }

    private static Rejected damaged(ZipEntry entry, String reason) {
        return new Rejected(
                Check.DAMAGED_ENTRY,
                "Its entry " + entry.getName() + " cannot be unpacked: " + reason + ".");
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
