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

/**
 * Intake that counts its calls as resources, unless the practice's setting {@code do} says else.
 */
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
                switch (practice.settings().getOrDefault("do", "count")) {
                    case "throw" -> throw new IllegalStateException("intake's own");
                    case "feed" -> sink.claim(null, List.of());
                    default -> {}
                }
                return new IntakeReport(++calls, inputs.size(), 0);
            }
        };
    }

    @Override
    public Health probe() {
        return Health.up();
    }
}
