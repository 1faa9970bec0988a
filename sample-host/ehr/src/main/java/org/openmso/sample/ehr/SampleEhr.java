package org.openmso.sample.ehr;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.openmso.api.MsoException;
import org.openmso.api.NotEntitled;

/**
 * The sample EHR on a terminal: {@code day}, {@code claims}, {@code tiers}, {@code bundles} and
 * {@code develop}. Results go to standard output, progress and errors to standard error.
 */
public final class SampleEhr {
    /** Exit status: done; blocked claims are a result. */
    static final int DONE = 0;

    /**
     * Exit status: a look found errors, or it failed and neither arguments nor input are to blame.
     */
    static final int FAILED = 1;

    /** Exit status: arguments or input unusable, or whatever else has a code. */
    static final int UNUSABLE = 2;

    /** Exit status: the practice's tier does not include what the command needs. */
    static final int NOT_ENTITLED = 3;

    /** A build that changed nothing for so long is taken to be done. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(400);

    private static final String USAGE =
            """
            run [day] [--visits N] [--seed N] [--date YYYY-MM-DD] [--out DIR] [--data DIR]
                A made-up practice's working day, end to end, in well under a minute.
            run claims FILE... [--practice ID] [--out DIR] [--tiers FILE] [--data DIR]
                FHIR R4 files in (JSON or ndjson, also with gzip); *.837 and report.json out.
            run tiers [--tiers FILE]
                Who has what.
            run bundles verify JAR [--against DIR] [--json]
                Looks at a bundle without running it; says what would fail or harm.
            run bundles list|history [--json]
            run bundles plan|apply JAR [--json]
            run bundles remove NAME [--in-use] [--json]
            run bundles restore NAME [--json]
                The bundles of the data directory: what serves, what was done; a new one in, one out.
            run bundles offered --from FILE|URL [--json]
            run bundles plan|apply NAME[@VERSION] --from FILE|URL [--json]
                What a signed index offers; a bundle of it in, the newest that suits or the version named.
                All of these take --data DIR, --tiers FILE and --trust KEYSTORE.
            run bundles index DIR --publisher NAME [--out FILE] [--number N] [--days N]
                Makes an index of a folder's signed jars, to be signed with jarsigner.
            run bundles rehearse [--capability NAME] [--swaps N] [--threads N] [--bad-every N] [--json FILE]
                Replaces bundles again and again while threads call, in a directory of its own.
            run develop FOLDER|JAR [--once] [--practice ID] [--tiers FILE]
                A bundle while it is written: target/classes, or its jar, goes into service, a made-up day
                goes through it, and each rebuild takes its place. With --once it ends after the first.

            --practice ID   the practice that the command works for; otherwise oak-street
            --date YYYY-MM-DD
                            the day of the made-up day; otherwise today in the time zone of this machine
            --out DIR       where results go; otherwise a new folder below out/
            --tiers FILE    another registry file
            --data DIR      OpenMSO's own files, with the counters of control numbers
            --against DIR   a jar or folder with other contracts, or an earlier version of the bundle
            --trust KEYSTORE
                            whose bundles are accepted (claims, day, bundles): PKCS12 or JKS with certificates;
                            its password, where it needs one, in the environment as OPENMSO_TRUST_PASSWORD
            --unsigned-for-development
                            accepts every bundle, signed or not; in place of --trust
            --from FILE|URL the index of bundles: a file, or an https address
            --plain-http    lets --from be an http address of another machine
            --json          as JSON
            --once          ends after the first build (develop)
            Exit status: 0 done, 2 arguments or input unusable, 3 not entitled, 1 failed, refused, rolled back
            or errors found.
            """;

    private final Clock clock;
    private final LongSupplier nanos;

    /**
     * @param clock what time it is
     * @param nanos measures how long things take, as {@link System#nanoTime}
     */
    SampleEhr(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Runs a command and exits with its status. */
    public static void main(String[] args) {
        var ehr = new SampleEhr(Clock.systemDefaultZone(), System::nanoTime);
        System.exit(ehr.run(args, System.out, System.err));
    }

    /** Runs a command and returns its exit status. */
    int run(String[] args, PrintStream out, PrintStream err) {
        try {
            return dispatch(Arrays.asList(args), out, err);
        } catch (NotEntitled e) {
            err.println(e.problem());
            return NOT_ENTITLED;
        } catch (MsoException e) {
            err.println(e.problem());
            return UNUSABLE;
        } catch (RuntimeException | Error e) {
            err.println(
                    SampleProblem.UNEXPECTED.at(
                            "",
                            "The command failed in a way that was not foreseen.",
                            "Report it with the lines below; they hold no patient data."));
            trace(e, err);
            return FAILED;
        }
    }

    private int dispatch(List<String> args, PrintStream out, PrintStream err) {
        boolean isDay = args.isEmpty() || args.get(0).startsWith("-");
        String command = isDay ? "day" : args.get(0);
        List<String> words = isDay ? args : args.subList(1, args.size());
        if (command.equals("help") || words.contains("--help") || words.contains("-h")) {
            out.print(USAGE);
            return DONE;
        }
        return switch (command) {
            case "day" ->
                    DayCommand.run(
                            new Arguments(command, words, DayCommand.OPTIONS, TrustOptions.FLAGS),
                            clock,
                            out);
            case "claims" ->
                    ClaimsCommand.run(
                            new Arguments(
                                    command, words, ClaimsCommand.OPTIONS, TrustOptions.FLAGS),
                            clock,
                            nanos,
                            out,
                            err);
            case "tiers" ->
                    TiersCommand.run(
                            new Arguments(command, words, TiersCommand.OPTIONS), clock, out);
            case "bundles" ->
                    BundlesCommand.run(words, new BundlesCommand.Desk(clock, nanos, out, err));
            case "develop" -> develop(words, new BundlesCommand.Desk(clock, nanos, out, err));
            default ->
                    throw SampleProblem.COMMAND_UNKNOWN.failed(
                            command,
                            "There is no such command.",
                            "Use day, claims, tiers, bundles or develop; run --help shows what each"
                                    + " takes.");
        };
    }

    private static int develop(List<String> words, BundlesCommand.Desk desk) {
        try (var ended = new UntilEnded(BETWEEN_LOOKS)) {
            return DevelopCommand.run(words, desk, ended);
        }
    }

    /**
     * Classes and lines only: messages of unforeseen failures may quote what was read. Those of
     * linkage failures name a class.
     */
    private static void trace(Throwable failure, PrintStream err) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            boolean isLinkage =
                    each instanceof LinkageError || each instanceof ClassNotFoundException;
            err.println(isLinkage ? each.toString() : each.getClass().getName());
            for (StackTraceElement frame : each.getStackTrace()) {
                err.println("    at " + frame);
            }
        }
    }
}
