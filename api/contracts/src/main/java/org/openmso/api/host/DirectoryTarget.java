package org.openmso.api.host;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Interchanges as files of one directory. */
final class DirectoryTarget implements InterchangeTarget {
    private final Path directory;

    DirectoryTarget(Path directory) {
        this.directory = directory;
    }

    @Override
    public Interchange create(String name) throws IOException {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,199}")) {
            throw new IOException("not a plain file name: " + name);
        }
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
        return new FileInterchange(directory.resolve(name));
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
        private final FileOutputStream file;
        private final OutputStream buffered;

        FileInterchange(Path target) throws IOException {
            this.target = target;
            // Claims are patient data: a temporary file is made for its owner only.
            this.partial = Files.createTempFile(target.getParent(), ".", ".partial");
            this.file = new FileOutputStream(partial.toFile());
            this.buffered = new BufferedOutputStream(file, 1 << 16);
        }

        @Override
        public OutputStream stream() {
            return buffered;
        }

        @Override
        public void commit() throws IOException {
            buffered.flush();
            file.getFD().sync();
            file.close();
            publish(partial, target);
            syncDirectory();
        }

        @Override
        public void close() throws IOException {
            try {
                file.close();
            } finally {
                Files.deleteIfExists(partial);
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
