package org.openmso.sample.ehr;

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
    }

    /**
     * Runs. Whatever it throws, nothing was written.
     *
     * @throws org.openmso.api.NotEntitled (MSO-1201) if the practice's tier lacks intake or billing
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
                            InterchangeTarget.directory(out),
                            outcome -> {
                                report.claim(outcome);
                                listener.decided(outcome);
                            });
            report.finish(totals);
            directory.keep();
            return totals;
        }
    }
}
