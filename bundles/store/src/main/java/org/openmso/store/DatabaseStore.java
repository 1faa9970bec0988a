package org.openmso.store;

import java.sql.Connection;
import java.time.Duration;
import org.openmso.api.Health;
import org.openmso.api.spi.ProvidesCapability;
import org.openmso.api.store.DatabasePlace;
import org.openmso.api.store.SchemaMigrations;
import org.openmso.api.store.Store;

/** The store that comes with OpenMSO. */
@ProvidesCapability(contract = Store.class)
public final class DatabaseStore implements Store {
    private volatile Engine engine;

    @Override
    public synchronized void open(DatabasePlace place) {
        if (engine != null) {
            throw new IllegalStateException("it is open already");
        }
        if (place instanceof DatabasePlace.Files files) {
            engine = H2Engine.open(files.directory());
        } else {
            engine = PostgresEngine.open(PostgresAccess.to(place));
        }
    }

    @Override
    public void migrate(SchemaMigrations migrations, Duration limit) {
        opened().migrate(migrations, limit);
    }

    @Override
    public Connection connect(String bundle, String practice, Runnable returned) {
        return opened().connect(bundle, practice, returned);
    }

    @Override
    public Health health() {
        Engine now = engine;
        return now == null
                ? Health.down()
                : now.problem().map(Health::degraded).orElseGet(Health::up);
    }

    @Override
    public synchronized void close() {
        Engine now = engine;
        engine = null;
        if (now != null) {
            now.close();
        }
    }

    private Engine opened() {
        Engine now = engine;
        if (now == null) {
            throw StoreProblem.AWAY.unavailable("", "It is not open.", null);
        }
        return now;
    }
}
