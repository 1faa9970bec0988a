package org.openmso.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The administrator's password of the database file, random, in a file beside it that only this
 * process's user may read. It keeps bundles from being administrators; who may read the directory
 * has the data anyway.
 */
final class H2Key {
    static final String ADMIN = "MSO";
    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String password;

    private H2Key(String password) {
        this.password = password;
    }

    /** Reads it; makes it where there is no database yet. */
    static H2Key of(Path directory) {
        Path file = directory.resolve("key");
        try {
            if (Files.exists(file)) {
                return new H2Key(Files.readString(file, StandardCharsets.US_ASCII).strip());
            }
            if (Files.exists(directory.resolve("openmso.mv.db"))) {
                throw StoreProblem.LOGIN_REFUSED.unavailable(
                        file.toString(), "The file with its key is missing.", null);
            }
            String password = random();
            Path part = directory.resolve("key.part");
            Files.deleteIfExists(part);
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        part,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(part, password + "\n", StandardCharsets.US_ASCII);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return new H2Key(password);
        } catch (IOException e) {
            throw StoreProblem.NO_SPACE.unavailable(file.toString(), "", e);
        }
    }

    /** A password. */
    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String password() {
        return password;
    }
}
