package org.openmso.embed.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory that OpenMSO keeps its state in: one running OpenMSO at a time. What we make is
 * readable by our user only; a directory that is there already keeps the rights that it has.
 */
final class DataDirectory implements AutoCloseable {
    /**
     * Directories in use in this JVM. Asked before the lock file is touched: on POSIX systems a
     * process that closes any channel of a file loses all its locks on it.
     */
    private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Makes it if needed, takes its lock, and clears what an earlier run left in its temporary
     * parts.
     */
    static DataDirectory open(Path path) {
        Path root;
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path);
                restrict(path);
            }
            root = path.toRealPath();
        } catch (IOException e) {
            throw Launch.DATA_UNUSABLE.failed(path.toString(), e);
        }
        if (!IN_USE.add(root)) {
            throw Launch.DATA_IN_USE.failed(path.toString(), null);
        }
        try {
            return lock(root);
        } catch (IOException | UncheckedIOException e) {
            IN_USE.remove(root);
            throw Launch.DATA_UNUSABLE.failed(path.toString(), e);
        } catch (RuntimeException | Error e) {
            IN_USE.remove(root);
            throw e;
        }
    }

    private static DataDirectory lock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            if (channel.tryLock() == null) {
                throw Launch.DATA_IN_USE.failed(root.toString(), null);
            }
            var directory = new DataDirectory(root, channel);
            delete(directory.scratch());
            Files.createDirectories(directory.scratch());
            restrict(directory.scratch());
            locked = true;
            return directory;
        } catch (OverlappingFileLockException e) {
            // Another copy of this class, in another class loader, holds it.
            throw Launch.DATA_IN_USE.failed(root.toString(), e);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    /** Where temporary files go. */
    Path scratch() {
        return root.resolve("scratch");
    }

    /** Where durable counters lie. */
    Path sequences() {
        return root.resolve("sequences");
    }

    /** Where applied bundles are kept, unless the host gives another place. */
    Path bundles() {
        return root.resolve("bundles");
    }

    /** Where the bundles' data lies; made when it is asked for. */
    Path database() {
        Path directory = root.resolve("database");
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(directory);
                restrict(directory);
            }
            return directory;
        } catch (IOException e) {
            throw Launch.DATA_UNUSABLE.failed(directory.toString(), e);
        }
    }

    /** Where the framework unpacks bundles; rebuilt at each start. */
    Path framework() {
        return root.resolve("framework");
    }

    @Override
    public void close() throws IOException {
        try {
            lockFile.close();
        } finally {
            IN_USE.remove(root);
        }
    }

    private static void restrict(Path directory) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (var all = Files.walk(tree)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
