package org.openmso.api.billing;

import java.util.Objects;

/**
 * Who bills.
 *
 * @param provider name and NPI
 * @param address street address, not a post office box, with a 9 digit ZIP code
 * @param taxIdKind what the tax id is
 * @param taxId 9 digits
 */
public record BillingProvider(
        Provider provider, Address address, TaxIdKind taxIdKind, String taxId) {
    /** What a tax id is (REF01). */
    public enum TaxIdKind {
        /** Employer identification number. */
        EI,
        /** Social security number. */
        SY
    }

    /** Nothing is known of who bills. */
    public static final BillingProvider NONE =
            new BillingProvider(Provider.NONE, Address.NONE, TaxIdKind.EI, "");

    /** Refuses null. */
    public BillingProvider {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(taxIdKind, "taxIdKind");
        Objects.requireNonNull(taxId, "taxId");
    }

    /** A tax id may be a social security number: prints as nothing but its type. */
    @Override
    public String toString() {
        return "BillingProvider";
    }
}
