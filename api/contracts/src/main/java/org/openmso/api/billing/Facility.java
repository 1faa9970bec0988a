package org.openmso.api.billing;

import java.util.Objects;

/**
 * Where the service took place, when not at the billing provider's address.
 *
 * @param name its name
 * @param npi its NPI, empty when it has none
 * @param address its address, with a 9 digit ZIP code
 */
public record Facility(String name, String npi, Address address) {
    /** Refuses null. */
    public Facility {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(npi, "npi");
        Objects.requireNonNull(address, "address");
    }
}
