package org.openmso.store;

import java.nio.file.Path;
import org.openmso.api.store.DatabasePlace;

/** The two kinds of databases. */
enum Kind {
    FILES {
        @Override
        DatabasePlace place(Path directory) {
            return new DatabasePlace.Files(directory);
        }
    },
    POSTGRESQL {
        @Override
        DatabasePlace place(Path directory) {
            return TestPostgres.database();
        }
    };

    /** A new database. */
    abstract DatabasePlace place(Path directory);
}
