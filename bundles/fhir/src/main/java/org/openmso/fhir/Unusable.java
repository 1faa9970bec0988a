package org.openmso.fhir;

import java.io.IOException;
import org.openmso.api.Problem;

/** An input, or a part of it, that cannot be used; an IOException so that it passes parsers. */
final class Unusable extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Unusable(Problem problem) {
        super(problem.code());
        this.problem = problem;
    }

    Unusable(Reason reason, String path, String cause) {
        this(reason.at(path, cause));
    }

    Problem problem() {
        return problem;
    }

    boolean is(Reason reason) {
        return problem.code().equals(reason.code());
    }
}
