package org.openmso.api;

/** A call that could not be done, with a stable code. Its message is the problem in one line. */
public class MsoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /** A failure with its problem. */
    public MsoException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    /** A failure with its problem and what caused it. */
    public MsoException(Problem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /** What is wrong, where, and what to do. */
    public Problem problem() {
        return problem;
    }

    /** The problem's code, {@code MSO-nnnn}. */
    public String code() {
        return problem.code();
    }
}
