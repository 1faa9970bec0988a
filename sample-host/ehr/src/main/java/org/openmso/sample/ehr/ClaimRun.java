package org.openmso.sample.ehr;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.host.InterchangeTarget;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.PracticeServices;

/** FHIR in, claims and report out: one batch of a practice into one directory. */
final class ClaimRun {
    private final FhirIntake intake;
    private final Billing billing;

    ClaimRun(PracticeServices practice) {
        this.intake = practice.get(FhirIntake.class);
        this.billing = practice.get(Billing.class);
    }

    /** Hears how a run goes. */
    interface Listener {
        /** An input, or a line of one, that cannot be used. */
        void unusable(String input, Problem problem);

        /** What became of a claim. */
        void decided(ClaimOutcome outcome);

        /** So much of an input was read. */
        default void read(String input, long bytes) {}

        /** The directory had the report of an earlier run: where that is now. */
        default void kept(Path earlierReport) {}
    }

    /**
     * Bills nothing, to learn whether anything could be billed.
     *
     * @throws org.openmso.api.MsoException as {@link #run}
     */
    void check() {
        billing.prepare(
                sink -> intake.read(List.of(), sink, IntakeListener.NONE),
                name -> {
                    throw new IllegalStateException("an interchange of no claims");
                },
                outcome -> {});
    }

    /**
     * Runs. Whatever it throws, no interchange was written, with one exception that names it.
     *
     * @throws org.openmso.api.NotEntitled (MSO-1201) if the practice's tier lacks intake or billing
     * @throws org.openmso.api.MsoException (MSO-9013) if the interchange was written, and only its
     *     report's name was not
     * @throws org.openmso.api.MsoException with the code of what else kept it from being done
     */
    BatchReport run(List<NamedInput> inputs, Path out, Listener listener) {
        try (OutputDirectory directory = OutputDirectory.open(out);
                ReportFile report = ReportFile.in(out)) {
            IntakeListener reading =
                    new IntakeListener() {
                        @Override
                        public void unusable(String input, Problem problem) {
                            report.unusable(input, problem);
                            listener.unusable(input, problem);
                        }

                        @Override
                        public void progress(String input, long bytes) {
                            listener.read(input, bytes);
                        }
                    };
            BatchReport totals =
                    billing.prepare(
                            sink -> intake.read(inputs, sink, reading),
                            reported(InterchangeTarget.directory(out), report),
                            outcome -> {
                                report.claim(outcome);
                                listener.decided(outcome);
                            });
            report.publish().ifPresent(listener::kept);
            directory.keep();
            return totals;
        }
    }

    /** The same target, but the report is safe before an interchange becomes visible. */
    private static InterchangeTarget reported(InterchangeTarget target, ReportFile report) {
        return name -> {
            InterchangeTarget.Interchange interchange = target.create(name);
            return new InterchangeTarget.Interchange() {
                @Override
                public OutputStream stream() {
                    return interchange.stream();
                }

                @Override
                public void commit() throws IOException {
                    report.secure(name);
                    interchange.commit();
                    report.lasts();
                }

                @Override
                public void close() throws IOException {
                    interchange.close();
                }
            };
        };
    }
}
