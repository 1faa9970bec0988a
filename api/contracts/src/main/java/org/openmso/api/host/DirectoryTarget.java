package org.openmso.api.host;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Interchanges as files of one directory. */
final class DirectoryTarget implements InterchangeTarget {
    private final Path directory;

    DirectoryTarget(Path directory) {
        this.directory = directory;
    }

    @Override
    public Interchange create(String name) throws IOException {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
            throw new IOException("not a plain file name: " + name);
        }
        Files.createDirectories(directory);
        return new FileInterchange(directory.resolve(name));
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
            if (Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void close() throws IOException {
            file.close();
            Files.deleteIfExists(partial);
        }
    }
}
