package org.openmso.embed.internal.signing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;

/** Jars as bytes: written, signed, taken apart and put together again. */
public final class Jars {
    /** The same for all, so that the same entries make the same jar. */
    private static final LocalDateTime WRITTEN = LocalDateTime.of(2026, 11, 1, 12, 0);

    /** A manifest, a class, a nested jar, a class for a newer Java, a folder, an empty file. */
    public static Map<String, byte[]> content() {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put(
                "META-INF/MANIFEST.MF",
                text("Manifest-Version: 1.0\r\nBundle-SymbolicName: made.up\r\n\r\n"));
        entries.put("org/", new byte[0]);
        entries.put("org/Bundle.class", text("not really a class, but long enough, long enough"));
        entries.put("org/empty.txt", new byte[0]);
        entries.put("lib/nested.jar", write(Map.of("inner.txt", text("inside"))));
        entries.put("META-INF/versions/21/org/Bundle.class", text("for Java 21"));
        entries.put("META-INF/services/org.Thing", text("org.Bundle"));
        return entries;
    }

    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A jar of these entries, in this order. */
    public static byte[] write(Map<String, byte[]> entries) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                var header = new ZipEntry(entry.getKey());
                header.setTimeLocal(WRITTEN);
                out.putNextEntry(header);
                out.write(entry.getValue());
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The entries of a jar, read as a stream. */
    public static Map<String, byte[]> read(byte[] jar) {
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

    /** The entries of a jar, read by its directory, as frameworks do. */
    public static Map<String, byte[]> readByDirectory(byte[] jar) {
        return inFile(
                jar,
                zip -> {
                    var entries = new LinkedHashMap<String, byte[]>();
                    for (var each = zip.entries(); each.hasMoreElements(); ) {
                        ZipEntry entry = each.nextElement();
                        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                    }
                    return entries;
                });
    }

    /** A jar with other entries, put together again. */
    public static byte[] changed(byte[] jar, UnaryOperator<Map<String, byte[]>> change) {
        return write(change.apply(read(jar)));
    }

    /** Signed as {@code jarsigner} signs. */
    public static byte[] signed(byte[] jar, Identity signer) {
        return signed(jar, signer, "AUTHOR", builder -> builder);
    }

    /** Signed with particulars. */
    public static byte[] signed(
            byte[] jar,
            Identity signer,
            String name,
            UnaryOperator<JarSigner.Builder> particulars) {
        return inFile(
                jar,
                zip -> {
                    var path =
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(signer.chain());
                    var signed = new ByteArrayOutputStream();
                    particulars
                            .apply(new JarSigner.Builder(signer.key(), path).signerName(name))
                            .build()
                            .sign(zip, signed);
                    return signed.toByteArray();
                });
    }

    private static <T> T inFile(byte[] jar, Work<T> work) {
        try {
            Path file = Files.createTempFile("jars", ".jar");
            try {
                Files.write(file, jar);
                try (var zip = new ZipFile(file.toFile())) {
                    return work.on(zip);
                }
            } finally {
                Files.delete(file);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Work<T> {
        T on(ZipFile zip) throws Exception;
    }

    private Jars() {}
}
