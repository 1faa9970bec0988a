package org.openmso.api.store;

import java.nio.file.Path;
import java.util.Objects;

/** Where the data is kept. */
public sealed interface DatabasePlace {
    /**
     * Files of this process.
     *
     * @param directory exists, and is nobody else's
     */
    record Files(Path directory) implements DatabasePlace {
        /** Refuses null. */
        public Files {
            Objects.requireNonNull(directory, "directory");
        }
    }
}
