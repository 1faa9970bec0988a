package org.openmso.api.store;

import org.openmso.api.MsoException;
import org.openmso.api.Problem;

/** A bundle's migrations were not carried out; the schema is what it was before. */
public final class MigrationRefused extends MsoException {
    private static final long serialVersionUID = 1L;

    /** A refusal with its problem. */
    public MigrationRefused(Problem problem) {
        super(problem);
    }

    /** A refusal with its problem and what caused it. */
    public MigrationRefused(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
