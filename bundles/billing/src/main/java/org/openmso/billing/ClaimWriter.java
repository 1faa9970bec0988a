package org.openmso.billing;

import java.io.IOException;
import java.time.LocalDate;
import org.openmso.api.billing.Accident;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Drug;
import org.openmso.api.billing.Facility;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;

/**
 * Writes one claim with its lines: loops 2300 to 2420 of 005010X222A1, in the order of the guide.
 */
final class ClaimWriter {
    private final SegmentWriter out;
    private final PartyWriter party;

    ClaimWriter(SegmentWriter out) {
        this.out = out;
        this.party = new PartyWriter(out);
    }

    /** Writes a claim that the scrub has passed. */
    void write(ProfessionalClaim claim) throws IOException {
        header(claim);
        dates(claim);
        references(claim);
        diagnoses(claim);
        parties(claim);
        for (Coverage other : claim.otherCoverages()) {
            otherCoverage(other, claim);
        }
        int number = 0;
        for (ServiceLine line : claim.lines()) {
            number++;
            line(line, number, claim);
        }
    }

    private void header(ProfessionalClaim claim) throws IOException {
        out.segment("CLM").el(claim.number()).money(claim.total().cents());
        out.skip(2).el(claim.placeOfService()).sub("B").sub(claim.frequency().code());
        out.el(claim.signatureOnFile() ? "Y" : "N");
        out.el(claim.acceptsAssignment() ? "A" : "C");
        out.el(claim.benefitsAssigned() ? "Y" : "N");
        out.el(claim.releaseOfInformation() ? "Y" : "I");
        if (claim.accident().isPresent()) {
            Accident accident = claim.accident().get();
            out.skip().el(accident.kind().name());
            if (accident.kind() == Accident.Kind.AA) {
                out.sub("").sub("").sub(accident.state());
            }
        }
        out.end();
    }

    private void dates(ProfessionalClaim claim) throws IOException {
        if (claim.onset().isPresent()) {
            date("431", claim.onset().get());
        }
        if (claim.accident().isPresent() && claim.accident().get().date().isPresent()) {
            date("439", claim.accident().get().date().get());
        }
        if (claim.admission().isPresent()) {
            date("435", claim.admission().get());
        }
        if (claim.discharge().isPresent()) {
            date("096", claim.discharge().get());
        }
    }

    private void references(ProfessionalClaim claim) throws IOException {
        if (claim.patientPaid().isPositive()) {
            out.segment("AMT").el("F5").money(claim.patientPaid().cents()).end();
        }
        reference("G1", claim.priorAuthorization());
        reference("F8", claim.payerControlNumber());
    }

    private void diagnoses(ProfessionalClaim claim) throws IOException {
        out.segment("HI");
        String kind = "ABK";
        for (String code : claim.diagnoses()) {
            out.el(kind).sub(code);
            kind = "ABF";
        }
        out.end();
    }

    private void parties(ProfessionalClaim claim) throws IOException {
        if (claim.referring().isPresent()) {
            party.provider("DN", claim.referring().get());
        }
        var rendering = Parties.renderingOf(claim);
        if (rendering.isPresent()) {
            rendering(rendering.get());
        }
        var facility = Parties.facilityOf(claim);
        if (facility.isPresent()) {
            Facility place = facility.get();
            party.organization("77", place.name(), "XX", place.npi());
            party.address(place.address());
        }
        if (claim.supervising().isPresent()) {
            party.provider("DQ", claim.supervising().get());
        }
    }

    /** 2320: an insurance that pays after the billed one, so that it has no amounts yet. */
    private void otherCoverage(Coverage other, ProfessionalClaim claim) throws IOException {
        out.segment("SBR").el(other.responsibility()).el(other.relationship());
        TransactionWriter.group(out, other);
        out.end();
        out.segment("OI").skip(2).el(claim.benefitsAssigned() ? "Y" : "N");
        out.skip(2).el(claim.releaseOfInformation() ? "Y" : "I").end();
        party.subscriber(other.subscriber(), other.memberId());
        party.optionalAddress(other.subscriber().address());
        party.payer(other.payer());
    }

    private void line(ServiceLine line, int number, ProfessionalClaim claim) throws IOException {
        out.segment("LX").el(number).end();
        service(line, claim);
        out.segment("DTP").el("472");
        if (line.to().equals(line.from())) {
            out.el("D8").el(line.from()).end();
        } else {
            out.el("RD8").el(line.from()).until(line.to()).end();
        }
        reference("6R", line.control());
        if (line.drug().isPresent()) {
            drug(line.drug().get());
        }
        var rendering = Parties.renderingOf(claim, line);
        if (rendering.isPresent()) {
            rendering(rendering.get());
        }
    }

    private void service(ServiceLine line, ProfessionalClaim claim) throws IOException {
        out.segment("SV1").el("HC").sub(line.procedure());
        for (String modifier : line.modifiers()) {
            out.sub(modifier);
        }
        if (!line.description().isEmpty()) {
            for (int i = line.modifiers().size(); i < 4; i++) {
                out.sub("");
            }
            out.sub(line.description(), X12Text.DESCRIPTION);
        }
        out.money(line.charge().cents()).el(line.minutes() ? "MJ" : "UN").quantity(line.units());
        out.el(line.placeOfService().equals(claim.placeOfService()) ? "" : line.placeOfService());
        out.skip().el(line.pointers().get(0));
        for (int i = 1; i < line.pointers().size(); i++) {
            out.sub(line.pointers().get(i));
        }
        out.end();
    }

    private void drug(Drug drug) throws IOException {
        out.segment("LIN").skip().el("N4").el(drug.ndc()).end();
        out.segment("CTP").skip(3).quantity(drug.quantity()).el(drug.unit()).end();
    }

    private void rendering(Provider provider) throws IOException {
        party.provider("82", provider);
        party.taxonomy("PE", provider);
    }

    private void date(String qualifier, LocalDate day) throws IOException {
        out.segment("DTP").el(qualifier).el("D8").el(day).end();
    }

    private void reference(String qualifier, String number) throws IOException {
        if (!number.isEmpty()) {
            out.segment("REF").el(qualifier).el(number).end();
        }
    }
}
