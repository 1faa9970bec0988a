package org.openmso.api.billing;

import java.util.Objects;

/**
 * Who shall pay.
 *
 * @param name its name
 * @param id the payer id that the receiver knows (NM109 with qualifier PI)
 * @param filingIndicator SBR09: {@code CI} commercial, {@code MB} Medicare Part B, {@code MC}
 *     Medicaid, ...
 * @param address its address, or {@link Address#NONE}
 */
public record Payer(String name, String id, String filingIndicator, Address address) {
    /** A payer of whom nothing is known. */
    public static final Payer NONE = new Payer("", "", "", Address.NONE);

    /** Refuses null. */
    public Payer {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(filingIndicator, "filingIndicator");
        Objects.requireNonNull(address, "address");
    }
}
