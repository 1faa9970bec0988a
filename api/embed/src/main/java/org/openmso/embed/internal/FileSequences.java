package org.openmso.embed.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.openmso.api.host.Sequences;

/**
 * Counters in files of the data directory, one file each, replaced by an atomic rename after its
 * bytes are on disk. The file says up to where numbers may have been given; a number is given only
 * after the file covers it. Closing writes the last number given, so that only a crash skips some.
 */
final class FileSequences implements Sequences, AutoCloseable {
    /** Numbers covered by one write. A crash skips fewer than this. */
    private static final long BLOCK = 10;

    private static final Pattern COUNTER = Pattern.compile("[0-9]{1,18}");

    /** What is a name of its own on every file system; case is not, nor are Windows' devices. */
    private static final Pattern PLAIN =
            Pattern.compile("(?!(con|prn|aux|nul|com[0-9]|lpt[0-9])$)[a-z0-9][a-z0-9-]{0,62}");

    private final Path directory;
    private final ConcurrentHashMap<String, Counter> counters = new ConcurrentHashMap<>();
    private volatile boolean closed;

    FileSequences(Path directory) {
        this.directory = directory;
    }

    @Override
    public long next(String key) throws IOException {
        return counter(key).next();
    }

    /** Not by {@code computeIfAbsent}, which a caller at the brink of its stack would spoil. */
    private Counter counter(String key) {
        Counter counter = counters.get(key);
        if (counter == null) {
            var made = new Counter(fileOf(key));
            counter = counters.putIfAbsent(key, made);
            return counter == null ? made : counter;
        }
        return counter;
    }

    /** Refuses further numbers and gives back those that were covered and not given. */
    @Override
    public void close() throws IOException {
        closed = true;
        for (Counter counter : counters.values()) {
            counter.close();
        }
    }

    /** Folders have no dot in their name and files have, so that no key is in another's way. */
    private Path fileOf(String key) {
        String[] parts = key.split("/", 3);
        Path folder = directory;
        for (int i = 0; i < parts.length - 1; i++) {
            folder = folder.resolve(nameOf(parts[i]));
        }
        return folder.resolve(nameOf(parts[parts.length - 1]) + ".seq");
    }

    /** The part itself where it can be a file's name, otherwise its digest. */
    private static String nameOf(String part) {
        if (PLAIN.matcher(part).matches()) {
            return part;
        }
        try {
            // Two bytes a character: no character is lost, as a lone surrogate would be in UTF-8.
            byte[] exact = new byte[part.length() * 2];
            ByteBuffer.wrap(exact).asCharBuffer().put(part);
            return "_"
                    + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(exact));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private final class Counter {
        private final Path file;
        private long last;
        private long covered;

        Counter(Path file) {
            this.file = file;
        }

        synchronized long next() throws IOException {
            if (closed) {
                throw new IOException("the counters are closed");
            }
            if (last == covered) {
                long before = covered == 0 ? read() : covered;
                write(before + BLOCK);
                last = before;
                covered = before + BLOCK;
            }
            return ++last;
        }

        synchronized void close() throws IOException {
            if (last < covered) {
                write(last);
                covered = last;
            }
        }

        private long read() throws IOException {
            try {
                String text = Files.readString(file, StandardCharsets.US_ASCII).trim();
                if (!COUNTER.matcher(text).matches()) {
                    // Guessing would repeat a number.
                    throw new IOException("not a counter: " + file);
                }
                return Long.parseLong(text);
            } catch (NoSuchFileException e) {
                return 0;
            }
        }

        private void write(long value) throws IOException {
            Files.createDirectories(file.getParent());
            Path next = file.resolveSibling(file.getFileName() + ".next");
            try (FileChannel channel =
                    FileChannel.open(
                            next,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                var bytes = ByteBuffer.wrap((value + "\n").getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel parent = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                parent.force(true);
            } catch (IOException e) {
                // Windows cannot open a directory; there the rename itself is durable.
                if (java.io.File.separatorChar == '/') {
                    throw e;
                }
            }
        }
    }
}
