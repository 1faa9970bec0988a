package org.openmso.benchmarks;

import java.util.List;
import org.openmso.api.Health;
import org.openmso.api.Money;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.billing.OutcomeListener;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.fhir.IntakeReport;
import org.openmso.api.host.InterchangeTarget;
import org.openmso.api.host.NamedInput;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;
import org.pf4j.ExtensionPoint;

/**
 * Services that do next to nothing, so that what is measured is the platform: as OpenMSO and as
 * PF4J take them.
 */
public final class TrivialServices {
    private TrivialServices() {}

    /** A billing without work. */
    public static class PlainBilling implements Billing {
        @Override
        public List<Problem> scrub(ProfessionalClaim claim) {
            return List.of();
        }

        @Override
        public BatchReport prepare(
                ClaimFeed feed, InterchangeTarget target, OutcomeListener outcomes) {
            return new BatchReport(0, 0, Money.ZERO, List.of());
        }
    }

    /** An intake without work. */
    public static class PlainIntake implements FhirIntake {
        @Override
        public IntakeReport read(List<NamedInput> inputs, ClaimSink sink, IntakeListener listener) {
            return new IntakeReport(0, 0, 0);
        }
    }

    /** Billing as a bundle of OpenMSO provides it. */
    public static final class BillingProvider implements Capability<Billing> {
        @Override
        public Billing open(PracticeContext practice) {
            return new PlainBilling();
        }

        @Override
        public Health probe() {
            return Health.up();
        }
    }

    /** Intake as a bundle of OpenMSO provides it. */
    public static final class IntakeProvider implements Capability<FhirIntake> {
        @Override
        public FhirIntake open(PracticeContext practice) {
            return new PlainIntake();
        }

        @Override
        public Health probe() {
            return Health.up();
        }
    }

    /** What a PF4J host asks for. */
    public interface BillingPoint extends Billing, ExtensionPoint {}

    /** Billing as a PF4J plugin provides it. */
    public static final class BillingExtension extends PlainBilling implements BillingPoint {}

    /** The registry's stand-in among the PF4J plugins: as many plugins on both sides. */
    public static final class OtherExtension extends PlainIntake implements ExtensionPoint {}
}
