package org.openmso.billing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.openmso.api.Problem;
import org.openmso.api.billing.ServiceLine;

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

    private final boolean partial;
    private List<Problem> problems = List.of();
    private boolean blocking;

    /** For a claim that is whole. */
    Findings() {
        this(false);
    }

    private Findings(boolean partial) {
        this.partial = partial;
    }

    /**
     * For a claim that was blocked before it came here: what is missing has been told, so only
     * values that are there are judged.
     *
     * @param told what has been told
     */
    static Findings ofBlocked(List<Problem> told) {
        var found = new Findings(true);
        found.addAll(told);
        return found;
    }

    /** Whether parts may be missing without a finding. */
    boolean isPartial() {
        return partial;
    }

    /** Whether a text is to be judged; of a partial claim only one that is there. */
    boolean judges(String text) {
        return !partial || !text.isEmpty();
    }

    /** Whether a day is to be judged. */
    boolean judges(LocalDate day) {
        return !partial || !day.equals(ServiceLine.NO_DAY);
    }

    /** A finding on the claim or one of its parties. */
    void add(Reason reason, String loop, String element) {
        add(reason, loop, NO_LINE, element);
    }

    /** A finding on a line, counted from 1. */
    void add(Reason reason, String loop, int line, String element) {
        add(reason.at(place(loop, line, element)));
    }

    /**
     * A finding that names the value, where that has the form of a code and not of anything that
     * tells of a person.
     *
     * @param longest characters of a value of its kind
     */
    void addQuoting(
            Reason reason, String value, int longest, String loop, int line, String element) {
        String place = place(loop, line, element);
        add(isQuotable(value, longest) ? reason.quoting(value, place) : reason.at(place));
    }

    private static boolean isQuotable(String value, int longest) {
        boolean plain = !value.isEmpty() && value.length() <= longest;
        for (int i = 0; plain && i < value.length(); i++) {
            plain = Codes.isDigitOrCapital(value.charAt(i));
        }
        return plain;
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
