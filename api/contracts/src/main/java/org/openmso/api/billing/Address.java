package org.openmso.api.billing;

import java.util.Objects;

/**
 * A postal address in the United States, as given: the scrub judges it. Absent parts are empty.
 *
 * @param line1 street
 * @param line2 second line
 * @param city city
 * @param state two capital letters (USPS)
 * @param postalCode 5 or 9 digits, without hyphen
 */
public record Address(String line1, String line2, String city, String state, String postalCode) {
    /** An address of which nothing is known. */
    public static final Address NONE = new Address("", "", "", "", "");

    /** Refuses null. */
    public Address {
        Objects.requireNonNull(line1, "line1");
        Objects.requireNonNull(line2, "line2");
        Objects.requireNonNull(city, "city");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(postalCode, "postalCode");
    }

    /** Whether nothing is known. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** Never in a log line, for it may be a home: prints as nothing but its type. */
    @Override
    public String toString() {
        return "Address";
    }
}
