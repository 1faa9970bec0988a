package org.openmso.embed.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
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

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(10);

    private final Path root;
    private final Journal journal;
    private final SeenIndexes indexes;

    /** The JVM's property that tells who changes this store. */
    private final String claim;

    private volatile boolean closed;

    private BundleStore(Path root) {
        this.root = root;
        this.journal = new Journal(root.resolve("journal"));
        this.indexes = new SeenIndexes(root.resolve("indexes"));
        this.claim = "org.openmso.store." + root;
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

    /** Who waits for the lock gives up; later work is refused. */
    void close() {
        closed = true;
    }

    /**
     * Runs work that nobody else, on no node, does at the same time, on a thread of its own: an
     * interruption of the caller would close the files that the work has open, and is kept for
     * later.
     *
     * @throws Refusal MSO-1047 if another holds the lock for too long, or what the work threw
     */
    <T> T exclusively(Work<T> work) throws Refusal {
        try {
            return Background.begin("mso-store", () -> locked(work)).await();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            if (e.getCause() instanceof RuntimeException unforeseen) {
                throw unforeseen;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private <T> T locked(Work<T> work) throws Refusal {
        long deadline = System.nanoTime() + StepLimits.store.toNanos();
        await(deadline, this::claim);
        try {
            return lockedForAll(deadline, work);
        } finally {
            System.getProperties().remove(claim);
        }
    }

    /**
     * Within this JVM, also where OpenMSO is loaded twice: a file's lock is the whole process's,
     * and closing a second channel of the file would give the first one's away.
     */
    private boolean claim() {
        return System.getProperties().putIfAbsent(claim, "changing") == null;
    }

    private <T> T lockedForAll(long deadline, Work<T> work) throws Refusal {
        FileChannel channel = lockFile();
        try {
            await(deadline, () -> isLocked(channel));
            return work.run();
        } finally {
            try {
                channel.close();
            } catch (IOException e) {
                // The lock is gone with the file; what was done under it was done.
                LOG.warn("the lock file of the store did not close", e);
            }
        }
    }

    private FileChannel lockFile() throws Refusal {
        try {
            return FileChannel.open(
                    root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private boolean isLocked(FileChannel channel) throws Refusal {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Somebody else in this JVM, who did not claim it as we do.
            return false;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void await(long deadline, Attempt attempt) throws Refusal {
        while (!attempt.succeeds()) {
            if (closed) {
                throw new Refusal(Refusals.closed().problem());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new Refusal(Launch.STORE_BUSY.at(root.toString()));
            }
            LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
        }
    }

    private Refusal unusable(IOException why) {
        return new Refusal(Launch.STORE_UNUSABLE.at(root.toString()), why);
    }

    /** What was done. */
    History history() throws Refusal {
        try {
            return History.of(journal.entries());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Adds to the journal. The lock is held. */
    void add(Entry entry) throws Refusal {
        try {
            journal.add(entry);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Refuses an index that is older than one met before, and remembers the one that is not.
     *
     * @param index where it comes from, for messages
     * @param signers who signed it, of those whom the host trusts
     */
    void meet(String index, IndexContent content, List<String> signers) throws Refusal {
        exclusively(
                () -> {
                    try {
                        indexes.meet(index, content, signers);
                    } catch (IOException e) {
                        throw unusable(e);
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
            Swaps.requireUninterrupted(jar.name());
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
            throw unusable(e);
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
            throw unusable(e);
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
            throw unusable(e);
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
            throw unusable(e);
        }
    }

    private Path jar(String digest) {
        return root.resolve("jars").resolve(digest + ".jar");
    }

    @FunctionalInterface
    private interface Attempt {
        boolean succeeds() throws Refusal;
    }

    /** What is done under the lock. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Refusal;
    }
}
