package org.openmso.store;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flyway's own words, for whoever asks for them: what matters is thrown, and what it says about
 * itself is nobody's news in a host's log.
 */
final class QuietLog implements Log {
    private static final Logger LOG = LoggerFactory.getLogger("org.openmso.store.flyway");

    /** Flyway finds it by its name. */
    public static final class Creator implements LogCreator {
        @Override
        public Log createLogger(Class<?> type) {
            return new QuietLog();
        }
    }

    @Override
    public void debug(String message) {
        LOG.trace(message);
    }

    @Override
    public void info(String message) {
        LOG.debug(message);
    }

    @Override
    public void warn(String message) {
        LOG.debug(message);
    }

    @Override
    public void error(String message) {
        LOG.debug(message);
    }

    @Override
    public void error(String message, Exception e) {
        LOG.debug(message, e);
    }

    @Override
    public void notice(String message) {
        LOG.debug(message);
    }
}
