package org.openmso.embed.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.internal.Journal.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the jars that operators applied are kept, by digest, with the journal of what was done.
 * Nodes of one host may share a store: whoever changes it holds its lock.
 */
final class BundleStore {
    /** Larger than any bundle; a jar that does not end is not read to its end. */
    static final long MOST_BYTES = 512L << 20;

    /** Longer than any jar takes to be copied and read. */
    private static final Duration STAGED_AT_MOST = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(BundleStore.class);

    /** Within this JVM; a file's lock is the whole process's. */
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path root;
    private final Journal journal;
    private final SeenIndexes indexes;
    private final ReentrantLock lock;

    private BundleStore(Path root) {
        this.root = root;
        this.journal = new Journal(root.resolve("journal"));
        this.indexes = new SeenIndexes(root.resolve("indexes"));
        this.lock = LOCKS.computeIfAbsent(root, it -> new ReentrantLock());
    }

    /** Opens a store; made when it is not there. */
    static BundleStore open(Path path) {
        try {
            Files.createDirectories(path.resolve("jars"));
            Files.createDirectories(path.resolve("staging"));
            return new BundleStore(path.toRealPath());
        } catch (IOException e) {
            throw Launch.STORE_UNUSABLE.failed(path.toString(), e);
        }
    }

    /** Runs work that nobody else, on no node, does at the same time. */
    <T> T exclusively(Work<T> work) throws Refusal {
        lock.lock();
        try {
            // Once only: closing a second channel of the file would give the first one's lock away.
            return lock.getHoldCount() > 1 ? work.run() : lockedForAll(work);
        } finally {
            lock.unlock();
        }
    }

    private <T> T lockedForAll(Work<T> work) throws Refusal {
        try (var channel =
                FileChannel.open(
                        root.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            FileLock held = channel.lock();
            try {
                return work.run();
            } finally {
                held.release();
            }
        } catch (IOException e) {
            throw new Refusal(Launch.STORE_UNUSABLE.at(root.toString()), e);
        }
    }

    /** What was done. */
    History history() throws Refusal {
        try {
            return History.of(journal.entries());
        } catch (IOException e) {
            throw new Refusal(Launch.STORE_UNUSABLE.at(root.toString()), e);
        }
    }

    /** Adds to the journal. The lock is held. */
    void add(Entry entry) throws Refusal {
        try {
            journal.add(entry);
        } catch (IOException e) {
            throw new Refusal(Launch.STORE_UNUSABLE.at(root.toString()), e);
        }
    }

    /**
     * Refuses an index that is older than one met before, and remembers the one that is not.
     *
     * @param index where it comes from, for messages
     */
    void meet(String index, IndexContent content) throws Refusal {
        exclusively(
                () -> {
                    try {
                        indexes.meet(index, content);
                    } catch (IOException e) {
                        throw new Refusal(Launch.STORE_UNUSABLE.at(root.toString()), e);
                    }
                    return null;
                });
    }

    /**
     * Copies a jar to a private place and reads it back from there, so that what is judged and
     * installed cannot change any more.
     */
    byte[] staged(NamedInput jar) throws Refusal {
        Path copy = null;
        try {
            copy = Files.createTempFile(root.resolve("staging"), "jar", ".tmp");
            try (InputStream in = jar.open();
                    var out = Files.newOutputStream(copy)) {
                copy(jar.name(), in, out);
            }
            return Files.readAllBytes(copy);
        } catch (IOException e) {
            throw new Refusal(Launch.CANDIDATE_UNREADABLE.at(jar.name()), e);
        } finally {
            discard(copy);
        }
    }

    private static void copy(String name, InputStream in, java.io.OutputStream out)
            throws IOException, Refusal {
        byte[] buffer = new byte[64 << 10];
        long total = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            if (total > MOST_BYTES) {
                throw new Refusal(
                        Launch.CANDIDATE_UNREADABLE.at(
                                name, "It has more than " + (MOST_BYTES >> 20) + " MiB."));
            }
            out.write(buffer, 0, read);
        }
    }

    private static void discard(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It lies in the folder for temporary files, which is cleared later.
            file.toFile().deleteOnExit();
        }
    }

    /** Keeps a jar; when this returns, it is on the disk whole. The lock is held. */
    BundleFile keep(String file, byte[] jar) throws Refusal {
        String digest = BundleFile.digestOf(jar);
        Path kept = jar(digest);
        try {
            if (!Files.exists(kept)) {
                Path copy = Files.createTempFile(root.resolve("staging"), "jar", ".tmp");
                try (var out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                    var bytes = java.nio.ByteBuffer.wrap(jar);
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                    out.force(true);
                }
                move(copy, kept);
            }
            return BundleFile.kept(file, digest, kept.toUri().toURL());
        } catch (IOException e) {
            throw new Refusal(Launch.STORE_UNUSABLE.at(root.toString()), e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A jar that was kept; its bytes are checked against the digest when they are read. */
    BundleFile kept(String name, String version, String digest) throws Refusal {
        try {
            return BundleFile.kept(
                    name + "-" + version + ".jar", digest, jar(digest).toUri().toURL());
        } catch (IOException e) {
            throw new Refusal(Launch.STORE_UNUSABLE.at(root.toString()), e);
        }
    }

    /** Deletes the jars that are in nobody's way back. The lock is held. */
    void prune(Set<String> digests) throws Refusal {
        clearStaging();
        try (var jars = Files.list(root.resolve("jars"))) {
            for (Path jar : jars.collect(Collectors.toList())) {
                String name = jar.getFileName().toString();
                if (!digests.contains(name.substring(0, Math.max(0, name.length() - 4)))) {
                    Files.deleteIfExists(jar);
                }
            }
        } catch (IOException e) {
            throw new Refusal(Launch.STORE_UNUSABLE.at(root.toString()), e);
        }
    }

    /** What a node that was killed left; another's plan, which takes no lock, is not so old. */
    private void clearStaging() throws Refusal {
        var longAgo = FileTime.from(Instant.now().minus(STAGED_AT_MOST));
        try (var staged = Files.list(root.resolve("staging"))) {
            for (Path file : staged.collect(Collectors.toList())) {
                if (Files.getLastModifiedTime(file).compareTo(longAgo) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("a plan has just ended: {}", e.toString());
        } catch (IOException e) {
            throw new Refusal(Launch.STORE_UNUSABLE.at(root.toString()), e);
        }
    }

    private Path jar(String digest) {
        return root.resolve("jars").resolve(digest + ".jar");
    }

    /** What is done under the lock. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Refusal;
    }
}
