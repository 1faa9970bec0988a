package org.openmso.api.billing;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears what became of each claim of a batch. Implemented by hosts, called on the thread of {@link
 * Billing#prepare}.
 */
@ConsumerType
@FunctionalInterface
public interface OutcomeListener {
    /** One call for each claim. */
    void decided(ClaimOutcome outcome);
}
