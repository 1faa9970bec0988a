package org.openmso.sample.ehr;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import org.openmso.api.Problem;
import org.openmso.embed.Bundles;
import org.openmso.embed.Mso;
import org.openmso.embed.SwapOutcome;
import org.openmso.embed.SwapPlan;

/**
 * {@code bundles plan}, {@code apply}, {@code remove} and {@code restore}. Each starts OpenMSO on
 * the data directory, does its work beside what serves there, and ends; whoever starts next finds
 * it done.
 */
final class BundlesChangeCommand {
    private static final String NAME = "the name of one bundle, which list shows";

    /** Takes out also what a tier in use includes. */
    private static final String IN_USE = "in-use";

    private BundlesChangeCommand() {}

    /** What applying a jar, or a bundle of an index, would do; changes nothing. */
    static int plan(List<String> words, BundlesCommand.Desk desk) {
        Arguments arguments = ServiceArguments.withIndex("plan", words);
        Candidate candidate = Candidate.of(arguments);
        try (Mso mso = ServiceArguments.start(arguments, desk)) {
            SwapPlan plan = candidate.plan(mso.bundles());
            if (arguments.has(ServiceArguments.JSON)) {
                desk.out().println(JsonText.object(json -> write(json, plan)));
            } else {
                print(plan, desk.out());
            }
            return plan.isPossible() ? SampleEhr.DONE : SampleEhr.FAILED;
        }
    }

    /** Puts a jar, or a bundle of an index, into service, and keeps it. */
    static int apply(List<String> words, BundlesCommand.Desk desk) {
        Arguments arguments = ServiceArguments.withIndex("apply", words);
        return change(arguments, desk, "In service: ", Candidate.of(arguments)::apply);
    }

    /** Takes a bundle out. */
    static int remove(List<String> words, BundlesCommand.Desk desk) {
        Arguments arguments = ServiceArguments.withFlags("remove", words, List.of(IN_USE));
        String name = arguments.onlyWord(NAME);
        return change(
                arguments,
                desk,
                "Taken out: ",
                bundles ->
                        arguments.has(IN_USE) ? bundles.removeInUse(name) : bundles.remove(name));
    }

    /** Brings one of the host's own back. */
    static int restore(List<String> words, BundlesCommand.Desk desk) {
        Arguments arguments = ServiceArguments.of("restore", words);
        String name = arguments.onlyWord(NAME);
        return change(arguments, desk, "In service: ", bundles -> bundles.restore(name));
    }

    private static int change(
            Arguments arguments,
            BundlesCommand.Desk desk,
            String done,
            Function<Bundles, SwapOutcome> change) {
        try (Mso mso = ServiceArguments.start(arguments, desk)) {
            SwapOutcome outcome = change.apply(mso.bundles());
            if (arguments.has(ServiceArguments.JSON)) {
                desk.out().println(JsonText.object(json -> write(json, outcome)));
            } else {
                print(outcome, done, desk.out());
            }
            return outcome.isDone() ? SampleEhr.DONE : SampleEhr.FAILED;
        }
    }

    private static void print(SwapPlan plan, PrintStream out) {
        String bundle = (plan.name() + " " + plan.version()).strip();
        out.println(
                switch (plan.action()) {
                    case ADD -> bundle + " would come in.";
                    case REPLACE ->
                            bundle + " would take the place of " + plan.replaces().orElse("") + ".";
                    case NOTHING -> bundle + " serves already: nothing would be done.";
                    case REFUSE -> bundle + " would be refused.";
                });
        if (plan.isPossible()) {
            out.println(
                    "Capabilities: "
                            + String.join(", ", plan.capabilities())
                            + "; practices: "
                            + plan.practices()
                            + ".");
        }
        for (int i = 0; i < plan.steps().size(); i++) {
            out.println("  " + (i + 1) + ". " + plan.steps().get(i) + ".");
        }
        print(plan.problems(), out);
    }

    /** Tells how a change ended. */
    static void print(SwapOutcome outcome, String done, PrintStream out) {
        String bundle = (outcome.name() + " " + outcome.version()).strip();
        out.println(
                switch (outcome.result()) {
                    case DONE -> done + bundle + ".";
                    case DRAINING -> done + bundle + ". Calls are still inside what was before.";
                    case NOT_KEPT ->
                            done + bundle + ", until the next start: it was not written down.";
                    case UNCHANGED -> bundle + " serves already: nothing was done.";
                    case REFUSED -> "Refused: " + bundle + ". Nothing was changed.";
                    case ROLLED_BACK ->
                            "Rolled back: " + bundle + ". What served before never stopped.";
                });
        print(outcome.problems(), out);
    }

    private static void print(List<Problem> problems, PrintStream out) {
        problems.forEach(problem -> out.println("  " + problem));
    }

    private static void write(JsonGenerator json, SwapPlan plan) throws IOException {
        json.writeStringField("action", JsonText.lower(plan.action()));
        json.writeStringField("name", plan.name());
        json.writeStringField("version", plan.version());
        json.writeStringField("replaces", plan.replaces().orElse(""));
        JsonText.texts(json, "capabilities", plan.capabilities());
        json.writeNumberField("practices", plan.practices());
        JsonText.texts(json, "steps", plan.steps());
        JsonText.problems(json, plan.problems());
    }

    private static void write(JsonGenerator json, SwapOutcome outcome) throws IOException {
        json.writeStringField("result", JsonText.lower(outcome.result()));
        json.writeStringField("name", outcome.name());
        json.writeStringField("version", outcome.version());
        JsonText.problems(json, outcome.problems());
    }
}
