package org.openmso.fhir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.openmso.api.OutputFailed;

/**
 * Two sorted tables: records by number, numbers by key. In memory up to a budget, beyond it in one
 * file, encrypted with a key that exists in this object only. For one thread.
 */
final class Shelf implements AutoCloseable {
    private static final int ENTRY = 100;
    private static final int CACHE_MIB = 8;
    private static final int UNSAVED_KIB = 2048;

    private final Path directory;
    private final long budget;
    private TreeMap<Long, byte[]> records = new TreeMap<>();
    private TreeMap<String, Long> index = new TreeMap<>();
    private long used;
    private Optional<OnDisk> disk = Optional.empty();

    private record OnDisk(
            Path file, MVStore store, MVMap<Long, byte[]> records, MVMap<String, Long> index) {}

    /**
     * @param directory where the file goes
     * @param budget bytes in memory
     */
    Shelf(Path directory, long budget) {
        this.directory = directory;
        this.budget = budget;
    }

    void put(long number, byte[] record) {
        try {
            if (disk.isPresent()) {
                disk.get().records.put(number, record);
                return;
            }
        } catch (MVStoreException failure) {
            throw failed(failure);
        }
        records.put(number, record);
        use(record.length + ENTRY);
    }

    byte[] get(long number) {
        try {
            return disk.isPresent() ? disk.get().records.get(number) : records.get(number);
        } catch (MVStoreException failure) {
            throw failed(failure);
        }
    }

    /** Enters a key, unless it is there. */
    void enter(String key, long number) {
        try {
            if (disk.isPresent()) {
                disk.get().index.putIfAbsent(key, number);
                return;
            }
        } catch (MVStoreException failure) {
            throw failed(failure);
        }
        if (index.putIfAbsent(key, number) == null) {
            use(2L * key.length() + ENTRY);
        }
    }

    boolean has(String key) {
        try {
            return disk.isPresent() ? disk.get().index.containsKey(key) : index.containsKey(key);
        } catch (MVStoreException failure) {
            throw failed(failure);
        }
    }

    /** Hears index entries until it has heard enough. */
    interface Visitor {
        /** Returns whether to go on. */
        boolean visit(String key, long number);
    }

    /** Visits all entries whose key begins with a prefix, in order. Entering meanwhile is fine. */
    void visit(String prefix, Visitor visitor) {
        String key = following(prefix, true);
        while (key != null && key.startsWith(prefix)) {
            if (!visitor.visit(key, number(key))) {
                return;
            }
            key = following(key, false);
        }
    }

    private String following(String key, boolean itself) {
        try {
            if (disk.isPresent()) {
                var stored = disk.get().index;
                return itself ? stored.ceilingKey(key) : stored.higherKey(key);
            }
        } catch (MVStoreException failure) {
            throw failed(failure);
        }
        return itself ? index.ceilingKey(key) : index.higherKey(key);
    }

    private long number(String key) {
        try {
            return disk.isPresent() ? disk.get().index.get(key) : index.get(key);
        } catch (MVStoreException failure) {
            throw failed(failure);
        }
    }

    /** Bytes in memory by this object's count; what is on disk is not in it. */
    long used() {
        return used;
    }

    boolean onDisk() {
        return disk.isPresent();
    }

    private void use(long bytes) {
        used += bytes;
        if (used > budget) {
            toDisk();
        }
    }

    private void toDisk() {
        Path file;
        try {
            file = Files.createTempFile(directory, "fhir-", ".tmp");
        } catch (IOException failure) {
            throw failed(failure);
        }
        try {
            var store =
                    new MVStore.Builder()
                            .fileName(file.toString())
                            .encryptionKey(randomKey())
                            .cacheSize(CACHE_MIB)
                            .autoCommitBufferSize(UNSAVED_KIB)
                            .open();
            // No background thread, no old versions: nothing is read back after a crash.
            store.setAutoCommitDelay(0);
            store.setRetentionTime(0);
            store.setVersionsToKeep(0);
            MVMap<Long, byte[]> storedRecords =
                    store.openMap(
                            "records",
                            new MVMap.Builder<Long, byte[]>()
                                    .keyType(LongDataType.INSTANCE)
                                    .valueType(ByteArrayDataType.INSTANCE));
            MVMap<String, Long> storedIndex =
                    store.openMap(
                            "index",
                            new MVMap.Builder<String, Long>()
                                    .keyType(StringDataType.INSTANCE)
                                    .valueType(LongDataType.INSTANCE));
            disk = Optional.of(new OnDisk(file, store, storedRecords, storedIndex));
            records.forEach(storedRecords::put);
            index.forEach(storedIndex::put);
        } catch (MVStoreException failure) {
            delete(file);
            throw failed(failure);
        }
        records = new TreeMap<>();
        index = new TreeMap<>();
        used = 0;
    }

    private static char[] randomKey() {
        var random = new SecureRandom();
        var key = new char[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (char) (1 + random.nextInt(0xd7ff));
        }
        return key;
    }

    private static OutputFailed failed(Exception failure) {
        return new OutputFailed(
                Reason.STORE_FAILED.at(
                        "",
                        "The temporary file cannot be written: "
                                + failure.getClass().getSimpleName()
                                + "."),
                failure);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            // It is unreadable without its key, and the directory is emptied at each start.
            file.toFile().deleteOnExit();
        }
    }

    @Override
    public void close() {
        disk.ifPresent(
                open -> {
                    open.store.closeImmediately();
                    delete(open.file);
                });
    }
}
