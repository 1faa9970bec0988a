package org.openmso.api.billing;

import java.util.Objects;

/**
 * A clinician or an organization that provides care. Absent text is empty.
 *
 * @param organization whether it is an organization (NM102 = 2) or a person (1)
 * @param name the organization's name, or the person's last name
 * @param firstName the person's first name
 * @param npi National Provider Identifier, 10 digits
 * @param taxonomy NUCC taxonomy code, 10 characters
 */
public record Provider(
        boolean organization, String name, String firstName, String npi, String taxonomy) {
    /** A provider of whom nothing is known. */
    public static final Provider NONE = new Provider(false, "", "", "", "");

    /** Refuses null. */
    public Provider {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(firstName, "firstName");
        Objects.requireNonNull(npi, "npi");
        Objects.requireNonNull(taxonomy, "taxonomy");
    }
}
