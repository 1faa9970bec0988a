package org.openmso.api;

import java.util.Objects;

/**
 * On whose behalf a call is made. Goes into log lines when a call is refused, so its id must not be
 * a person's name.
 *
 * @param id the host's account id
 * @param side which side of the management agreement the actor stands on
 */
public record Actor(String id, Side side) {
    /** Refuses an empty id. */
    public Actor {
        Objects.requireNonNull(side, "side");
        if (id.isBlank()) {
            throw new IllegalArgumentException("an actor needs an id");
        }
    }

    /** The sides of a management agreement, and the host's own jobs. */
    public enum Side {
        /** Physicians and staff of the practice. */
        PRACTICE,
        /** Staff of the MSO. */
        MSO,
        /** A job of the host that no person started. */
        SYSTEM
    }

    /** An actor of the practice's side. */
    public static Actor practice(String id) {
        return new Actor(id, Side.PRACTICE);
    }

    /** An actor of the MSO's side. */
    public static Actor mso(String id) {
        return new Actor(id, Side.MSO);
    }

    /** A job of the host. */
    public static Actor system(String id) {
        return new Actor(id, Side.SYSTEM);
    }
}
