package org.openmso.sample.ehr;

import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** {@code bundles}: what an operator or an author does with bundles. Its first word says what. */
final class BundlesCommand {
    /**
     * Where a command works.
     *
     * @param clock what time it is
     * @param nanos measures how long things take
     * @param out for results
     * @param err for progress
     */
    record Desk(Clock clock, LongSupplier nanos, PrintStream out, PrintStream err) {}

    /** One thing to do; gets the words after its name and returns the exit status. */
    private interface Action {
        int run(List<String> words, Desk desk);
    }

    private static final Map<String, Action> ACTIONS =
            new TreeMap<>(
                    Map.of(
                            "apply",
                            BundlesChangeCommand::apply,
                            "history",
                            BundlesShowCommand::history,
                            "index",
                            BundlesIndexCommand::index,
                            "list",
                            BundlesShowCommand::list,
                            "offered",
                            BundlesIndexCommand::offered,
                            "plan",
                            BundlesChangeCommand::plan,
                            "rehearse",
                            BundlesRehearseCommand::run,
                            "remove",
                            BundlesChangeCommand::remove,
                            "restore",
                            BundlesChangeCommand::restore,
                            "verify",
                            (words, desk) -> BundlesVerifyCommand.run(words, desk.out())));

    private BundlesCommand() {}

    /** Runs and returns the exit status. */
    static int run(List<String> words, Desk desk) {
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
        return action.run(words.subList(1, words.size()), desk);
    }
}
