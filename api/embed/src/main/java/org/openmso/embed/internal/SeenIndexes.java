package org.openmso.embed.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The highest index that a store has met of each publisher and signer: a file with a line for each,
 * replaced as a whole. Not of a publisher alone: any trusted signer could keep another's indexes
 * out by a high number under that one's name. A file that cannot be read accepts no index: to begin
 * anew would let an old one in. The store's lock is held.
 */
final class SeenIndexes {
    /** The SHA-256 of the signer's subject, the number, the digest, the publisher's name. */
    private static final Pattern LINE =
            Pattern.compile("([0-9a-f]{64}) ([0-9]{1,18}) ([0-9a-f]{64}) (.+)");

    /** Of a time before signers were told apart: it counts for all of them. */
    private static final Pattern FIRST_FORM = Pattern.compile("([0-9]{1,18}) ([0-9a-f]{64}) (.+)");

    private static final String ANYBODY = "";

    private final Path file;

    SeenIndexes(Path file) {
        this.file = file;
    }

    /** Of whom. */
    private record Source(String publisher, String signer) implements Comparable<Source> {
        @Override
        public int compareTo(Source other) {
            int by = publisher.compareTo(other.publisher);
            return by == 0 ? signer.compareTo(other.signer) : by;
        }
    }

    private record Seen(long sequence, String digest) {}

    /**
     * Refuses an index that is not the highest of its publisher and each of its signers, and
     * remembers the one that is; when this returns, that is on the disk.
     *
     * @param index where it comes from, for messages
     * @param signers the subjects of its trusted signers, which outlive their certificates
     */
    void meet(String index, IndexContent content, List<String> signers)
            throws Refusal, IOException {
        Map<Source, Seen> all = read();
        var sources =
                signers.stream()
                        .map(it -> it.getBytes(StandardCharsets.UTF_8))
                        .map(it -> new Source(content.publisher(), BundleFile.digestOf(it)))
                        .toList();
        check(index, content, all.get(new Source(content.publisher(), ANYBODY)));
        for (Source source : sources) {
            check(index, content, all.get(source));
        }
        var seen = new Seen(content.sequence(), content.digest());
        boolean changed = false;
        for (Source source : sources) {
            changed |= !seen.equals(all.put(source, seen));
        }
        if (changed) {
            write(all);
        }
    }

    private static void check(String index, IndexContent content, Seen highest) throws Refusal {
        if (highest == null || content.sequence() > highest.sequence) {
            return;
        }
        String both =
                "This one of "
                        + content.publisher()
                        + " has number "
                        + content.sequence()
                        + ", the highest met has "
                        + highest.sequence
                        + ".";
        if (content.sequence() < highest.sequence) {
            throw IndexProblem.REPLAYED.refusal(index, both);
        }
        if (!content.digest().equals(highest.digest)) {
            throw IndexProblem.SAME_NUMBER.refusal(index, both);
        }
    }

    private Map<Source, Seen> read() throws IOException {
        var all = new TreeMap<Source, Seen>();
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return all;
        }
        for (String line : text.split("\n")) {
            var form = LINE.matcher(line);
            var first = FIRST_FORM.matcher(line);
            if (form.matches()) {
                all.put(
                        new Source(form.group(4), form.group(1)),
                        new Seen(Long.parseLong(form.group(2)), form.group(3)));
            } else if (first.matches()) {
                all.put(
                        new Source(first.group(3), ANYBODY),
                        new Seen(Long.parseLong(first.group(1)), first.group(2)));
            } else {
                throw new IOException("not a list of indexes: " + file);
            }
        }
        return all;
    }

    private void write(Map<Source, Seen> all) throws IOException {
        var text = new StringBuilder();
        all.forEach(
                (source, seen) ->
                        text.append(source.signer.isEmpty() ? "" : source.signer + " ")
                                .append(seen.sequence)
                                .append(' ')
                                .append(seen.digest)
                                .append(' ')
                                .append(source.publisher)
                                .append('\n'));
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (var channel =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        }
        try (var folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Windows cannot open a directory; there the rename itself is durable.
            if (java.io.File.separatorChar == '/') {
                throw e;
            }
        }
    }
}
