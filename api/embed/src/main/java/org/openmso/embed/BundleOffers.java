package org.openmso.embed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an index offers. Made by OpenMSO.
 *
 * @param publisher who publishes it, as the index says
 * @param sequence the index's number; each new index of a publisher has a higher one
 * @param issuedAt when it was made, as the index says
 * @param expiresAt from when on it is not used any more, if ever
 * @param offers by name; of one name, the newest first
 */
public record BundleOffers(
        String publisher,
        long sequence,
        Instant issuedAt,
        Optional<Instant> expiresAt,
        List<BundleOffer> offers) {
    /** Copies the offers. */
    public BundleOffers {
        offers = List.copyOf(offers);
    }
}
