package org.openmso.api.billing;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Gives the claims of a batch. Implemented by hosts; called once, within {@link Billing#prepare}.
 */
@ConsumerType
@FunctionalInterface
public interface ClaimFeed {
    /** Hands every claim of the batch to the sink, then returns. What it throws ends the batch. */
    void feed(ClaimSink sink);
}
