package org.openmso.sample.ehr;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.openmso.sample.ehr.rehearsal.Rehearsal;
import org.openmso.sample.ehr.rehearsal.Rehearsed;

/** {@code bundles rehearse}: bundles are replaced while threads call; nothing may be lost. */
final class BundlesRehearseCommand {
    private static final List<String> OPTIONS =
            List.of("capability", "swaps", "threads", "bad-every", "json");
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(2);

    private BundlesRehearseCommand() {}

    /** Runs and returns the exit status: failed where a call was lost or wrong. */
    static int run(List<String> words, BundlesCommand.Desk desk) {
        Arguments arguments = new Arguments("bundles rehearse", words, OPTIONS).withoutFiles();
        var plan =
                new Rehearsal.Plan(
                        Optional.of(arguments.text("capability", ""))
                                .filter(name -> !name.isEmpty()),
                        (int) arguments.number("swaps", 30, 1, 1_000_000),
                        (int) arguments.number("threads", 4, 1, 256),
                        (int) arguments.number("bad-every", 5, 0, 1_000_000));
        if (arguments.path("json").isEmpty()) {
            return rehearse(plan, desk).isPassed() ? SampleEhr.DONE : SampleEhr.FAILED;
        }
        try (var file = new WholeFile(arguments.path("json").get())) {
            Rehearsed rehearsed = rehearse(plan, desk);
            file.write(JsonText.object(json -> write(json, rehearsed)));
            return rehearsed.isPassed() ? SampleEhr.DONE : SampleEhr.FAILED;
        }
    }

    private static Rehearsed rehearse(Rehearsal.Plan plan, BundlesCommand.Desk desk) {
        try (var scratch = new TemporaryDirectory()) {
            Rehearsed rehearsed =
                    new Rehearsal(
                                    plan,
                                    SampleMso.registry(),
                                    scratch.path(),
                                    desk.clock(),
                                    nowAndThen(desk.err(), desk.nanos()))
                            .run();
            print(plan, rehearsed, desk.out());
            return rehearsed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the rehearsal was interrupted", e);
        }
    }

    /** A line every two seconds. */
    private static Consumer<String> nowAndThen(PrintStream err, LongSupplier nanos) {
        var next = new long[] {nanos.getAsLong() + PAUSE};
        return line -> {
            long now = nanos.getAsLong();
            if (now - next[0] >= 0) {
                next[0] = now + PAUSE;
                err.println(line);
            }
        };
    }

    private static void print(Rehearsal.Plan plan, Rehearsed done, PrintStream out) {
        out.println(
                "Rehearsed with made-up visits in a directory of its own: "
                        + String.join(", ", done.bundles())
                        + "; "
                        + plan.threads()
                        + " threads.");
        out.println("Candidates were signed with a key that only this rehearsal trusted.");
        out.println();
        row(out, "changes tried", done.swaps(), "");
        row(out, "sent away", done.rolledBack(), "");
        done.refusals().forEach((flaw, codes) -> out.println("    " + flaw + ": " + words(codes)));
        row(out, "calls", done.calls(), "");
        row(out, "lost", done.lost(), "");
        row(out, "wrong", done.wrong(), "");
        row(out, "longest call while changing", millis(done.longestNanos()), " ms");
        row(out, "99.9 % of calls before, within", millis(done.steadyP999Nanos()), " ms");
        row(out, "class loaders of what left, in memory", done.loadersAlive(), "");
        out.println();
        done.unexpected().forEach(each -> out.println("  " + each));
        out.println(
                done.isPassed()
                        ? "No call was lost or wrong; exactly the bad candidates were sent away."
                        : "Failed: see above.");
    }

    private static String words(List<String> codes) {
        return codes.isEmpty() ? "taken" : String.join(", ", codes);
    }

    private static void row(PrintStream out, String what, Object number, String unit) {
        out.println(String.format(Locale.ROOT, "%-40s%,14" + form(number) + unit, what, number));
    }

    private static String form(Object number) {
        return number instanceof BigDecimal ? ".3f" : "d";
    }

    private static BigDecimal millis(long nanos) {
        return BigDecimal.valueOf(TimeUnit.NANOSECONDS.toMicros(nanos), 3);
    }

    private static void write(JsonGenerator json, Rehearsed done) throws IOException {
        json.writeNumberField("calls", done.calls());
        json.writeNumberField("lost", done.lost());
        json.writeNumberField("wrong", done.wrong());
        json.writeNumberField("swaps", done.swaps());
        json.writeNumberField("rolledBack", done.rolledBack());
        json.writeNumberField("longestMs", millis(done.longestNanos()));
        json.writeNumberField("steadyP999Ms", millis(done.steadyP999Nanos()));
        json.writeNumberField("loadersAlive", done.loadersAlive());
    }
}
