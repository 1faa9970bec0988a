package org.openmso.billing;

import org.openmso.api.Health;
import org.openmso.api.billing.Billing;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;
import org.openmso.api.spi.ProvidesCapability;

/** Provides billing: scrubs professional claims and writes them as X12 837P (005010X222A1). */
@ProvidesCapability(contract = Billing.class)
public final class BillingCapability implements Capability<Billing> {
    /** For OpenMSO, which reads the class name from the bundle's manifest. */
    public BillingCapability() {}

    @Override
    public Billing open(PracticeContext practice) {
        return new PracticeBilling(practice);
    }

    @Override
    public Health probe() {
        return SelfCheck.run();
    }
}
