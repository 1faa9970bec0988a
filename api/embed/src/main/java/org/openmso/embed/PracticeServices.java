package org.openmso.embed;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.openmso.api.Actor;
import org.openmso.api.Practice;
import org.openmso.embed.internal.RunningMso;

/**
 * The services of one practice, for one actor. Cheap to make, safe from any thread, and valid as
 * long as its Mso.
 */
public final class PracticeServices {
    private final RunningMso running;
    private final String practice;
    private final Actor actor;

    PracticeServices(RunningMso running, String practice, Actor actor) {
        this.running = running;
        this.practice = practice;
        this.actor = Objects.requireNonNull(actor, "actor");
    }

    /**
     * The practice, as registered now.
     *
     * @throws org.openmso.api.UnknownPractice (MSO-1202) if it is registered no more
     */
    public Practice practice() {
        return running.practice(practice);
    }

    /**
     * A service of the practice. What is returned can be kept: each call through it is checked
     * anew, and throws {@link org.openmso.api.NotEntitled} (MSO-1201) while the practice's tier
     * does not include the capability, {@link org.openmso.api.CapabilityUnavailable} (MSO-1203)
     * while no bundle in service provides it.
     *
     * @throws org.openmso.api.MsoException (MSO-1204) if the interface is no contract
     */
    public <S> S get(Class<S> contract) {
        return running.facade(contract, practice, actor);
    }

    /**
     * Opens a service of the practice ahead of its first call, which then need not wait for it; at
     * the start of a host, say, or of a test. Does nothing where it is open.
     *
     * @param within how long it may take; a bundle that is not ready then is left to itself on its
     *     thread, which health names (MSO-1044), and counts as inside until it returns
     * @throws org.openmso.api.CapabilityTimedOut (MSO-1210) if it takes longer
     * @throws org.openmso.api.MsoException as a call through {@link #get} does
     */
    public void open(Class<?> contract, Duration within) {
        running.open(contract, practice, actor, within);
    }

    /** A service of the practice, if a call to it would be served now. */
    public <S> Optional<S> find(Class<S> contract) {
        return running.offers(contract, practice) ? Optional.of(get(contract)) : Optional.empty();
    }
}
