package org.openmso.api.spi;

import org.openmso.api.Health;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A capability as a bundle provides it. Implemented by bundles, with a public constructor without
 * arguments and {@link ProvidesCapability}; called by OpenMSO only.
 *
 * <p>What practices share (tables, indexes) lives in this object; what belongs to one practice
 * lives in what {@link #open} returns.
 *
 * @param <S> the contract
 */
@ProviderType
public interface Capability<S> {
    /**
     * The service for one practice. Called on the thread of its first caller, or on one of
     * OpenMSO's where the host set calls a deadline, and again when the practice's registration
     * changed; the earlier service then gets no new calls. What it returns must be safe from any
     * thread.
     */
    S open(PracticeContext practice);

    /**
     * Checks itself on a made-up case before any call arrives, and warms up. Anything but {@code
     * UP} or {@code DEGRADED}, or a throw, keeps the bundle out of service.
     */
    Health probe();

    /** Calls are about to arrive. Jobs start here, never in the constructor. */
    default void promoted() {}

    /** The last call has left. Jobs end here. */
    default void retired() {}
}
