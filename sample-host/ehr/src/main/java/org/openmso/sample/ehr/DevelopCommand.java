package org.openmso.sample.ehr;

import java.io.PrintStream;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.openmso.api.Health;
import org.openmso.api.MsoException;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.Mso;
import org.openmso.embed.PracticeServices;
import org.openmso.embed.SwapOutcome;
import org.openmso.embed.SwapPlan;
import org.openmso.embed.Trust;

/**
 * {@code develop}: a bundle while it is written. It is put into service beside the host's own, a
 * made-up day goes through it, and each rebuild takes the place of what was before. Data, bundles
 * and trust of the sample host are not touched.
 */
final class DevelopCommand {
    private static final List<String> OPTIONS = List.of("practice", "tiers");
    private static final String ONCE = "once";

    /** Health's word about unsigned bundles, which is what this command is for. */
    private static final int UNSIGNED = 1033;

    private final Mso mso;
    private final DevelopRegistry registry;
    private final PracticeServices practice;
    private final BuildOutput build;
    private final Pause pause;
    private final PrintStream out;
    private final PrintStream err;
    private final MadeUpDay day;

    /** The last jar that was tried, whatever came of it. */
    private Optional<byte[]> tried = Optional.empty();

    /** What was said last about a build that is not whole. */
    private String lack = "";

    private DevelopCommand(
            Mso mso,
            DevelopRegistry registry,
            PracticeServices practice,
            BuildOutput build,
            Pause pause,
            BundlesCommand.Desk desk) {
        this.mso = mso;
        this.registry = registry;
        this.practice = practice;
        this.build = build;
        this.pause = pause;
        this.out = desk.out();
        this.err = desk.err();
        this.day = new MadeUpDay(practice.practice().name(), LocalDate.now(desk.clock()));
    }

    /** What lies between two looks at the build. */
    @FunctionalInterface
    interface Pause {
        /** Waits a moment; whether to look again. */
        boolean lookAgain();
    }

    /** Runs until it is told to end, or once; returns the exit status. */
    static int run(List<String> words, BundlesCommand.Desk desk, Pause pause) {
        var arguments = new Arguments("develop", words, OPTIONS, List.of(ONCE));
        var build =
                new BuildOutput(
                        arguments.onlyFile("the bundle's jar, or the folder of its classes"));
        String practice = arguments.text("practice", SampleMso.PRACTICE);
        var registry =
                new DevelopRegistry(
                        arguments.path("tiers").map(NamedInput::of).orElseGet(SampleMso::registry),
                        practice);
        try (var scratch = new TemporaryDirectory();
                Mso mso =
                        Mso.builder()
                                .registry(registry.file())
                                .data(scratch.path().resolve("data"))
                                .clock(desk.clock())
                                .trust(Trust.unsignedForDevelopment())
                                .start()) {
            var command =
                    new DevelopCommand(
                            mso,
                            registry,
                            mso.practice(practice, SampleMso.ACTOR),
                            build,
                            pause,
                            desk);
            return arguments.has(ONCE) ? command.once() : command.watch();
        }
    }

    private int once() {
        BuildOutput.Reading reading;
        String seen;
        do {
            seen = build.look();
            if (!pause.lookAgain()) {
                return SampleEhr.FAILED;
            }
            reading = build.read();
        } while (!seen.equals(build.look()));
        BuildOutput.Reading last = reading;
        byte[] jar =
                reading.jar()
                        .orElseThrow(
                                () ->
                                        SampleProblem.BUILD_NOT_WHOLE.failed(
                                                build.place().toString(),
                                                last.lack(),
                                                "Build the bundle first: mvn process-classes, or"
                                                        + " mvn verify for its jar."));
        return tried(jar) ? SampleEhr.DONE : SampleEhr.FAILED;
    }

    private int watch() {
        out.println(
                "Waits for "
                        + build.place()
                        + " to be built, and built again. Made-up data only; Ctrl-C ends it.");
        String known = "";
        String before = "";
        do {
            String seen = build.look();
            // Two looks alike: nobody is writing. What was read is taken if it still looks so.
            if (seen.equals(before) && !seen.equals(known)) {
                BuildOutput.Reading reading = build.read();
                if (seen.equals(build.look())) {
                    known = seen;
                    heard(reading);
                }
            }
            before = seen;
        } while (pause.lookAgain());
        return SampleEhr.DONE;
    }

    private void heard(BuildOutput.Reading reading) {
        if (!reading.lack().isEmpty() && !reading.lack().equals(lack)) {
            out.println("Not a whole build yet: " + reading.lack());
        }
        lack = reading.lack();
        if (reading.jar().isPresent()
                && tried.filter(last -> Arrays.equals(last, reading.jar().get())).isEmpty()) {
            tried(reading.jar().get());
        }
    }

    /** Puts a jar into service and a day through it; whether all went well. */
    private boolean tried(byte[] jar) {
        tried = Optional.of(jar);
        NamedInput input = NamedInput.of(build.place().toString(), jar);
        SwapPlan plan = mso.bundles().plan(input);
        if (plan.isPossible() && registry.grant(plan.capabilities(), mso.registry())) {
            mso.reload();
        }
        SwapOutcome outcome = mso.bundles().apply(input);
        BundlesChangeCommand.print(outcome, "In service: ", out);
        return outcome.isDone() && dayWentThrough();
    }

    private boolean dayWentThrough() {
        boolean went = true;
        try {
            day.run(practice, out);
        } catch (MsoException e) {
            out.println("  The made-up day broke off: " + e.problem());
            went = false;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            out.println(
                    "  "
                            + SampleProblem.DAY_BROKE_OFF.at(
                                    build.place().toString(),
                                    "The made-up day broke off: " + e + ".",
                                    "Mend what the lines on standard error show; a bundle throws"
                                            + " failures with codes only."));
            // The day is made up: no message can quote a patient.
            e.printStackTrace(err);
            went = false;
        }
        Health health = mso.health();
        health.problems().stream()
                .filter(problem -> !problem.code().endsWith("-" + UNSIGNED))
                .forEach(problem -> out.println("  Health: " + problem));
        return went;
    }
}
