package org.openmso.sample.ehr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.host.InterchangeTarget;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.PracticeServices;
import org.openmso.sample.simulator.Simulation;

/**
 * A made-up practice's visits of a day, with nothing wrong that OpenMSO knows of: what is found in
 * them, the bundle that is tried has found. Nothing is written to a disk.
 */
final class MadeUpDay {
    private static final long SEED = 2026;
    private static final int VISITS = 100;

    private final byte[] visits;

    /** The visits of a practice on a day. */
    MadeUpDay(String practice, LocalDate day) {
        var bytes = new ByteArrayOutputStream();
        try {
            Simulation.of(SEED).practice(practice).day(day).visits(VISITS).write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        visits = bytes.toByteArray();
    }

    /**
     * Reads and bills them, and tells what became of them.
     *
     * @throws org.openmso.api.MsoException with the code of what kept it from being done
     */
    void run(PracticeServices practice, PrintStream out) {
        FhirIntake intake = practice.get(FhirIntake.class);
        var found = new Found();
        List<NamedInput> inputs = List.of(NamedInput.of("the made-up day", visits));
        BatchReport report =
                practice.get(Billing.class)
                        .prepare(
                                sink -> intake.read(inputs, sink, IntakeListener.NONE),
                                name -> new Nowhere(),
                                found::add);
        out.printf(
                Locale.ROOT,
                "  A made-up day: %,d claims, %,d ready ($%s), %,d blocked.%n",
                report.ready() + report.blocked(),
                report.ready(),
                report.charge(),
                report.blocked());
        found.print(out);
    }

    /** Counts the claims that have a problem, by code, with one message for each. */
    private static final class Found {
        private final Map<String, Long> claims = new TreeMap<>();
        private final Map<String, Problem> examples = new TreeMap<>();

        void add(ClaimOutcome outcome) {
            var codes = new TreeSet<String>();
            for (Problem problem : outcome.problems()) {
                if (codes.add(problem.code())) {
                    claims.merge(problem.code(), 1L, Long::sum);
                    examples.putIfAbsent(problem.code(), problem);
                }
            }
        }

        void print(PrintStream out) {
            claims.forEach(
                    (code, count) ->
                            out.printf(
                                    Locale.ROOT,
                                    "  %,8d  %s  %-7s  %s%n",
                                    count,
                                    code,
                                    JsonText.lower(examples.get(code).severity()),
                                    examples.get(code).message()));
        }
    }

    /** Where interchanges go that nobody reads. */
    private record Nowhere() implements InterchangeTarget.Interchange {
        @Override
        public OutputStream stream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void commit() {}

        @Override
        public void close() {}
    }
}
