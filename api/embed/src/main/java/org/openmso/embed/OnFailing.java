package org.openmso.embed;

/**
 * What becomes of a bundle that keeps failing: at least ten failed calls within a minute, and at
 * least half of that minute's; or as many calls as it is granted at a time were given up and have
 * not returned. Health names it in any case.
 */
public enum OnFailing {
    /** Health names it. */
    TELL,
    /** Its predecessor comes back, if there is one; the journal says why. */
    ROLL_BACK
}
