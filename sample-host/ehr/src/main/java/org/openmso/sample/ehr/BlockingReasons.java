package org.openmso.sample.ehr;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.openmso.api.Problem;
import org.openmso.api.billing.ClaimOutcome;

/** Counts blocked claims by reason. Keeps one message a code, however many claims there are. */
final class BlockingReasons {
    private final Map<String, Long> claims = new TreeMap<>();
    private final Map<String, String> examples = new TreeMap<>();

    /** Counts a claim under each of its errors' codes. */
    void add(ClaimOutcome outcome) {
        if (outcome.status() != ClaimOutcome.Status.BLOCKED) {
            return;
        }
        var codes = new TreeSet<String>();
        for (Problem problem : outcome.problems()) {
            if (problem.isError() && codes.add(problem.code())) {
                claims.merge(problem.code(), 1L, Long::sum);
                examples.putIfAbsent(problem.code(), problem.message());
            }
        }
    }

    /** A line for each code: how many claims, the code, and the message of the first of them. */
    void print(PrintStream out) {
        claims.forEach(
                (code, count) ->
                        out.printf(Locale.ROOT, "%,8d  %s  %s%n", count, code, examples.get(code)));
    }
}
