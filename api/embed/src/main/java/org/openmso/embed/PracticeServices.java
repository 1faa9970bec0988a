package org.openmso.embed;

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

    /** A service of the practice, if a call to it would be served now. */
    public <S> Optional<S> find(Class<S> contract) {
        return running.offers(contract, practice) ? Optional.of(get(contract)) : Optional.empty();
    }
}
