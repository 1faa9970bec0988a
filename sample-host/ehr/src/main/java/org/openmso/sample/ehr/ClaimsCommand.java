package org.openmso.sample.ehr;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.openmso.api.InvalidSettings;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.Mso;

/** {@code claims}: FHIR files in, 837P and {@code report.json} out. */
final class ClaimsCommand implements ClaimRun.Listener {
    /** Its options. */
    static final List<String> OPTIONS = List.of("practice", "out", "tiers", "data", "trust");

    /** Of an input with more unusable lines, the report names the others. */
    private static final int LINES_TOLD = 20;

    private final PrintStream err;
    private final Progress progress;
    private final Map<String, Integer> told = new HashMap<>();
    private final BlockingReasons reasons = new BlockingReasons();
    private long unusable;
    private Optional<Path> earlier = Optional.empty();

    private ClaimsCommand(PrintStream err, Progress progress) {
        this.err = err;
        this.progress = progress;
    }

    /** Runs and returns the exit status. */
    static int run(
            Arguments arguments,
            Clock clock,
            LongSupplier nanos,
            PrintStream out,
            PrintStream err) {
        if (arguments.files().isEmpty()) {
            throw SampleProblem.NO_INPUT.failed(
                    "claims",
                    "No FHIR file is named.",
                    "Name one or more, for example: claims monday.ndjson --out monday.");
        }
        Path directory = arguments.path("out").orElseGet(() -> Folders.timed("claims", clock));
        List<NamedInput> inputs = arguments.files().stream().map(word -> input(word, err)).toList();
        long size = arguments.files().stream().mapToLong(ClaimsCommand::size).sum();
        try (Mso mso = SampleMso.start(arguments, Folders.data(arguments), clock)) {
            var practice =
                    mso.practice(arguments.text("practice", SampleMso.PRACTICE), SampleMso.ACTOR);
            var command = new ClaimsCommand(err, new Progress(err, size, nanos));
            BatchReport report = new ClaimRun(practice).run(inputs, directory, command);
            command.summary(report, directory, out);
            return command.unusable == 0 ? SampleEhr.DONE : SampleEhr.UNUSABLE;
        } catch (InvalidSettings e) {
            throw SampleMso.placed(e, arguments);
        }
    }

    @Override
    public void unusable(String input, Problem problem) {
        unusable++;
        int count = told.merge(input, 1, Integer::sum);
        if (count <= LINES_TOLD) {
            err.println(placed(input, problem));
        } else if (count == LINES_TOLD + 1) {
            err.println(input + ": further lines cannot be used; " + ReportFile.NAME + " has all");
        }
    }

    @Override
    public void decided(ClaimOutcome outcome) {
        reasons.add(outcome);
        progress.decided();
    }

    @Override
    public void read(String input, long bytes) {
        progress.read(input, bytes);
    }

    @Override
    public void kept(Path earlierReport) {
        earlier = Optional.of(earlierReport);
    }

    private void summary(BatchReport report, Path directory, PrintStream out) {
        out.printf(Locale.ROOT, "claims ready: %,d, $%s%n", report.ready(), report.charge());
        out.printf(Locale.ROOT, "claims blocked: %,d%n", report.blocked());
        reasons.print(out);
        if (unusable > 0) {
            out.printf(Locale.ROOT, "inputs or lines unusable: %,d%n", unusable);
        }
        for (String interchange : report.interchanges()) {
            out.println(directory.resolve(interchange));
        }
        out.println(directory.resolve(ReportFile.NAME));
        earlier.ifPresent(
                path ->
                        out.println(
                                path
                                        + " (an earlier run's; what both runs billed must be sent"
                                        + " once only)"));
    }

    /** The problem with the input's name in its place. */
    private static Problem placed(String input, Problem problem) {
        String place = problem.path().isEmpty() ? input : input + " " + problem.path();
        return new Problem(
                problem.code(), problem.severity(), place, problem.message(), problem.fix());
    }

    private static NamedInput input(String word, PrintStream err) {
        return NamedInput.of(word, () -> open(word, err));
    }

    private static InputStream open(String word, PrintStream err) throws IOException {
        try {
            Path path = Path.of(word);
            if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
                // Opening a pipe takes until somebody writes to it, which may be never.
                err.println("waiting for " + word);
            }
            return Files.newInputStream(path);
        } catch (InvalidPathException e) {
            throw new IOException("no path of this machine", e);
        }
    }

    /** For progress only: an input that has no size counts as empty. */
    private static long size(String word) {
        try {
            return Files.size(Path.of(word));
        } catch (IOException | InvalidPathException e) {
            return 0;
        }
    }
}
