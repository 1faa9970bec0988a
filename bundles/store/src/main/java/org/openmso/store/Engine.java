package org.openmso.store;

import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import org.openmso.api.Problem;
import org.openmso.api.store.SchemaMigrations;

/** One kind of database, open. */
interface Engine extends AutoCloseable {
    /** As {@link org.openmso.api.store.Store#migrate}. */
    void migrate(SchemaMigrations migrations, Duration limit);

    /** As {@link org.openmso.api.store.Store#connect}. */
    Connection connect(String bundle, String practice, Runnable returned);

    /** What the last who used it met; empty when all was well. */
    Optional<Problem> problem();

    @Override
    void close();
}
