package org.openmso.api.host;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something to read, with a name for messages. Implemented by hosts; opened at most once a call,
 * and closed.
 */
@ConsumerType
public interface NamedInput {
    /** What people know it by, for example a file name. Must not hold patient data. */
    String name();

    /** Opens it from its beginning. The reader closes it. */
    InputStream open() throws IOException;

    /** A file, named as given. */
    static NamedInput of(Path file) {
        return of(file.toString(), () -> Files.newInputStream(file));
    }

    /** Bytes in memory. */
    static NamedInput of(String name, byte[] content) {
        return of(name, () -> new ByteArrayInputStream(content));
    }

    /** Anything that can be opened. */
    static NamedInput of(String name, Opener opener) {
        return new NamedInput() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public InputStream open() throws IOException {
                return opener.open();
            }
        };
    }

    /** Opens an input. */
    @ConsumerType
    @FunctionalInterface
    interface Opener {
        /** Opens it from its beginning. */
        InputStream open() throws IOException;
    }
}
