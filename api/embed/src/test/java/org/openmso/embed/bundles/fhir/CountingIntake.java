package org.openmso.embed.bundles.fhir;

import java.util.List;
import org.openmso.api.Health;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.fhir.IntakeReport;
import org.openmso.api.host.NamedInput;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;
import org.openmso.api.spi.ProvidesCapability;
import org.openmso.embed.bundles.trace.Trace;

/** Intake that counts its calls as resources. */
@ProvidesCapability(contract = FhirIntake.class)
public final class CountingIntake implements Capability<FhirIntake> {
    static {
        Trace.add("fhir loaded");
    }

    @Override
    public FhirIntake open(PracticeContext practice) {
        return new FhirIntake() {
            private long calls;

            @Override
            public synchronized IntakeReport read(
                    List<NamedInput> inputs, ClaimSink sink, IntakeListener listener) {
                return new IntakeReport(++calls, inputs.size(), 0);
            }
        };
    }

    @Override
    public Health probe() {
        return Health.up();
    }
}
