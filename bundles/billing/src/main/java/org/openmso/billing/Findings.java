package org.openmso.billing;

import java.util.ArrayList;
import java.util.List;
import org.openmso.api.Problem;

/**
 * Collects what is wrong with one claim. Costs nothing for a clean one: list and places come into
 * being with the first finding.
 *
 * <p>A place is an X12 loop, its number where the claim has several (line, other coverage), and the
 * element: {@code 2400[3] SV107}.
 */
final class Findings {
    /** For a place that is no line's. */
    static final int NO_LINE = 0;

    private List<Problem> problems = List.of();
    private boolean blocking;

    /** A finding on the claim or one of its parties. */
    void add(Reason reason, String loop, String element) {
        add(reason, loop, NO_LINE, element);
    }

    /** A finding on a line, counted from 1. */
    void add(Reason reason, String loop, int line, String element) {
        add(reason.at(place(loop, line, element)));
    }

    void add(Problem problem) {
        if (problems.isEmpty()) {
            problems = new ArrayList<>();
        }
        problems.add(problem);
        blocking |= problem.isError();
    }

    void addAll(List<Problem> more) {
        for (Problem problem : more) {
            add(problem);
        }
    }

    /** Whether one of them is an error. */
    boolean isBlocking() {
        return blocking;
    }

    List<Problem> list() {
        return problems.isEmpty() ? problems : List.copyOf(problems);
    }

    /** A loop that repeats, with its number counted from 1: {@code 2400[3]}. */
    static String numbered(String loop, int number) {
        return loop + "[" + number + "]";
    }

    private static String place(String loop, int line, String element) {
        String where = line == NO_LINE ? loop : numbered(loop, line);
        return where.isEmpty() ? element : where + " " + element;
    }
}
