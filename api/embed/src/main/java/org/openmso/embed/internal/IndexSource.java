package org.openmso.embed.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.openmso.embed.BundleIndex;
import org.openmso.embed.internal.IndexContent.Listed;

/**
 * Where an index and its jars come from: a folder, or a server. Never gives more than asked for.
 */
interface IndexSource {
    /**
     * The index's bytes.
     *
     * @throws Refusal MSO-1052 to MSO-1054 if it cannot be had, MSO-1055 if it has more than these
     */
    byte[] index(long most) throws Refusal;

    /**
     * A jar that the index offers, with the size and digest that it states.
     *
     * @throws Refusal MSO-1052 to MSO-1054 if it cannot be had, MSO-1063 if it is another
     */
    byte[] jar(Listed listed) throws Refusal;

    /**
     * The source of an index.
     *
     * @throws Refusal MSO-1050 or MSO-1051 if its address cannot be used
     */
    static IndexSource of(BundleIndex index) throws Refusal {
        if (index.file().isPresent()) {
            return new Folder(index.file().get());
        }
        URI address = index.address();
        String scheme =
                address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.equals("file")) {
            try {
                return new Folder(Path.of(address));
            } catch (IllegalArgumentException | FileSystemNotFoundException e) {
                throw IndexProblem.ADDRESS_UNUSABLE.refusal(
                        index.toString(), "It is no file of this machine.", e);
            }
        }
        try {
            return HttpSource.of(index, scheme);
        } catch (NoClassDefFoundError e) {
            throw IndexProblem.ADDRESS_UNUSABLE.refusal(
                    index.toString(), "This Java has no module java.net.http.", e);
        }
    }

    /** The bytes of a jar, if it is as the index states. */
    static byte[] asStated(Listed listed, byte[] jar) throws Refusal {
        if (jar.length != listed.size()) {
            throw differs(listed, "has " + jar.length, null);
        }
        String digest = BundleFile.digestOf(jar);
        if (!digest.equals(listed.sha256())) {
            throw IndexProblem.JAR_DIFFERS.refusal(
                    listed.jar(),
                    "Promised is SHA-256 " + listed.sha256() + ", found " + digest + ".");
        }
        return jar;
    }

    /** A jar that has more than the index states; it was not read on. */
    static Refusal longer(Listed listed, Exception why) {
        return differs(listed, "has more", why);
    }

    private static Refusal differs(Listed listed, String found, Exception why) {
        return IndexProblem.JAR_DIFFERS.refusal(
                listed.jar(),
                "Promised are " + listed.size() + " bytes, and it " + found + ".",
                why);
    }

    /** Something has more bytes than were asked for. */
    final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Files beside each other. */
    final class Folder implements IndexSource {
        private final Path index;

        private Folder(Path index) {
            this.index = index.toAbsolutePath();
        }

        @Override
        public byte[] index(long most) throws Refusal {
            try {
                return read(index, most);
            } catch (TooLong e) {
                throw IndexProblem.TOO_LARGE.refusal(
                        index.toString(), "It has more than " + most + " bytes.", e);
            } catch (IOException e) {
                throw unreachable(index, e);
            }
        }

        @Override
        public byte[] jar(Listed listed) throws Refusal {
            Path jar = index.resolveSibling(listed.jar());
            try {
                return asStated(listed, read(jar, listed.size()));
            } catch (TooLong e) {
                throw longer(listed, e);
            } catch (IOException e) {
                throw unreachable(jar, e);
            }
        }

        private static byte[] read(Path file, long most) throws IOException {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new IOException("it is no file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes((int) most + 1);
                if (bytes.length > most) {
                    throw new TooLong();
                }
                return bytes;
            }
        }

        private static Refusal unreachable(Path file, IOException why) {
            return IndexProblem.UNREACHABLE.refusal(
                    file.toString(),
                    why instanceof NoSuchFileException
                            ? "There is no such file."
                            : "It cannot be read: " + JarLayout.shown(why.toString()) + ".",
                    why);
        }
    }
}
