package org.openmso.billing;

import java.util.regex.Pattern;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Facility;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;

/** Numbers and codes of the parties to a claim: NPI, taxonomy, tax id, member, payer, claim. */
final class IdentifierRules {
    private static final int CLAIM_NUMBER = 20;
    private static final int LINE_NUMBER = 30;

    /**
     * Of a street in capitals, its marks as blanks: PO, POST OFFICE or LOCK before the word BOX;
     * the same as one word or as POB when a number follows, for streets may begin with these
     * letters; BOX at the beginning when the number or letter of a box, or nothing, follows, for
     * streets are named Box Elder and Box Canyon.
     */
    private static final Pattern BOX =
            Pattern.compile(
                    "\\b(?:P ?O|POST ?OFFICE|LOCK) BOX(?![A-Z])"
                            + "|\\b(?:P ?OBOX|POST ?OFFICEBOX|LOCKBOX|P ?O ?B)(?= ?[0-9])"
                            + "|\\b(?:POBOX|LOCKBOX)(?: [A-Z])?$"
                            + "|^BOX(?: (?:NO|NUMBER))?(?: ?[0-9]| [A-Z](?: ?[0-9]|$)|$)");

    private IdentifierRules() {}

    static void check(ProfessionalClaim claim, Findings found) {
        if (!X12Text.isIdentifier(claim.number(), 1, CLAIM_NUMBER, false)) {
            found.add(Reason.CONTROL_NUMBER, "", "CLM01");
        }
        billingProvider(claim.billingProvider(), found);
        coverage(claim.coverage(), "2000B", "2010BA", "2010BB", found);
        int position = 0;
        for (Coverage other : claim.otherCoverages()) {
            position++;
            coverage(
                    other,
                    Findings.numbered("2320", position),
                    Findings.numbered("2330A", position),
                    Findings.numbered("2330B", position),
                    found);
        }
        reference(claim.payerControlNumber(), "REF*F8", found);
        capitals(claim.payerControlNumber(), found);
        reference(claim.priorAuthorization(), "REF*G1", found);
        claim.referring().ifPresent(p -> person(p, "2310A", found));
        Parties.renderingOf(claim).ifPresent(p -> provider(p, "2310B", Findings.NO_LINE, found));
        Parties.facilityOf(claim).ifPresent(f -> facility(f, found));
        claim.supervising().ifPresent(p -> person(p, "2310D", found));
        lines(claim, found);
    }

    private static void billingProvider(BillingProvider billing, Findings found) {
        provider(billing.provider(), "2010AA", Findings.NO_LINE, found);
        if (!X12Text.isDigits(billing.taxId(), 9)) {
            found.add(Reason.TAX_ID, "2010AA", "REF02");
        }
        if (isPostOfficeBox(billing.address())) {
            found.add(Reason.POST_OFFICE_BOX, "2010AA", "N301");
        }
    }

    private static void provider(Provider provider, String loop, int line, Findings found) {
        npi(provider.npi(), loop, line, found);
        if (!provider.taxonomy().isEmpty() && !isTaxonomy(provider.taxonomy())) {
            // 2010AA has its taxonomy one loop higher.
            found.add(Reason.TAXONOMY, loop.equals("2010AA") ? "2000A" : loop, line, "PRV03");
        }
    }

    private static void person(Provider provider, String loop, Findings found) {
        npi(provider.npi(), loop, Findings.NO_LINE, found);
        if (provider.organization()) {
            found.add(Reason.PERSON_NEEDED, loop, "NM102");
        }
    }

    private static void facility(Facility facility, Findings found) {
        if (!facility.npi().isEmpty()) {
            npi(facility.npi(), "2310C", Findings.NO_LINE, found);
        }
    }

    private static void npi(String npi, String loop, int line, Findings found) {
        if (!Npi.isValid(npi)) {
            found.add(Reason.NPI, loop, line, "NM109");
        }
    }

    private static void coverage(
            Coverage coverage,
            String loop,
            String subscriberLoop,
            String payerLoop,
            Findings found) {
        if (!X12Text.isIdentifier(coverage.memberId(), 2, X12Text.IDENTIFIER, true)) {
            found.add(Reason.MEMBER_ID, subscriberLoop, "NM109");
        }
        if (!X12Text.isIdentifier(coverage.payer().id(), 2, X12Text.IDENTIFIER, true)) {
            found.add(Reason.PAYER_ID, payerLoop, "NM109");
        }
        if (!coverage.groupNumber().isEmpty()
                && !X12Text.isIdentifier(coverage.groupNumber(), 1, X12Text.REFERENCE, true)) {
            found.add(Reason.REFERENCE_FORM, loop, "SBR03");
        }
    }

    private static void reference(String number, String element, Findings found) {
        if (!number.isEmpty() && !X12Text.isIdentifier(number, 1, X12Text.REFERENCE, true)) {
            found.add(Reason.REFERENCE_FORM, "", element);
        }
    }

    /** The payer finds its own claim by this number, and may tell small letters from capitals. */
    private static void capitals(String number, Findings found) {
        if (X12Text.isIdentifier(number, 1, X12Text.REFERENCE, true)
                && !X12Text.isIdentifier(number, 1, X12Text.REFERENCE, false)) {
            found.add(
                    Reason.TEXT_CHANGED.at(
                            "REF*F8",
                            "The payer's own number has small letters; they are written as"
                                    + " capitals."));
        }
    }

    private static void lines(ProfessionalClaim claim, Findings found) {
        var controls = new Distinct<String>(claim.lines().size());
        int number = 0;
        for (ServiceLine line : claim.lines()) {
            number++;
            if (!X12Text.isIdentifier(line.control(), 1, LINE_NUMBER, false)
                    || !controls.add(line.control())) {
                found.add(Reason.CONTROL_NUMBER, "2400", number, "REF02");
            }
            var rendering = Parties.renderingOf(claim, line);
            if (rendering.isPresent()) {
                provider(rendering.get(), "2420A", number, found);
            }
        }
    }

    /** Nine digits or capitals, then X. */
    private static boolean isTaxonomy(String code) {
        if (code.length() != 10 || code.charAt(9) != 'X') {
            return false;
        }
        for (int i = 0; i < 9; i++) {
            if (!Codes.isDigitOrCapital(code.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPostOfficeBox(Address address) {
        return isPostOfficeBox(address.line1()) || isPostOfficeBox(address.line2());
    }

    /** A box in any spelling, with dots and blanks or without. */
    private static boolean isPostOfficeBox(String street) {
        if (!mayBeBox(street)) {
            return false;
        }
        String words = X12Text.clean(street, X12Text.STREET).replaceAll("[-.,/ ]+", " ");
        return BOX.matcher(words).find();
    }

    /**
     * Whether the letters b, o, x follow each other, or o and b with no letter between; most
     * streets end here, without copying.
     */
    private static boolean mayBeBox(String street) {
        int last = 0;
        int beforeLast = 0;
        for (int i = 0; i < street.length(); i++) {
            int letter = street.charAt(i) | 32;
            if (letter >= 'a' && letter <= 'z') {
                if (letter == 'b' && last == 'o'
                        || letter == 'x' && last == 'o' && beforeLast == 'b') {
                    return true;
                }
                beforeLast = last;
                last = letter;
            }
        }
        return false;
    }
}
