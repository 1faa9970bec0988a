package org.openmso.embed;

import java.time.Instant;

/**
 * One line of the journal of changes. Made by OpenMSO.
 *
 * @param sequence 1, 2, 3 ...
 * @param at when, by the clock of the host that did it
 * @param action {@code APPLIED}, {@code REMOVED}, {@code ROLLED_BACK} (refused or failed on its
 *     way) or {@code REVERTED} (kept failing; its predecessor came back)
 * @param name the bundle's symbolic name
 * @param version the version that the action is about
 * @param reason the code of the problem that was the reason; empty if there was none
 */
public record SwapRecord(
        long sequence, Instant at, String action, String name, String version, String reason) {}
