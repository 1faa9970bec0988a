package org.openmso.embed.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/**
 * The directory that OpenMSO keeps its state in: one running OpenMSO at a time, readable by its
 * user only.
 */
final class DataDirectory implements AutoCloseable {
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
        FileChannel channel = null;
        try {
            Path root = path.toAbsolutePath();
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root);
                restrict(root);
            }
            channel =
                    FileChannel.open(
                            root.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw Launch.DATA_IN_USE.failed(path.toString(), null);
            }
            var directory = new DataDirectory(root, channel);
            delete(directory.scratch());
            Files.createDirectories(directory.scratch());
            restrict(directory.scratch());
            return directory;
        } catch (OverlappingFileLockException e) {
            closeQuietly(channel);
            throw Launch.DATA_IN_USE.failed(path.toString(), null);
        } catch (IOException | UncheckedIOException e) {
            closeQuietly(channel);
            throw Launch.DATA_UNUSABLE.failed(path.toString(), e);
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

    /** Where the framework unpacks bundles; rebuilt at each start. */
    Path framework() {
        return root.resolve("framework");
    }

    @Override
    public void close() {
        closeQuietly(lockFile);
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

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
