package org.openmso.api.billing;

import java.util.List;
import org.openmso.api.Money;

/**
 * The sums of a batch.
 *
 * @param ready claims in the interchange
 * @param blocked claims with reasons why not
 * @param charge the total of the ready claims
 * @param interchanges names of the interchanges made: one, or none when no claim is ready
 */
public record BatchReport(long ready, long blocked, Money charge, List<String> interchanges) {
    /** Copies the names. */
    public BatchReport {
        interchanges = List.copyOf(interchanges);
    }
}
