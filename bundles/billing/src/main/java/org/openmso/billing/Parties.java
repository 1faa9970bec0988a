package org.openmso.billing;

import java.util.Optional;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.Facility;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;

/**
 * Which parties a claim names apart from the billing provider. 005010X222A1 leaves a loop out when
 * it would repeat a loop above it; scrub and writer must agree on when.
 */
final class Parties {
    private Parties() {}

    /** 2310B: who did it, unless the billing provider did. */
    static Optional<Provider> renderingOf(ProfessionalClaim claim) {
        Optional<Provider> rendering = claim.rendering();
        return rendering.isPresent()
                        && rendering.get().npi().equals(claim.billingProvider().provider().npi())
                ? Optional.empty()
                : rendering;
    }

    /** 2420A: who did the line, unless that is who did the claim. */
    static Optional<Provider> renderingOf(ProfessionalClaim claim, ServiceLine line) {
        if (line.rendering().isEmpty()) {
            return line.rendering();
        }
        String ofClaim =
                claim.rendering().orElseGet(() -> claim.billingProvider().provider()).npi();
        return line.rendering().get().npi().equals(ofClaim) ? Optional.empty() : line.rendering();
    }

    /** 2310C: where, unless at the billing provider's address. */
    static Optional<Facility> facilityOf(ProfessionalClaim claim) {
        Optional<Facility> facility = claim.facility();
        return facility.isPresent()
                        && isSame(facility.get().address(), claim.billingProvider().address())
                ? Optional.empty()
                : facility;
    }

    /**
     * An address of a payer or other subscriber is optional: written when nothing is wrong with it.
     */
    static boolean isWritable(Address address) {
        return !X12Text.isShorterThan(1, address.line1(), X12Text.STREET)
                && !X12Text.isShorterThan(2, address.city(), X12Text.CITY)
                && States.isKnown(address.state())
                && isZip(address.postalCode());
    }

    /** 5 or 9 digits. */
    static boolean isZip(String code) {
        return X12Text.isDigits(code, 5) || X12Text.isDigits(code, 9);
    }

    private static boolean isSame(Address a, Address b) {
        return a.line1().equalsIgnoreCase(b.line1())
                && a.line2().equalsIgnoreCase(b.line2())
                && a.city().equalsIgnoreCase(b.city())
                && a.state().equalsIgnoreCase(b.state())
                && isSameZip(a.postalCode(), b.postalCode());
    }

    /** One of the two may lack the four digits that tell the side of the street. */
    private static boolean isSameZip(String a, String b) {
        return a.equals(b)
                || X12Text.isDigits(a, 5) && isZip(b) && b.startsWith(a)
                || X12Text.isDigits(b, 5) && isZip(a) && a.startsWith(b);
    }
}
