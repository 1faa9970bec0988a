package org.openmso.embed.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.openmso.api.Actor;
import org.openmso.api.MsoException;
import org.openmso.api.OutputFailed;
import org.openmso.api.Practice;
import org.openmso.api.Problem;
import org.openmso.api.host.Sequences;
import org.openmso.api.spi.PracticeContext;

/** What one capability sees of one practice. */
final class PracticeServiceContext implements PracticeContext {
    private final Practice practice;
    private final String capability;
    private final Optional<Lending> lending;
    private final Shared shared;

    private PracticeServiceContext(
            Practice practice, String capability, Optional<Lending> lending, Shared shared) {
        this.practice = practice;
        this.capability = capability;
        this.lending = lending;
        this.shared = shared;
    }

    /**
     * What all contexts of an installation share.
     *
     * @param clock the host's clock
     * @param sequences the host's durable counters
     * @param scratch the directory of temporary files
     * @param board where other contracts are found
     */
    record Shared(Clock clock, Sequences sequences, Path scratch, Switchboard board) {
        /**
         * Makes the contexts of one capability.
         *
         * @param lending its bundle's connections; empty for one that keeps no data
         */
        Factory of(String capability, Optional<Lending> lending) {
            return practice -> new PracticeServiceContext(practice, capability, lending, this);
        }
    }

    /** Makes the context of a practice. */
    @FunctionalInterface
    interface Factory {
        PracticeContext contextOf(Practice practice);
    }

    @Override
    public Practice practice() {
        return practice;
    }

    @Override
    public Map<String, String> settings() {
        return practice.settings(capability);
    }

    @Override
    public Clock clock() {
        return shared.clock;
    }

    @Override
    public long next(String sequence) {
        return next(practice.id(), sequence);
    }

    @Override
    public long nextShared(String sequence) {
        return next("*", sequence);
    }

    private long next(String owner, String sequence) {
        if (sequence.isEmpty() || sequence.length() > 100) {
            throw new IllegalArgumentException("a sequence's name has 1 to 100 characters");
        }
        String key = owner + "/" + capability + "/" + sequence;
        try {
            return shared.sequences.next(key);
        } catch (IOException e) {
            throw new OutputFailed(
                    Problem.error(
                            "MSO-1301",
                            key,
                            "The next number of a sequence could not be made durable, so none was given.",
                            "Check free space and rights of the data directory, or the host's Sequences."),
                    e);
        }
    }

    @Override
    public Path scratch() {
        Path directory = shared.scratch.resolve(practice.id()).resolve(capability);
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new OutputFailed(
                    Problem.error(
                            "MSO-1302",
                            "scratch",
                            "The directory for temporary files cannot be made.",
                            "Check free space and rights of the data directory."),
                    e);
        }
    }

    @Override
    public DataSource database() {
        return lending.orElseThrow(
                        () ->
                                new MsoException(
                                        Problem.error(
                                                "MSO-1303",
                                                capability,
                                                "The bundle asks for a database and has no migrations.",
                                                "Ask its author to put its tables into db/migration of the jar.")))
                .of(practice.id());
    }

    @Override
    public <S> Optional<S> find(Class<S> contract) {
        return shared.board.includes(contract, practice.id())
                ? Optional.of(
                        shared.board.facade(contract, practice.id(), Actor.system(capability)))
                : Optional.empty();
    }
}
