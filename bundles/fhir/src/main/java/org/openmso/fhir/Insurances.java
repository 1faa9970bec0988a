package org.openmso.fhir;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
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
import org.openmso.fhir.References.Home;
import org.openmso.fhir.References.Target;

/** Under which insurance a claim is billed: Coverage, payer, subscriber. */
final class Insurances {
    private static final String FILING = "https://x12.org/codes/claim-filing-indicator-codes";
    private static final String PAYMENT_TYPOLOGY = "https://nahdo.org/sopt";
    private static final String RELATIONSHIP =
            "http://terminology.hl7.org/CodeSystem/subscriber-relationship";
    private static final String NAIC = "urn:oid:2.16.840.1.113883.6.300";
    private static final String UNKNOWN_FILING = "ZZ";
    private static final String OTHER = "G8";

    private static final List<Class<? extends Resource>> SUBSCRIBERS =
            List.of(Patient.class, RelatedPerson.class);

    /** FHIR's relationships of the patient to the subscriber, as X12 codes them (PAT01). */
    private static final Map<String, String> RELATIONSHIPS =
            Map.of(
                    "self", "18", "spouse", "01", "child", "19", "common", "53", "other", "G8",
                    "parent", "G8", "injured", "G8");

    /** SBR09 by the first digits of the Source of Payment Typology, the longest first. */
    private static final Map<String, String> TYPOLOGY =
            Map.ofEntries(
                    Map.entry("11", "16"),
                    Map.entry("12", "MB"),
                    Map.entry("2", "MC"),
                    Map.entry("311", "CH"),
                    Map.entry("32", "VA"),
                    Map.entry("5", "CI"),
                    Map.entry("6", "BL"),
                    Map.entry("95", "WC"),
                    Map.entry("96", "AM"));

    /**
     * Medicare without more: its usual part B. With more digits it may be a plan's, or a hospice's.
     */
    private static final String MEDICARE = "1";

    /** Codes for self of systems that EHRs still write. */
    private static final Set<String> OLDER_SELF = Set.of("self", "oneself");

    /** Basic characters of X12 without blank, and the length of NM109. */
    private static final Pattern PAYER_ID = Pattern.compile("[A-Z0-9!\"&'()*+,./:;?=-]{2,80}");

    private static final Pattern UUID =
            Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private final Case of;
    private final Optional<Target<Patient>> patient;
    private final Optional<Person> person;

    /** For a claim of one patient, who may be unknown: then the rest is checked all the same. */
    Insurances(Case of, Optional<Target<Patient>> patient, Optional<Person> person) {
        this.of = of;
        this.patient = patient;
        this.person = person;
    }

    /**
     * The insurance as the claim states it, as far as it could be read.
     *
     * @param at the Coverage's place in paths of problems
     * @param responsibility SBR01
     */
    Coverage coverage(
            Target<org.hl7.fhir.r4.model.Coverage> target, String at, String responsibility) {
        org.hl7.fhir.r4.model.Coverage coverage = target.resource();
        if (coverage.getStatus() != CoverageStatus.ACTIVE) {
            of.problem(Reason.STATUS, at + ".status", target.name() + " is not active.");
        }
        checkBeneficiary(target, at);
        Payer payer = payer(target, at);
        String memberId = memberId(coverage);
        if (memberId.isEmpty()) {
            of.problem(Reason.MEMBER_ID, at, target.name() + " has no member id.");
        }
        String relationship = relationship(target, at);
        Person subscriber =
                (Coverage.SELF.equals(relationship)
                                ? person
                                : subscriber(target, at + ".subscriber"))
                        .orElse(Person.NONE);
        var from = of.day(coverage.getPeriod().getStartElement(), at + ".period.start");
        var to = of.day(coverage.getPeriod().getEndElement(), at + ".period.end");
        String groupNumber = "";
        String groupName = "";
        for (var group : coverage.getClass_()) {
            if (!Codes.has(group.getType(), "group")) {
                continue;
            }
            String number = Case.text(group.getValue());
            if (!groupNumber.isEmpty() && !number.isEmpty() && !number.equals(groupNumber)) {
                of.problem(
                        Reason.STATEMENTS_DIFFER,
                        at + ".class",
                        target.name() + " has several groups, which differ.");
            }
            groupNumber = number.isEmpty() ? groupNumber : number;
            groupName = groupName.isEmpty() ? Case.text(group.getName()) : groupName;
        }
        return new Coverage(
                payer,
                responsibility,
                subscriber,
                memberId,
                groupNumber,
                groupName,
                relationship,
                "",
                from,
                to);
    }

    private void checkBeneficiary(Target<org.hl7.fhir.r4.model.Coverage> target, String path) {
        Reference beneficiary = target.resource().getBeneficiary();
        if (patient.isEmpty() || References.names(target.home(), beneficiary, patient.get())) {
            return;
        }
        boolean textless = References.text(beneficiary).isEmpty();
        if (isIdentified(beneficiary)
                && (textless || of.peek(target.home(), beneficiary, Patient.class).isEmpty())) {
            return;
        }
        of.follow(target.home(), beneficiary, path + ".beneficiary", Patient.class)
                .filter(other -> isOther(other))
                .ifPresent(
                        other ->
                                of.problem(
                                        Reason.OTHER_PATIENT,
                                        path + ".beneficiary",
                                        target.name() + " belongs to another patient."));
    }

    /** An identifier leads to no contained patient, but may well mean it. */
    private boolean isIdentified(Reference reference) {
        String wanted = References.identifier(reference);
        for (Identifier own : patient.get().resource().getIdentifier()) {
            if (wanted.equals(own.getSystem() + "|" + own.getValue())) {
                return true;
            }
        }
        return false;
    }

    private boolean isPatient(Target<?> person) {
        return patient.filter(known -> of.references().same(person, known)).isPresent();
    }

    private boolean isOther(Target<?> person) {
        return patient.filter(
                        known -> person.isComparable(known) && !of.references().same(person, known))
                .isPresent();
    }

    /** Another resource may be the same person twice: unless something tells them apart. */
    private boolean isSomebodyElse(Target<Patient> other) {
        return patient.filter(known -> SamePatient.areTwo(of.references(), known, other))
                .isPresent();
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

    /** PAT01; what is missing or unknown blocks, unless the subscriber is the patient. */
    private String relationship(Target<org.hl7.fhir.r4.model.Coverage> target, String path) {
        org.hl7.fhir.r4.model.Coverage coverage = target.resource();
        String at = path + ".relationship";
        Optional<Target<Patient>> subscriber =
                of.peek(target.home(), coverage.getSubscriber(), Patient.class);
        boolean self =
                subscriber.filter(this::isPatient).isPresent()
                        || patient.isPresent()
                                && References.names(
                                        target.home(), coverage.getSubscriber(), patient.get());
        Optional<String> stated = stated(coverage.getRelationship());
        if (stated.isEmpty()) {
            if (!self) {
                of.problem(
                        Reason.RELATIONSHIP,
                        at,
                        "The relationship to the subscriber is missing or unknown.");
            }
            return self ? Coverage.SELF : OTHER;
        }
        String code = RELATIONSHIPS.get(stated.get());
        if (self && !code.equals(Coverage.SELF)) {
            of.problem(
                    Reason.SUBSCRIBER_DIFFERS,
                    at,
                    "The patient is the subscriber, but the relationship is not self.");
        } else if (code.equals(Coverage.SELF)
                && subscriber.filter(this::isSomebodyElse).isPresent()) {
            of.problem(
                    Reason.SUBSCRIBER_DIFFERS,
                    at,
                    "The relationship is self, but the subscriber is another patient.");
        } else if (stated.get().equals("other")) {
            of.warning(Reason.RELATIONSHIP, at, "The relationship is other; G8 is sent.");
        }
        return code;
    }

    /** FHIR's code of a relationship, if it has one. */
    private static Optional<String> stated(CodeableConcept relationship) {
        for (var coding : relationship.getCoding()) {
            String code = Case.text(coding.getCode());
            if (RELATIONSHIPS.containsKey(code) && RELATIONSHIP.equals(coding.getSystem())) {
                return Optional.of(code);
            }
            if (OLDER_SELF.contains(code.toLowerCase(Locale.ROOT))) {
                return Optional.of("self");
            }
        }
        return Optional.empty();
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
                .map(found -> People.subscriber(of, found.resource(), path + ".resolve()"));
    }

    private Payer payer(Target<org.hl7.fhir.r4.model.Coverage> target, String path) {
        org.hl7.fhir.r4.model.Coverage coverage = target.resource();
        String at = path + ".payor[0]";
        if (!coverage.hasPayor() || References.isAbsent(coverage.getPayorFirstRep())) {
            of.problem(Reason.PAYER, at, target.name() + " names no payor.");
            return Payer.NONE;
        }
        Optional<Named> named = named(target.home(), coverage.getPayorFirstRep(), at);
        named.filter(payor -> payor.id.isEmpty())
                .ifPresent(
                        payor ->
                                of.problem(
                                        Reason.PAYER,
                                        at,
                                        payor.resource.isEmpty()
                                                ? "The payor's identifier cannot be a payer id."
                                                : payor.resource + " has no payer id."));
        for (int other = 1; other < coverage.getPayor().size(); other++) {
            String place = path + ".payor[" + other + "]";
            Optional<Named> further = named(target.home(), coverage.getPayor().get(other), place);
            if (named.isPresent() && further.isPresent() && !further.get().is(named.get())) {
                of.problem(
                        Reason.STATEMENTS_DIFFER,
                        place,
                        target.name() + " has several payors, which differ.");
            }
        }
        return named.map(
                        payor ->
                                new Payer(
                                        payor.name,
                                        payor.id,
                                        filing(target, payor.id, path),
                                        payor.address))
                .orElse(Payer.NONE);
    }

    /** Tells of an insurer of the claim that is another than the payor of its coverage. */
    void checkInsurer(Home from, Reference insurer, String path, Payer payer) {
        if (References.isAbsent(insurer)) {
            return;
        }
        named(from, insurer, path)
                .filter(named -> !named.id.isEmpty() && !payer.id().isEmpty())
                .filter(named -> !named.id.equalsIgnoreCase(payer.id()))
                .ifPresent(
                        other ->
                                of.problem(
                                        Reason.STATEMENTS_DIFFER,
                                        path,
                                        "The insurer is another than the payor of the Coverage."));
    }

    /**
     * Who is named as a payer.
     *
     * @param resource how messages call the Organization; empty where there is none
     */
    private record Named(String resource, String name, String id, Address address) {
        boolean is(Named other) {
            return id.equalsIgnoreCase(other.id) && name.equals(other.name);
        }
    }

    private Optional<Named> named(Home from, Reference reference, String at) {
        if (References.text(reference).isEmpty()
                && of.peek(from, reference, Organization.class).isEmpty()) {
            // A payor known by identifier and name only has all that a claim needs.
            String id = payerId(List.of(reference.getIdentifier()), at);
            return Optional.of(new Named("", Case.text(reference.getDisplay()), id, Address.NONE));
        }
        return of.follow(from, reference, at, Organization.class)
                .map(
                        found -> {
                            Organization organization = found.resource();
                            return new Named(
                                    found.name(),
                                    Case.text(organization.getName()),
                                    payerId(organization.getIdentifier(), at),
                                    People.site(
                                            of,
                                            organization.getAddress(),
                                            at + ".resolve()",
                                            People.Need.OPTIONAL));
                        });
    }

    private String payerId(List<Identifier> identifiers, String path) {
        String stated = "";
        for (Identifier identifier : identifiers) {
            if (Codes.has(identifier.getType(), "NIIP") && Providers.isCurrent(of, identifier)) {
                String value = Case.text(identifier.getValue());
                if (!stated.isEmpty() && !stated.equals(value)) {
                    of.problem(
                            Reason.STATEMENTS_DIFFER,
                            path,
                            "The payer has several payer ids, which differ.");
                }
                stated = stated.isEmpty() ? value : stated;
            }
        }
        if (!stated.isEmpty()) {
            return stated;
        }
        String naic = Providers.value(of, identifiers, Set.of(NAIC), path + ".resolve()");
        if (!naic.isEmpty()) {
            return naic;
        }
        String only = identifiers.size() == 1 ? Case.text(identifiers.get(0).getValue()) : "";
        return isPayerId(only) ? only : "";
    }

    /** Whether a value may be a payer's: what an EHR's database made up is not. */
    private static boolean isPayerId(String value) {
        return PAYER_ID.matcher(value).matches()
                && !value.regionMatches(true, 0, "urn:", 0, 4)
                && !UUID.matcher(value).matches();
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
            if (code.equals(MEDICARE)) {
                return "MB";
            }
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
