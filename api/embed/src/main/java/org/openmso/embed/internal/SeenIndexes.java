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
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The highest index of each publisher that a store has met: a file with a line for each, its
 * number, its digest and the publisher's name, replaced as a whole. A file that cannot be read
 * accepts no index: to begin anew would let an old one in. The store's lock is held.
 */
final class SeenIndexes {
    private static final Pattern LINE = Pattern.compile("([0-9]{1,18}) ([0-9a-f]{64}) (.+)");

    private final Path file;

    SeenIndexes(Path file) {
        this.file = file;
    }

    private record Seen(long sequence, String digest) {}

    /**
     * Refuses an index that is not the highest of its publisher, and remembers the one that is;
     * when this returns, that is on the disk.
     *
     * @param index where it comes from, for messages
     */
    void meet(String index, IndexContent content) throws Refusal, IOException {
        Map<String, Seen> all = read();
        Seen highest = all.get(content.publisher());
        if (highest != null) {
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
            if (content.sequence() == highest.sequence) {
                if (!content.digest().equals(highest.digest)) {
                    throw IndexProblem.SAME_NUMBER.refusal(index, both);
                }
                return;
            }
        }
        all.put(content.publisher(), new Seen(content.sequence(), content.digest()));
        write(all);
    }

    private Map<String, Seen> read() throws IOException {
        var all = new TreeMap<String, Seen>();
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return all;
        }
        for (String line : text.split("\n")) {
            var form = LINE.matcher(line);
            if (!form.matches()) {
                throw new IOException("not a list of indexes: " + file);
            }
            all.put(form.group(3), new Seen(Long.parseLong(form.group(1)), form.group(2)));
        }
        return all;
    }

    private void write(Map<String, Seen> all) throws IOException {
        var text = new StringBuilder();
        all.forEach(
                (publisher, seen) ->
                        text.append(seen.sequence)
                                .append(' ')
                                .append(seen.digest)
                                .append(' ')
                                .append(publisher)
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
