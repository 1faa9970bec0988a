package org.openmso.sample.ehr;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code bundles}: what an operator or an author does with bundles. Its first word says what. */
final class BundlesCommand {
    /** One thing to do; gets the words after its name and returns the exit status. */
    private interface Action {
        int run(List<String> words, PrintStream out);
    }

    private static final Map<String, Action> ACTIONS =
            new TreeMap<>(Map.of("verify", BundlesVerifyCommand::run));

    private BundlesCommand() {}

    /** Runs and returns the exit status. */
    static int run(List<String> words, PrintStream out) {
        String name = words.isEmpty() ? "" : words.get(0);
        Action action = ACTIONS.get(name);
        if (action == null) {
            throw SampleProblem.COMMAND_UNKNOWN.failed(
                    name.isEmpty() ? "bundles" : name,
                    name.isEmpty()
                            ? "It is not said what to do with bundles."
                            : "There is no such command for bundles.",
                    "Use "
                            + String.join(", ", ACTIONS.keySet())
                            + " after bundles; run --help shows what each takes.");
        }
        return action.run(words.subList(1, words.size()), out);
    }
}
