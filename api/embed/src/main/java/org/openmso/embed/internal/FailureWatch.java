package org.openmso.embed.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.openmso.api.MsoException;
import org.openmso.api.store.DatabaseUnavailable;

/**
 * Notices a provider that keeps failing: at least ten failures within a minute, and at least half
 * of that minute's calls. Looked at on failures only, so that calls that succeed pay nothing.
 */
final class FailureWatch {
    private static final int FEWEST = 10;
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    /** After so long without a failure, it is forgiven. */
    private static final long MEMORY = Duration.ofMinutes(5).toNanos();

    /**
     * SQL states of connections lost, resources used up, an end by the operator, its own system.
     */
    private static final List<String> ITS_STATES = List.of("08", "53", "57P", "58", "90098");

    private static final int DEEPEST = 20;

    private long windowBegan = System.nanoTime();
    private long callsBefore;
    private int failures;
    private boolean failing;
    private long lastFailure;

    /**
     * A call failed.
     *
     * @param calls the provider's calls since its beginning, this one among them or not
     * @return whether with this failure it began to keep failing
     */
    synchronized boolean failed(long calls) {
        long now = System.nanoTime();
        if (now - windowBegan > WINDOW) {
            windowBegan = now;
            callsBefore = calls;
            failures = 0;
        }
        failures++;
        lastFailure = now;
        if (failing || failures < FEWEST || 2L * failures < calls - callsBefore) {
            return false;
        }
        failing = true;
        return true;
    }

    /** Whether it keeps failing. */
    synchronized boolean isFailing() {
        failing &= System.nanoTime() - lastFailure < MEMORY;
        return failing;
    }

    /**
     * Whether what a call threw speaks against the provider. A coded refusal is an answer, a wrong
     * argument is the caller's, and a database that fails is nobody's of the bundles.
     */
    static boolean isFailure(Throwable thrown) {
        return !(thrown instanceof MsoException
                || thrown instanceof IllegalArgumentException
                || isDatabasesOwn(thrown));
    }

    private static boolean isDatabasesOwn(Throwable thrown) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            if (each instanceof DatabaseUnavailable
                    || each instanceof SQLException sql
                            && sql.getSQLState() != null
                            && ITS_STATES.stream().anyMatch(sql.getSQLState()::startsWith)) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }
}
