package org.openmso.api.billing;

import java.util.Objects;

/**
 * Where a claim comes from.
 *
 * @param source the input's name
 * @param resource the FHIR resource, for example {@code Claim/123}; with its place in the input
 *     when it has no id
 */
public record Origin(String source, String resource) {
    /** Refuses null. */
    public Origin {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(resource, "resource");
    }
}
