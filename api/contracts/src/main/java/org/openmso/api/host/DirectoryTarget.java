package org.openmso.api.host;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Interchanges as files of one directory.
 *
 * <p>While one is written it is {@code .NAME.RANDOM.partial}, readable by its owner only and
 * locked. A process that is killed leaves it behind with claims in it, and the system takes the
 * lock away: the next target of the directory deletes such a file before it writes.
 */
final class DirectoryTarget implements InterchangeTarget {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9.-]{0,199}";
    private static final String PARTIAL = ".partial";

    /** Ours only: others may keep partial files of their own here, without a lock. */
    private static final Pattern OURS = Pattern.compile("\\." + NAME + "\\.[0-9]+\\" + PARTIAL);

    /**
     * Partial files of this JVM. Asked before one is opened: on POSIX systems a process that closes
     * any channel of a file loses all its locks on it.
     */
    private static final Set<Path> WRITING = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final AtomicBoolean swept = new AtomicBoolean();

    DirectoryTarget(Path directory) {
        this.directory = directory;
    }

    @Override
    public Interchange create(String name) throws IOException {
        if (!name.matches(NAME)) {
            throw new IOException("not a plain file name: " + name);
        }
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
        if (!swept.getAndSet(true)) {
            sweep(directory);
        }
        return new FileInterchange(directory.resolve(name));
    }

    /** Deletes what killed processes left behind; what cannot be deleted stops no claim. */
    private static void sweep(Path directory) {
        try (DirectoryStream<Path> partials =
                Files.newDirectoryStream(directory.toRealPath(), ".*" + PARTIAL)) {
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

    /**
     * Gives a whole file its name, unless a file has it; of two that try at the same time, one
     * fails.
     */
    static void publish(Path whole, Path target) throws IOException {
        try {
            // A hard link is the one step that makes a name and never replaces one.
            Files.createLink(target, whole);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            rename(whole, target);
        }
    }

    /**
     * For file systems without hard links. A rename replaces, so the name is taken by a second file
     * first; one left by a crash keeps the name taken, which loses nothing.
     */
    static void rename(Path whole, Path target) throws IOException {
        Path taken = target.resolveSibling("." + target.getFileName() + ".taken");
        Files.createFile(taken);
        try {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.delete(taken);
        }
    }

    private static final class FileInterchange implements Interchange {
        private final Path target;
        private final Path partial;
        private final FileChannel file;
        private final OutputStream buffered;

        FileInterchange(Path target) throws IOException {
            this.target = target;
            Path made = null;
            FileChannel opened = null;
            while (opened == null) {
                made = makePartial(target);
                opened = openLocked(made);
            }
            this.partial = made;
            this.file = opened;
            this.buffered = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
        }

        /** Claims are patient data: a temporary file is made for its owner only. */
        private static Path makePartial(Path target) throws IOException {
            Path parent = target.getParent().toRealPath();
            return Files.createTempFile(parent, "." + target.getFileName() + ".", PARTIAL);
        }

        /** Null when another process swept the file away before it was locked. */
        private static FileChannel openLocked(Path partial) throws IOException {
            WRITING.add(partial);
            FileChannel channel = null;
            try {
                channel = FileChannel.open(partial, StandardOpenOption.WRITE);
                if (lock(channel) && Files.exists(partial)) {
                    return channel;
                }
            } catch (NoSuchFileException e) {
                channel = null;
            } catch (IOException | RuntimeException e) {
                WRITING.remove(partial);
                throw e;
            }
            WRITING.remove(partial);
            if (channel != null) {
                channel.close();
            }
            return null;
        }

        private static boolean lock(FileChannel channel) {
            try {
                FileLock lock = channel.tryLock();
                return lock != null;
            } catch (IOException e) {
                // A file system without locks: then nobody can sweep there either.
                return true;
            }
        }

        @Override
        public OutputStream stream() {
            return buffered;
        }

        @Override
        public void commit() throws IOException {
            buffered.flush();
            file.force(true);
            // Still locked, so that nobody sweeps the file between its last byte and its name.
            publish(partial, target);
            syncDirectory();
        }

        @Override
        public void close() throws IOException {
            try {
                Files.deleteIfExists(partial);
            } finally {
                file.close();
                WRITING.remove(partial);
            }
        }

        private void syncDirectory() {
            try (FileChannel parent =
                    FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
                parent.force(true);
            } catch (IOException e) {
                // Not every system can, Windows for one. The interchange is visible by now: to
                // report a failure would have it made twice.
                return;
            }
        }
    }
}
