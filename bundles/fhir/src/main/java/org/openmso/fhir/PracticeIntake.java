package org.openmso.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.fhir.IntakeReport;
import org.openmso.api.host.NamedInput;
import org.openmso.api.spi.PracticeContext;

/** Intake of one practice. Holds no state between calls, so it is safe from any thread. */
final class PracticeIntake implements FhirIntake {
    /** Bytes of resources and index in memory, a call. */
    static final long BUDGET = 48L << 20;

    private final PracticeContext practice;
    private final FhirContext hapi;
    private final ResourceTypes types;
    private final long budget;

    PracticeIntake(PracticeContext practice, FhirContext hapi, long budget) {
        this.practice = practice;
        this.hapi = hapi;
        this.types = new ResourceTypes(hapi.getResourceTypes());
        this.budget = budget;
    }

    @Override
    public IntakeReport read(List<NamedInput> inputs, ClaimSink sink, IntakeListener listener) {
        var settings = IntakeSettings.of(practice);
        try (var store = new ResourceStore(practice.scratch(), budget)) {
            var reading = new Reading(settings, new ResourceParser(hapi), store, sink, listener);
            var reader = new InputReader(types, listener, reading);
            int number = 0;
            for (NamedInput input : inputs) {
                reader.read(input, number++);
            }
            return reading.finish();
        }
    }
}
