package org.openmso.sample.ehr;

import java.nio.file.Path;
import java.util.List;
import org.openmso.api.Actor;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.host.InterchangeTarget;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.Mso;
import org.openmso.embed.PracticeServices;

/** The whole embedding: a registry file, a data directory, FHIR in, an 837P out. */
public final class Embedding {
    private Embedding() {}

    /** Arguments: registry file, data directory, FHIR file, directory for the claims. */
    public static void main(String[] args) {
        try (Mso mso = Mso.builder().registry(Path.of(args[0])).data(Path.of(args[1])).start()) {
            PracticeServices practice = mso.practice("oak-street", Actor.practice("front-desk"));
            FhirIntake intake = practice.get(FhirIntake.class);
            Billing billing = practice.get(Billing.class);

            List<NamedInput> visits = List.of(NamedInput.of(Path.of(args[2])));
            BatchReport report =
                    billing.prepare(
                            sink -> intake.read(visits, sink, IntakeListener.NONE),
                            InterchangeTarget.directory(Path.of(args[3])),
                            outcome -> outcome.problems().forEach(System.out::println));
            System.out.println(report.ready() + " claims ready, $" + report.charge());
        }
    }
}
