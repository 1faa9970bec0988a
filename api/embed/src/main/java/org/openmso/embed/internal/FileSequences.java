package org.openmso.embed.internal;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import org.openmso.api.host.Sequences;

/**
 * Counters in files of the data directory, one file each, replaced by an atomic rename after its
 * bytes are on disk. The file says up to where numbers may have been given; a number is given only
 * after the file covers it.
 */
final class FileSequences implements Sequences {
    /** Numbers covered by one write. A crash skips at most this many. */
    private static final long BLOCK = 10;

    private final Path directory;
    private final ConcurrentHashMap<String, Counter> counters = new ConcurrentHashMap<>();

    FileSequences(Path directory) {
        this.directory = directory;
    }

    @Override
    public long next(String key) throws IOException {
        return counters.computeIfAbsent(key, unused -> new Counter()).next(fileOf(key));
    }

    private Path fileOf(String key) {
        Path file = directory;
        for (String part : key.split("/", 3)) {
            // The suffix keeps names such as ".." harmless.
            file = file.resolve(URLEncoder.encode(part, StandardCharsets.UTF_8) + ".seq");
        }
        return file;
    }

    private static final class Counter {
        private long last;
        private long covered;

        synchronized long next(Path file) throws IOException {
            if (last == covered) {
                long before = covered == 0 ? read(file) : covered;
                write(file, Math.addExact(before, BLOCK));
                last = before;
                covered = before + BLOCK;
            }
            return ++last;
        }

        private static long read(Path file) throws IOException {
            try {
                String text = Files.readString(file, StandardCharsets.US_ASCII).trim();
                long value = Long.parseLong(text);
                if (value < 0) {
                    throw new IOException("not a counter: " + file);
                }
                return value;
            } catch (NoSuchFileException e) {
                return 0;
            } catch (NumberFormatException e) {
                // Guessing would repeat a number.
                throw new IOException("not a counter: " + file, e);
            }
        }

        private static void write(Path file, long value) throws IOException {
            Files.createDirectories(file.getParent());
            Path next = file.resolveSibling(file.getFileName() + ".next");
            try (FileChannel channel =
                    FileChannel.open(
                            next,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                channel.write(ByteBuffer.wrap((value + "\n").getBytes(StandardCharsets.US_ASCII)));
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
