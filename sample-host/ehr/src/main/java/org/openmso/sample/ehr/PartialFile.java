package org.openmso.sample.ehr;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A report while it is written: {@code .reportNUMBER.partial}, readable by its owner only and
 * locked. A process that is asked to end deletes it. One that is killed leaves it behind, and the
 * system takes the lock away: the next report in the directory deletes such a file before it is
 * begun.
 */
final class PartialFile implements Closeable {
    private static final String PREFIX = ".report";
    private static final String SUFFIX = ".partial";
    private static final Pattern OURS = Pattern.compile("\\.report[0-9]+\\.partial");

    /**
     * Those of this JVM. Asked before one is opened: on POSIX systems a process that closes any
     * channel of a file loses all its locks on it.
     */
    private static final Set<Path> WRITING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(PartialFile::deleteWriting, "partial reports"));
    }

    private final Path path;
    private final FileChannel channel;

    private PartialFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes one in a directory that exists. */
    static PartialFile in(Path directory) throws IOException {
        Path real = directory.toRealPath();
        sweep(real);
        while (true) {
            Path made = Files.createTempFile(real, PREFIX, SUFFIX);
            WRITING.add(made);
            FileChannel channel = null;
            boolean ours = false;
            try {
                channel = FileChannel.open(made, StandardOpenOption.WRITE);
                ours = lock(channel) && Files.exists(made);
                if (ours) {
                    return new PartialFile(made, channel);
                }
            } catch (NoSuchFileException swept) {
                // By another process, before it was locked.
                ours = false;
            } finally {
                if (!ours) {
                    WRITING.remove(made);
                    if (channel != null) {
                        channel.close();
                    }
                }
            }
        }
    }

    Path path() {
        return path;
    }

    /** Locked until this is closed. */
    FileChannel channel() {
        return channel;
    }

    /** It is no longer deleted when the process ends; {@link #close} deletes it if it is there. */
    void keep() {
        WRITING.remove(path);
    }

    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(path);
        } finally {
            channel.close();
            WRITING.remove(path);
        }
    }

    private static boolean lock(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException e) {
            // A file system without locks: then nobody can sweep there either.
            return true;
        }
    }

    /** Deletes what killed processes left behind; what cannot be deleted stops no report. */
    private static void sweep(Path directory) {
        try (DirectoryStream<Path> partials =
                Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
            for (Path partial : partials) {
                if (OURS.matcher(partial.getFileName().toString()).matches()
                        && Files.isRegularFile(partial, LinkOption.NOFOLLOW_LINKS)
                        && !WRITING.contains(partial)) {
                    deleteUnlocked(partial);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return;
        }
    }

    private static void deleteUnlocked(Path partial) {
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                Files.deleteIfExists(partial);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // Not ours to open, or of a file system without locks, or in use all the same.
            return;
        }
    }

    private static void deleteWriting() {
        for (Path path : WRITING) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // The next report of the directory deletes it.
                continue;
            }
        }
    }
}
