package org.openmso.embed.internal;

import org.openmso.api.Problem;

/** A bundle is not taken into service, for a reason that health shows. */
class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refusal(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    Refusal(Problem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
