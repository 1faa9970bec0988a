package org.openmso.api.store;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;

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

    /**
     * PostgreSQL 15 or later, in which OpenMSO makes the roles and schemas that it needs.
     *
     * @param url {@code jdbc:postgresql:...}, without user and password
     * @param user may create roles, and owns the database
     * @param password asked at each opening, never null
     */
    record Postgres(String url, String user, Supplier<String> password) implements DatabasePlace {
        /** Refuses null. */
        public Postgres {
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(password, "password");
        }

        /** Without the password. */
        @Override
        public String toString() {
            return url + " as " + user;
        }
    }

    /**
     * PostgreSQL 15 or later, with connections that the host makes and pools.
     *
     * @param calls as a role that owns nothing and is a member of none
     * @param migrations as the role that makes and owns schemas
     */
    record Given(DataSource calls, DataSource migrations) implements DatabasePlace {
        /** Refuses null. */
        public Given {
            Objects.requireNonNull(calls, "calls");
            Objects.requireNonNull(migrations, "migrations");
        }
    }
}
