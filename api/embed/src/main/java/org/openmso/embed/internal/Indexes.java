package org.openmso.embed.internal;

import java.time.Clock;
import java.time.Instant;
import org.openmso.embed.BundleIndex;
import org.openmso.embed.Trust;

/** Reads indexes for a host. Safe from any thread; takes as long as the network. */
final class Indexes {
    private final Trust trust;
    private final Clock clock;
    private final BundleStore store;

    Indexes(Trust trust, Clock clock, BundleStore store) {
        this.trust = trust;
        this.clock = clock;
        this.store = store;
    }

    /** An index that the host accepts, and where its jars come from. */
    record Reading(IndexSource source, IndexContent content) {}

    /**
     * Reads an index.
     *
     * @throws Refusal if it cannot be had, or the host does not accept it
     */
    Reading read(BundleIndex index) throws Refusal {
        IndexSource source = IndexSource.of(index);
        String place = index.toString();
        byte[] jar = source.index(IndexJar.MOST_BYTES);
        IndexJar.Sound sound = IndexJar.read(trust, clock, place, jar);
        IndexContent content = IndexContent.of(place, sound.json());
        Instant now = clock.instant();
        if (content.expiresAt().filter(end -> !now.isBefore(end)).isPresent()) {
            throw IndexProblem.EXPIRED.refusal(
                    place,
                    "It was good until " + content.expiresAt().get() + "; it is " + now + ".");
        }
        // What nobody vouches for must not keep a signed one out later.
        if (!trust.acceptsUnsigned()) {
            store.meet(place, content, sound.signers());
        }
        return new Reading(source, content);
    }
}
