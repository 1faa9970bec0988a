package acme.coding;

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

/** A provider as an author outside writes one; the tests change it. */
@ProvidesCapability(contract = FhirIntake.class)
public class Provider implements Capability<FhirIntake> {
    private Object last = new Object();

    @Override
    public FhirIntake open(PracticeContext practice) {
        return new FhirIntake() {
            @Override
            public IntakeReport read(
                    List<NamedInput> inputs, ClaimSink sink, IntakeListener listener) {
                throw new IllegalStateException("made up, " + last);
            }
        };
    }

    @Override
    public Health probe() {
        return Health.up();
    }
}
