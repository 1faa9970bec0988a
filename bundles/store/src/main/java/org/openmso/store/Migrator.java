package org.openmso.store;

import java.io.Reader;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.openmso.api.MsoException;
import org.openmso.api.store.MigrationRefused;
import org.openmso.api.store.SchemaMigrations;

/**
 * Flyway, fed with texts: it looks at no class path and no file, and its lock lets one process
 * migrate a schema at a time.
 */
final class Migrator {
    /** Where Flyway notes what it did; callers have no right to it. */
    static final String HISTORY = "mso_migrations";

    /** Seconds that one process waits for another which is migrating the same schema. */
    private static final int PATIENCE = 1800;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final SchemaMigrations migrations;
    private final String kind;
    private final List<MigrationText> texts;

    /**
     * A migrator of one bundle.
     *
     * @param kind {@code h2} or {@code postgresql}
     */
    Migrator(SchemaMigrations migrations, String kind) {
        this.migrations = migrations;
        this.kind = kind;
        this.texts = MigrationText.of(migrations, kind);
    }

    /** Tells whether the texts are those that were carried out last, without Flyway. */
    String digest() {
        var all = new StringBuilder();
        texts.forEach(it -> all.append(it.file()).append('\0').append(it.sql()).append('\0'));
        return SchemaName.digest(all.toString(), 64);
    }

    /** What is to be seen to in the transaction of the last migration. */
    interface Finish {
        void with(Connection connection) throws SQLException;
    }

    /**
     * Whether there is something to do; refuses what was changed afterwards.
     *
     * @throws MigrationRefused (MSO-1314)
     */
    boolean isPending(DataSource database, String schema) {
        return inOwnLoader(
                () -> {
                    Flyway flyway = flyway(database, schema, connection -> {});
                    try {
                        flyway.validate();
                        return flyway.info().pending().length > 0;
                    } catch (FlywayValidateException e) {
                        throw changed(e);
                    } catch (FlywayException e) {
                        throw failed(e);
                    }
                });
    }

    /**
     * Carries out what is missing.
     *
     * @throws MigrationRefused (MSO-1313, MSO-1314), with file and line
     */
    void run(DataSource database, String schema, Finish finish) {
        inOwnLoader(
                () -> {
                    try {
                        return flyway(database, schema, finish).migrate().migrationsExecuted;
                    } catch (FlywayValidateException e) {
                        throw changed(e);
                    } catch (FlywayException e) {
                        throw failed(e);
                    }
                });
    }

    private Flyway flyway(DataSource database, String schema, Finish finish) {
        var configuration = new FluentConfiguration(Migrator.class.getClassLoader());
        return configuration
                .dataSource(database)
                .schemas(schema)
                .defaultSchema(schema)
                .createSchemas(false)
                .table(HISTORY)
                .locations(new String[0])
                .resourceProvider(new Texts())
                .javaMigrationClassProvider(List::of)
                .skipDefaultCallbacks(true)
                .callbacks(new AfterTheLast(finish))
                .placeholderReplacement(false)
                .validateMigrationNaming(true)
                // Not those of the shared form "*:pending": what a newer version of the bundle did
                // is no reason to keep an older one out.
                .ignoreMigrationPatterns("*:pending", "*:future")
                .outOfOrder(false)
                .cleanDisabled(true)
                .loggers(QuietLog.Creator.class.getName())
                // All or nothing; H2 cannot.
                .group(kind.equals("postgresql"))
                .lockRetryCount(PATIENCE)
                .load();
    }

    private MigrationRefused changed(FlywayValidateException e) {
        var detail = new StringBuilder();
        for (MigrationText text : texts) {
            if (e.getMessage().contains("version " + text.version() + "\n")
                    || e.getMessage().contains("version " + text.version() + " ")) {
                detail.append(detail.length() == 0 ? "It is " : ", ").append(text.path());
            }
        }
        return StoreProblem.MIGRATION_CHANGED.refused(
                migrations.bundle(), detail.length() == 0 ? "" : detail + ".", SqlFailure.bare(e));
    }

    private MsoException failed(FlywayException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof MigrationRefused refused) {
                return refused;
            }
        }
        SQLException cause = SqlFailure.in(e);
        if (cause != null && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())) {
            return StoreProblem.SCHEMA_BUSY.refused(migrations.bundle(), "", SqlFailure.bare(e));
        }
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof FlywaySqlScriptException script && script.getResource() != null) {
                return StoreProblem.MIGRATION_FAILED.refused(
                        migrations.bundle()
                                + " db/migration/"
                                + pathOf(script.getResource().getFilename())
                                + " line "
                                + script.getLineNumber(),
                        SqlFailure.told(script),
                        SqlFailure.bare(e));
            }
        }
        if (cause != null && SqlFailure.speaksAgainstTheDatabase(cause)) {
            return SqlFailure.unavailable(migrations.bundle(), cause);
        }
        return StoreProblem.MIGRATION_FAILED.refused(
                migrations.bundle() + " db/migration", SqlFailure.told(e), SqlFailure.bare(e));
    }

    private String pathOf(String file) {
        return texts.stream()
                .filter(it -> it.file().equals(file))
                .map(MigrationText::path)
                .findFirst()
                .orElse(file);
    }

    /** Flyway looks for its parts with the thread's class loader. */
    private static <T> T inOwnLoader(java.util.function.Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Migrator.class.getClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private final class AfterTheLast extends BaseCallback {
        private final Finish finish;

        AfterTheLast(Finish finish) {
            this.finish = finish;
        }

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.AFTER_EACH_MIGRATE;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            MigrationInfo done = context.getMigrationInfo();
            int last = texts.get(texts.size() - 1).version();
            if (done.getVersion().getVersion().equals(Integer.toString(last))) {
                try {
                    finish.with(context.getConnection());
                } catch (SQLException e) {
                    throw new FlywayException("after the last migration", e);
                }
            }
        }

        @Override
        public String getCallbackName() {
            return "openmso";
        }
    }

    private final class Texts implements ResourceProvider {
        @Override
        public LoadableResource getResource(String name) {
            return texts.stream()
                    .filter(it -> it.file().equals(name))
                    .map(Text::new)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            if (!prefix.equals("V")) {
                return List.of();
            }
            return texts.stream().map(Text::new).collect(Collectors.toCollection(ArrayList::new));
        }
    }

    private static final class Text extends LoadableResource {
        private final MigrationText text;

        Text(MigrationText text) {
            this.text = text;
        }

        @Override
        public Reader read() {
            return new StringReader(text.sql());
        }

        @Override
        public String getAbsolutePath() {
            return text.path();
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return text.path();
        }

        @Override
        public String getFilename() {
            return text.file();
        }

        @Override
        public String getRelativePath() {
            return text.path();
        }
    }
}
