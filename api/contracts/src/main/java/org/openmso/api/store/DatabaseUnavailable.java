package org.openmso.api.store;

import org.openmso.api.MsoException;
import org.openmso.api.Problem;

/**
 * The database cannot be used now. It speaks against nobody's bundle: a call that ends with it, or
 * with its cause, may be tried again when the database is back.
 */
public final class DatabaseUnavailable extends MsoException {
    private static final long serialVersionUID = 1L;

    /** A failure with its problem. */
    public DatabaseUnavailable(Problem problem) {
        super(problem);
    }

    /** A failure with its problem and what caused it. */
    public DatabaseUnavailable(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
