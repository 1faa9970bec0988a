package org.openmso.embed.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What was done to the bundles, one line each, only ever added to. A line ends with its CRC-32:
 * what a crash left half written counts as not written.
 */
final class Journal {
    /** After an entry the host's own bundle of this name serves, if it has one. */
    static final String HOSTS_OWN = "host";

    /** After an entry no bundle of this name serves. */
    static final String NONE = "none";

    /** The host has no bundle of this name. */
    static final String NO_OWN = "-";

    /** An entry of a time when the host's own version was not written down. */
    static final String UNKNOWN = "";

    /** How many fields an entry must have; the first journals wrote no more. */
    private static final int FEWEST_FIELDS = 7;

    private final Path file;

    Journal(Path file) {
        this.file = file;
    }

    /** What was done. */
    enum Action {
        /** A bundle came into service. */
        APPLIED,
        /** A bundle was taken out by an operator. */
        REMOVED,
        /** A bundle was refused or failed on its way; the one before it never stopped. */
        ROLLED_BACK,
        /** A bundle kept failing, and its predecessor came back. */
        REVERTED
    }

    /**
     * One line.
     *
     * @param sequence 1, 2, 3 ... without gaps, over all nodes
     * @param name the bundle's symbolic name
     * @param version its version
     * @param after what serves under the name since then: the SHA-256 of a jar of the store, {@link
     *     #HOSTS_OWN}, or {@link #NONE}
     * @param reason the code of the problem that was the reason, or a hyphen
     * @param hostsOwn the version of the host's own bundle of this name at that time, {@link
     *     #NO_OWN}, or {@link #UNKNOWN} where that was not written down
     */
    record Entry(
            long sequence,
            Instant at,
            Action action,
            String name,
            String version,
            String after,
            String reason,
            String hostsOwn) {
        private String line() {
            String text =
                    String.join(
                            "\t",
                            Long.toString(sequence),
                            at.toString(),
                            action.name(),
                            name,
                            version,
                            after,
                            reason,
                            hostsOwn);
            return text + "\t" + crc(text);
        }
    }

    /** All sound lines, oldest first. */
    List<Entry> entries() throws IOException {
        var entries = new ArrayList<Entry>();
        if (Files.exists(file)) {
            String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            for (String line : all.split("\n")) {
                Entry entry = parse(line);
                if (entry != null) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    private static Entry parse(String line) {
        int end = line.lastIndexOf('\t');
        if (end < 0 || !crc(line.substring(0, end)).equals(line.substring(end + 1))) {
            return null;
        }
        String[] fields = line.substring(0, end).split("\t", -1);
        // Fields are only ever added at the end, so that every version reads every journal.
        if (fields.length < FEWEST_FIELDS) {
            return null;
        }
        try {
            return new Entry(
                    Long.parseLong(fields[0]),
                    Instant.parse(fields[1]),
                    Action.valueOf(fields[2]),
                    fields[3],
                    fields[4],
                    fields[5],
                    fields[6],
                    fields.length > FEWEST_FIELDS ? fields[FEWEST_FIELDS] : UNKNOWN);
        } catch (IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    /** Adds a line; when this returns, it is on the disk. */
    void add(Entry entry) throws IOException {
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            long end = channel.size();
            // A line that a crash left torn ends here, so that it does not swallow ours.
            String start = end == 0 || endsLine(channel, end) ? "" : "\n";
            ByteBuffer bytes =
                    ByteBuffer.wrap((start + entry.line() + "\n").getBytes(StandardCharsets.UTF_8));
            channel.position(end);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static boolean endsLine(FileChannel channel, long end) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return channel.read(last, end - 1) == 1 && last.get(0) == '\n';
    }

    private static String crc(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
