package org.openmso.sample.ehr;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openmso.api.InvalidSettings;
import org.openmso.api.Money;
import org.openmso.api.NotEntitled;
import org.openmso.api.Practice;
import org.openmso.api.billing.Billing;
import org.openmso.api.host.InterchangeTarget;
import org.openmso.embed.Mso;
import org.openmso.embed.PracticeServices;
import org.openmso.sample.simulator.Dialect;
import org.openmso.sample.simulator.Fault;
import org.openmso.sample.simulator.Simulation;

/** {@code day}: a made-up practice's working day, end to end, told line by line. */
final class DayCommand {
    /** Its options. */
    static final List<String> OPTIONS =
            List.of("practice", "out", "tiers", "data", "trust", "visits", "seed", "date");

    private static final long SEED = 2026;
    private static final long VISITS = 240;

    /** Every dialect needs room for its share of the faults. */
    private static final long LEAST_VISITS = 60;

    private static final String ROW = "  %-20s%8s%8s%9s%16s%8s%n";

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEEE, MMMM d, uuuu", Locale.US);

    private final PrintStream out;
    private final Path folder;
    private final LocalDate day;
    private final long seed;
    private final int visits;

    private DayCommand(PrintStream out, Path folder, LocalDate day, long seed, int visits) {
        this.out = out;
        this.folder = folder;
        this.day = day;
        this.seed = seed;
        this.visits = visits;
    }

    /** Runs and returns the exit status. */
    static int run(Arguments arguments, Clock clock, PrintStream out) {
        arguments.withoutFiles();
        LocalDate today = LocalDate.now(clock);
        LocalDate day = arguments.date("date", today);
        Path folder = arguments.path("out").orElseGet(() -> Folders.timed("day", clock));
        long seed = arguments.number("seed", SEED, Long.MIN_VALUE, Long.MAX_VALUE);
        int visits = (int) arguments.number("visits", VISITS, LEAST_VISITS, 1_000_000);
        // On another day, everything happens on that day: what lies in the future, what is late.
        Clock then = Clock.offset(clock, Duration.ofDays(ChronoUnit.DAYS.between(today, day)));
        try (var temporary = new TemporaryDirectory();
                OutputDirectory directory = OutputDirectory.open(folder)) {
            long start = System.nanoTime();
            Path data = arguments.path("data").orElse(temporary.path());
            try (Mso mso = SampleMso.start(arguments, data, then)) {
                long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
                var practice =
                        mso.practice(
                                arguments.text("practice", SampleMso.PRACTICE), SampleMso.ACTOR);
                new ClaimRun(practice).check();
                directory.keep();
                new DayCommand(out, folder, day, seed, visits).tell(mso, practice, millis);
            }
        } catch (InvalidSettings e) {
            throw SampleMso.placed(e, arguments);
        }
        return SampleEhr.DONE;
    }

    private void tell(Mso mso, PracticeServices practice, long startMillis) {
        out.println(practice.practice().name() + " (made up), " + DAY.format(day));
        out.println();
        out.printf(Locale.ROOT, "OpenMSO started inside this EHR in %,d ms.%n", startMillis);
        out.println();
        TiersCommand.print(mso, out);
        out.println();
        List<String> surprises = visits(practice);
        refusal(mso);
        out.println();
        out.println("Health: " + mso.health().status());
        mso.health().problems().forEach(problem -> out.println("  " + problem));
        out.println("Files: " + folder);
        if (!surprises.isEmpty()) {
            throw SampleProblem.DAY_NOT_AS_PLANNED.failed(
                    folder.toString(),
                    "Not as planned: " + String.join("; ", surprises) + ".",
                    "This is a fault of OpenMSO: report it with the seed, the date and the files.");
        }
    }

    /** EHRs of different habits write their visits; each writing becomes a batch of claims. */
    private List<String> visits(PracticeServices practice) {
        out.println("The day's visits, as EHRs of different habits write them, become claims:");
        out.printf(ROW, "FHIR", "claims", "ready", "blocked", "charge", "ms");
        var claims = new ClaimRun(practice);
        var reasons = new BlockingReasons();
        var results = new ArrayList<DialectRun.Result>();
        Map<Dialect, List<Fault>> faults = faults();
        long begin = System.nanoTime();
        for (Dialect dialect : Dialect.values()) {
            Simulation simulation = simulation(practice.practice(), dialect, faults.get(dialect));
            String name = DialectRun.name(dialect);
            long start = System.nanoTime();
            var result = DialectRun.of(simulation, folder.resolve(name), claims, reasons);
            row(name, List.of(result), start);
            results.add(result);
        }
        row("the day", results, begin);
        out.println();

        var surprises = new ArrayList<String>();
        results.forEach(result -> surprises.addAll(result.surprises()));
        out.println("Blocked, each with code, place, cause and fix in its report.json:");
        reasons.print(out);
        out.println(verdict(results, surprises.isEmpty()));
        out.println();
        return surprises;
    }

    private static String verdict(List<DialectRun.Result> results, boolean asPlanned) {
        int planted = results.stream().mapToInt(each -> each.manifest().faults().size()).sum();
        long others = results.stream().mapToLong(DialectRun.Result::blockedByOthers).sum();
        if (!asPlanned) {
            return "Of " + planted + " planted faults, not all went as planned.";
        }
        return others == 0
                ? "All " + planted + " faults that were planted were found, and no other."
                : "All "
                        + planted
                        + " claims with planted faults are blocked; claim rules block "
                        + others
                        + " more.";
    }

    private void row(String name, List<DialectRun.Result> results, long start) {
        long all = results.stream().mapToLong(each -> each.manifest().claims().size()).sum();
        long ready = results.stream().mapToLong(each -> each.claims().ready()).sum();
        long blocked = results.stream().mapToLong(each -> each.claims().blocked()).sum();
        Money charge =
                results.stream()
                        .map(each -> each.claims().charge())
                        .reduce(Money.ZERO, Money::plus);
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        out.printf(ROW, name, all, ready, blocked, "$" + charge, millis);
    }

    private Simulation simulation(Practice practice, Dialect dialect, List<Fault> faults) {
        int dialects = Dialect.values().length;
        // The first ones take what is left over.
        int share = (visits + dialects - 1 - dialect.ordinal()) / dialects;
        Simulation simulation =
                Simulation.of(seed + dialect.ordinal())
                        .practice(practice.name())
                        .day(day)
                        .visits(share)
                        .dialect(dialect);
        for (Fault fault : faults) {
            simulation = simulation.plant(fault);
        }
        return simulation;
    }

    /** Deals every fault to one dialect that can say it. */
    private static Map<Dialect, List<Fault>> faults() {
        Dialect[] dialects = Dialect.values();
        var dealt = new EnumMap<Dialect, List<Fault>>(Dialect.class);
        for (Dialect dialect : dialects) {
            dealt.put(dialect, new ArrayList<>());
        }
        int next = 0;
        for (Fault fault : Fault.values()) {
            while (!fault.expressible(dialects[next % dialects.length])) {
                next++;
            }
            dealt.get(dialects[next % dialects.length]).add(fault);
            next++;
        }
        return dealt;
    }

    /** Another practice, whose tier lacks billing, asks for it. */
    private void refusal(Mso mso) {
        for (Practice practice : mso.registry().practices()) {
            if (!mso.registry().tierOf(practice).includes(Billing.CAPABILITY)) {
                out.println(practice.name() + " asks for billing and is refused:");
                out.println("  " + refusedTo(mso.practice(practice.id(), SampleMso.ACTOR)));
                return;
            }
        }
        out.println("Every practice's tier includes billing, so none is refused.");
    }

    private String refusedTo(PracticeServices practice) {
        try {
            practice.get(Billing.class)
                    .prepare(
                            sink -> {},
                            InterchangeTarget.directory(folder.resolve("refused")),
                            outcome -> {});
        } catch (NotEntitled e) {
            return e.problem().toString();
        }
        throw new IllegalStateException("billing was given to a practice without it");
    }
}
