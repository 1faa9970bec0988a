package org.openmso.api.billing;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * The drug behind a line (LIN, CTP).
 *
 * @param ndc National Drug Code, 11 digits without hyphens
 * @param quantity how much, in units
 * @param unit {@code F2}, {@code GR}, {@code ME}, {@code ML} or {@code UN}
 */
public record Drug(String ndc, BigDecimal quantity, String unit) {
    /** Refuses null. */
    public Drug {
        Objects.requireNonNull(ndc, "ndc");
        Objects.requireNonNull(quantity, "quantity");
        Objects.requireNonNull(unit, "unit");
    }

    /** What somebody was given: prints as nothing but its type. */
    @Override
    public String toString() {
        return "Drug";
    }
}
