package org.openmso.billing;

import org.openmso.api.billing.Address;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Facility;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;

/**
 * Names and addresses: what must be there is there, once written in X12; what writing changes is
 * said. Only what the writer writes is looked at.
 */
final class TextRules {
    private TextRules() {}

    static void check(ProfessionalClaim claim, Findings found) {
        provider(claim.billingProvider().provider(), "2010AA", Findings.NO_LINE, found);
        address(claim.billingProvider().address(), "2010AA", found);
        nineDigits(claim.billingProvider().address(), "2010AA", found);
        billedCoverage(claim, found);
        int position = 0;
        for (Coverage other : claim.otherCoverages()) {
            position++;
            String subscriberLoop = Findings.numbered("2330A", position);
            person(other.subscriber(), subscriberLoop, found);
            optionalAddress(other.subscriber().address(), subscriberLoop, found);
            payer(
                    other,
                    Findings.numbered("2320", position),
                    Findings.numbered("2330B", position),
                    found);
        }
        claim.referring().ifPresent(p -> provider(p, "2310A", Findings.NO_LINE, found));
        Parties.renderingOf(claim).ifPresent(p -> provider(p, "2310B", Findings.NO_LINE, found));
        Parties.facilityOf(claim).ifPresent(f -> facility(f, found));
        claim.supervising().ifPresent(p -> provider(p, "2310D", Findings.NO_LINE, found));
        int number = 0;
        for (ServiceLine line : claim.lines()) {
            number++;
            if (!line.description().isEmpty()) {
                text(line.description(), X12Text.DESCRIPTION, "2400", number, "SV101-7", found);
            }
            var rendering = Parties.renderingOf(claim, line);
            if (rendering.isPresent()) {
                provider(rendering.get(), "2420A", number, found);
            }
        }
    }

    private static void billedCoverage(ProfessionalClaim claim, Findings found) {
        Coverage coverage = claim.coverage();
        if (Parties.isSubscriber(claim)) {
            person(claim.patient(), "2010BA", found);
            address(claim.patient().address(), "2010BA", found);
        } else {
            person(coverage.subscriber(), "2010BA", found);
            person(claim.patient(), "2010CA", found);
            address(claim.patient().address(), "2010CA", found);
        }
        payer(coverage, "2000B", "2010BB", found);
    }

    private static void payer(
            Coverage coverage, String coverageLoop, String payerLoop, Findings found) {
        required(coverage.payer().name(), 1, X12Text.NAME, payerLoop, "NM103", found);
        optionalAddress(coverage.payer().address(), payerLoop, found);
        if (coverage.groupNumber().isEmpty()) {
            optional(coverage.groupName(), X12Text.NAME, coverageLoop, "SBR04", found);
        }
    }

    private static void provider(Provider provider, String loop, int line, Findings found) {
        if (found.judges(provider.name())
                && X12Text.isShorterThan(1, provider.name(), X12Text.NAME)) {
            found.add(Reason.REQUIRED_TEXT, loop, line, "NM103");
        }
        text(provider.name(), X12Text.NAME, loop, line, "NM103", found);
        if (!provider.organization()) {
            text(provider.firstName(), X12Text.FIRST_NAME, loop, line, "NM104", found);
        }
    }

    private static void facility(Facility facility, Findings found) {
        required(facility.name(), 1, X12Text.NAME, "2310C", "NM103", found);
        address(facility.address(), "2310C", found);
        nineDigits(facility.address(), "2310C", found);
    }

    private static void person(Person person, String loop, Findings found) {
        required(person.lastName(), 1, X12Text.NAME, loop, "NM103", found);
        optional(person.firstName(), X12Text.FIRST_NAME, loop, "NM104", found);
        optional(person.middleName(), X12Text.MIDDLE_NAME, loop, "NM105", found);
        optional(person.suffix(), X12Text.SUFFIX, loop, "NM107", found);
    }

    private static void optionalAddress(Address address, String loop, Findings found) {
        if (Parties.isWritable(address)) {
            address(address, loop, found);
        }
    }

    private static void address(Address address, String loop, Findings found) {
        required(address.line1(), 1, X12Text.STREET, loop, "N301", found);
        optional(address.line2(), X12Text.STREET, loop, "N302", found);
        required(address.city(), 2, X12Text.CITY, loop, "N401", found);
        if (found.judges(address.state()) && !States.isKnown(address.state())) {
            found.add(Reason.STATE, loop, "N402");
        }
        if (found.judges(address.postalCode()) && !Parties.isZip(address.postalCode())) {
            found.add(Reason.ZIP, loop, "N403");
        }
    }

    private static void nineDigits(Address address, String loop, Findings found) {
        if (X12Text.isDigits(address.postalCode(), 5)) {
            found.add(Reason.NINE_DIGIT_ZIP, loop, "N403");
        }
    }

    private static void required(
            String text, int min, int max, String loop, String element, Findings found) {
        if (found.judges(text) && X12Text.isShorterThan(min, text, max)) {
            found.add(Reason.REQUIRED_TEXT, loop, element);
        }
        optional(text, max, loop, element, found);
    }

    private static void optional(
            String text, int max, String loop, String element, Findings found) {
        text(text, max, loop, Findings.NO_LINE, element, found);
    }

    private static void text(
            String text, int max, String loop, int line, String element, Findings found) {
        if (X12Text.isChanged(text, max)) {
            found.add(Reason.TEXT_CHANGED, loop, line, element);
        }
    }
}
