package org.openmso.sample.ehr.rehearsal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A jar taken apart and put together again, in memory. */
final class JarEntries {
    /** The same for all, within what a jar can tell without extra fields. */
    private static final LocalDateTime WRITTEN = LocalDateTime.of(2026, 1, 1, 12, 0);

    private JarEntries() {}

    /** Entries by name, in their order. */
    static Map<String, byte[]> of(byte[] jar) {
        var entries = new LinkedHashMap<String, byte[]>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    /** The jar. Nothing is compressed: a rehearsal makes many, and none of them travels. */
    static byte[] jar(Map<String, byte[]> entries) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                var crc = new CRC32();
                crc.update(each.getValue());
                var entry = new ZipEntry(each.getKey());
                entry.setTimeLocal(WRITTEN);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(each.getValue().length);
                entry.setCrc(crc.getValue());
                out.putNextEntry(entry);
                out.write(each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
