package org.openmso.fhir;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Coverage.CoverageStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Payer;
import org.openmso.api.billing.Person;
import org.openmso.fhir.References.Target;

/** Under which insurance a claim is billed: Coverage, payer, subscriber. */
final class Insurances {
    private static final String FILING = "https://x12.org/codes/claim-filing-indicator-codes";
    private static final String PAYMENT_TYPOLOGY = "https://nahdo.org/sopt";
    private static final String RELATIONSHIP =
            "http://terminology.hl7.org/CodeSystem/subscriber-relationship";
    private static final String NAIC = "urn:oid:2.16.840.1.113883.6.300";
    private static final String UNKNOWN_FILING = "ZZ";

    private static final List<Class<? extends Resource>> SUBSCRIBERS =
            List.of(Patient.class, RelatedPerson.class);

    /** FHIR's relationships of the patient to the subscriber, as X12 codes them (PAT01). */
    private static final Map<String, String> RELATIONSHIPS =
            Map.of(
                    "self", "18", "spouse", "01", "child", "19", "common", "53", "other", "G8",
                    "parent", "G8", "injured", "G8");

    /** SBR09 by the first digits of the Source of Payment Typology, the longest first. */
    private static final Map<String, String> TYPOLOGY =
            Map.of("311", "CH", "1", "MB", "2", "MC", "5", "CI", "6", "BL");

    private final Case of;
    private final Target<Patient> patient;
    private final Person person;

    /** For a claim of one patient. */
    Insurances(Case of, Target<Patient> patient, Person person) {
        this.of = of;
        this.patient = patient;
        this.person = person;
    }

    /**
     * The insurance as the claim states it.
     *
     * @param responsibility SBR01
     */
    Optional<Coverage> coverage(
            Target<org.hl7.fhir.r4.model.Coverage> target, String path, String responsibility) {
        org.hl7.fhir.r4.model.Coverage coverage = target.resource();
        String at = path + ".resolve()";
        if (coverage.getStatus() != CoverageStatus.ACTIVE) {
            of.problem(Reason.STATUS, at + ".status", target.name() + " is not active.");
        }
        checkBeneficiary(target, at);
        Optional<Payer> payer = payer(target, at);
        String memberId = memberId(coverage);
        if (memberId.isEmpty()) {
            of.problem(Reason.MEMBER_ID, at, target.name() + " has no member id.");
        }
        String relationship = relationship(target, at);
        Optional<Person> subscriber =
                Coverage.SELF.equals(relationship)
                        ? Optional.of(person)
                        : subscriber(target, at + ".subscriber");
        var from = of.day(coverage.getPeriod().getStartElement(), at + ".period.start");
        var to = of.day(coverage.getPeriod().getEndElement(), at + ".period.end");
        if (payer.isEmpty() || subscriber.isEmpty()) {
            return Optional.empty();
        }
        String groupNumber = "";
        String groupName = "";
        for (var group : coverage.getClass_()) {
            if (Codes.has(group.getType(), "group")) {
                groupNumber = Case.text(group.getValue());
                groupName = Case.text(group.getName());
            }
        }
        return Optional.of(
                new Coverage(
                        payer.get(),
                        responsibility,
                        subscriber.get(),
                        memberId,
                        groupNumber,
                        groupName,
                        relationship,
                        "",
                        from,
                        to));
    }

    private void checkBeneficiary(Target<org.hl7.fhir.r4.model.Coverage> target, String path) {
        of.peek(target.home(), target.resource().getBeneficiary(), Patient.class)
                .filter(other -> other.isComparable(patient) && !other.is(patient))
                .ifPresent(
                        other ->
                                of.problem(
                                        Reason.OTHER_PATIENT,
                                        path + ".beneficiary",
                                        target.name() + " belongs to another patient."));
    }

    private static String memberId(org.hl7.fhir.r4.model.Coverage coverage) {
        if (coverage.hasSubscriberId()) {
            return Case.text(coverage.getSubscriberId());
        }
        for (Identifier identifier : coverage.getIdentifier()) {
            if (Codes.has(identifier.getType(), "MB")) {
                return Case.text(identifier.getValue());
            }
        }
        return "";
    }

    private String relationship(Target<org.hl7.fhir.r4.model.Coverage> target, String path) {
        org.hl7.fhir.r4.model.Coverage coverage = target.resource();
        for (var coding : coverage.getRelationship().getCoding()) {
            String code = RELATIONSHIPS.get(Case.text(coding.getCode()));
            if (code != null && RELATIONSHIP.equals(coding.getSystem())) {
                return code;
            }
        }
        boolean self =
                !coverage.hasRelationship()
                        && !References.isAbsent(coverage.getSubscriber())
                        && of.peek(target.home(), coverage.getSubscriber(), Patient.class)
                                .filter(subscriber -> subscriber.is(patient))
                                .isPresent();
        if (self) {
            return Coverage.SELF;
        }
        of.problem(
                Reason.RELATIONSHIP,
                path + ".relationship",
                "The relationship to the subscriber is missing or unknown; G8 (other) is sent.");
        return "G8";
    }

    private Optional<Person> subscriber(
            Target<org.hl7.fhir.r4.model.Coverage> target, String path) {
        Reference reference = target.resource().getSubscriber();
        if (References.isAbsent(reference)) {
            of.problem(
                    Reason.SUBSCRIBER,
                    path,
                    "The patient is not the subscriber, and "
                            + target.name()
                            + " does not name who is.");
            return Optional.empty();
        }
        return of.follow(target.home(), reference, path, SUBSCRIBERS)
                .map(found -> People.person(of, found.resource(), path + ".resolve()"));
    }

    private Optional<Payer> payer(Target<org.hl7.fhir.r4.model.Coverage> target, String path) {
        org.hl7.fhir.r4.model.Coverage coverage = target.resource();
        String at = path + ".payor[0]";
        if (!coverage.hasPayor() || References.isAbsent(coverage.getPayorFirstRep())) {
            of.problem(Reason.PAYER, at, target.name() + " names no payor.");
            return Optional.empty();
        }
        Reference reference = coverage.getPayorFirstRep();
        if (References.text(reference).isEmpty()) {
            // A payor known by identifier and name only has all that a claim needs.
            Optional<Target<Organization>> known =
                    of.peek(target.home(), reference, Organization.class);
            if (known.isEmpty()) {
                String id = Case.text(reference.getIdentifier().getValue());
                String name = Case.text(reference.getDisplay());
                return Optional.of(new Payer(name, id, filing(target, id, path), Address.NONE));
            }
        }
        return of.follow(target.home(), reference, at, Organization.class)
                .flatMap(
                        found -> {
                            Organization organization = found.resource();
                            String id = payerId(organization.getIdentifier());
                            if (id.isEmpty()) {
                                of.problem(Reason.PAYER, at, found.name() + " has no payer id.");
                                return Optional.empty();
                            }
                            return Optional.of(
                                    new Payer(
                                            Case.text(organization.getName()),
                                            id,
                                            filing(target, id, path),
                                            People.site(organization.getAddress())));
                        });
    }

    private static String payerId(List<Identifier> identifiers) {
        for (Identifier identifier : identifiers) {
            if (Codes.has(identifier.getType(), "NIIP") && identifier.hasValue()) {
                return Case.text(identifier.getValue());
            }
        }
        String naic = Providers.value(identifiers, Set.of(NAIC));
        if (!naic.isEmpty()) {
            return naic;
        }
        return identifiers.size() == 1 ? Case.text(identifiers.get(0).getValue()) : "";
    }

    /** SBR09: as coded, by the kind of coverage, by the practice's setting, or unknown. */
    private String filing(
            Target<org.hl7.fhir.r4.model.Coverage> target, String payerId, String path) {
        org.hl7.fhir.r4.model.Coverage coverage = target.resource();
        Optional<String> coded = Codes.ofSystem(coverage.getType(), FILING);
        if (coded.isPresent()) {
            return coded.get();
        }
        Optional<String> typology = Codes.ofSystem(coverage.getType(), PAYMENT_TYPOLOGY);
        if (typology.isPresent()) {
            String code = typology.get();
            for (int digits = Math.min(3, code.length()); digits > 0; digits--) {
                String indicator = TYPOLOGY.get(code.substring(0, digits));
                if (indicator != null) {
                    return indicator;
                }
            }
        }
        String set = of.settings().filingIndicators().get(payerId);
        if (set != null) {
            return set;
        }
        of.problem(
                Reason.FILING_INDICATOR,
                path + ".type",
                "The kind of insurance is unknown; ZZ is sent.");
        return UNKNOWN_FILING;
    }
}
