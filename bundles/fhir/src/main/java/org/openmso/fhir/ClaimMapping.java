package org.openmso.fhir;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Claim.ClaimStatus;
import org.hl7.fhir.r4.model.Claim.InsuranceComponent;
import org.hl7.fhir.r4.model.Claim.Use;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.openmso.api.Money;
import org.openmso.api.billing.Accident;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Origin;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;
import org.openmso.fhir.References.Target;

/** A FHIR Claim as a professional claim. Goes on after a problem, so that all are told at once. */
final class ClaimMapping {
    private static final String CLAIM_TYPE = "http://terminology.hl7.org/CodeSystem/claim-type";

    private final Case of;
    private final Claim claim;

    ClaimMapping(Case of, Claim claim) {
        this.of = of;
        this.claim = claim;
    }

    /** The claim, as far as it could be read when the case is blocked. */
    ProfessionalClaim map(Origin origin, String number) {
        of.checkLost(of.home(), "Claim");
        checkKind();
        Optional<LocalDate> day = firstDay();
        of.serviceDay(day);
        var builder = ProfessionalClaim.unread(origin, number);
        Optional<Target<Patient>> patient =
                of.follow(of.home(), claim.getPatient(), "Claim.patient", Patient.class);
        of.patient(patient, claim.getPatient());
        Optional<Person> person =
                patient.map(
                        found -> People.patient(of, found.resource(), "Claim.patient.resolve()"));
        person.ifPresent(builder::patient);
        var billing = new Providers(of).billing(of.home(), claim.getProvider(), "Claim.provider");
        billing.ifPresent(bills -> builder.billingProvider(bills.provider()));
        var careTeam = new CareTeam(of, claim);
        Optional<Provider> rendering =
                careTeam.rendering().or(() -> billing.flatMap(Providers.Billing::practitioner));
        String billingNpi = billing.map(bills -> bills.provider().provider().npi()).orElse("");
        rendering.filter(who -> !who.npi().equals(billingNpi)).ifPresent(builder::rendering);
        careTeam.referring().ifPresent(builder::referring);
        careTeam.supervising().ifPresent(builder::supervising);

        insurance(builder, patient, person);
        new RelatedClaims(of, claim).into(builder);
        accident(builder);

        var facility = facility(builder, billing);
        var diagnoses = Diagnoses.of(of, claim, day);
        builder.diagnoses(diagnoses.codes());
        String renderingNpi = rendering.map(Provider::npi).orElse(billingNpi);
        var items = new Items(of, diagnoses, careTeam, claim.getBillablePeriod(), renderingNpi);
        List<ServiceLine> lines = items.lines(claim.getItem(), facility);
        builder.lines(lines);
        items.placeOfService().ifPresent(builder::placeOfService);
        total(builder, lines);
        stays(builder, items.placeOfService());
        payee(builder, billingNpi);
        notSent();
        if (isProfessional(claim)) {
            Providers.checkRendered(of, billing, rendering, lines, "Claim.careTeam");
        }
        ClaimVisits.check(of, claim);
        return builder.build();
    }

    private void checkKind() {
        if (claim.getStatus() != ClaimStatus.ACTIVE) {
            of.problem(
                    Reason.STATUS,
                    "Claim.status",
                    "The status is " + Case.stated(claim.getStatusElement()) + ".");
        }
        if (claim.getUse() != Use.CLAIM) {
            of.problem(
                    Reason.USE,
                    "Claim.use",
                    "The use is " + Case.stated(claim.getUseElement()) + ".");
        }
        Set<String> types = types(claim);
        if (isProfessional(claim) && types.size() > 1) {
            of.problem(Reason.CLAIM_TYPE, "Claim.type", "The claim is of several types.");
        } else if (!isProfessional(claim)) {
            String type =
                    Codes.ofSystem(claim.getType(), CLAIM_TYPE)
                            .flatMap(Quotes::code)
                            .map(code -> "The type is " + code + ".")
                            .orElse("There is no type of " + CLAIM_TYPE + ".");
            of.problem(Reason.CLAIM_TYPE, "Claim.type", type);
        }
    }

    static boolean isProfessional(Claim claim) {
        return claim.getType().getCoding().stream()
                .anyMatch(
                        coding ->
                                "professional".equals(coding.getCode())
                                        && CLAIM_TYPE.equals(coding.getSystem()));
    }

    private static Set<String> types(Claim claim) {
        return claim.getType().getCoding().stream()
                .filter(coding -> CLAIM_TYPE.equals(coding.getSystem()))
                .map(coding -> Case.text(coding.getCode()))
                .collect(Collectors.toSet());
    }

    /** Whether the claim says of what type it is. */
    static boolean hasType(Claim claim) {
        return Codes.ofSystem(claim.getType(), CLAIM_TYPE).isPresent();
    }

    private record Insured(
            int index,
            InsuranceComponent insurance,
            Target<org.hl7.fhir.r4.model.Coverage> coverage,
            int order) {
        String path() {
            return "Claim.insurance[" + index + "].coverage";
        }
    }

    private void insurance(
            ProfessionalClaim.Builder builder,
            Optional<Target<Patient>> patient,
            Optional<Person> person) {
        var insured = new ArrayList<Insured>();
        int focal = -1;
        int focals = 0;
        List<InsuranceComponent> all = claim.getInsurance();
        for (int index = 0; index < all.size(); index++) {
            InsuranceComponent insurance = all.get(index);
            if (Boolean.TRUE.equals(insurance.getFocalElement().getValue())) {
                focal = index;
                focals++;
            }
            String path = "Claim.insurance[" + index + "].coverage";
            if (References.isAbsent(insurance.getCoverage())) {
                of.problem(Reason.COVERAGE_MISSING, path, "The insurance refers to no Coverage.");
                continue;
            }
            int at = index;
            of.follow(
                            of.home(),
                            insurance.getCoverage(),
                            path,
                            org.hl7.fhir.r4.model.Coverage.class)
                    .ifPresent(found -> insured.add(insured(at, insurance, found)));
        }
        if (all.size() == 1 && !all.get(0).getFocalElement().hasValue()) {
            focal = 0;
            focals = 1;
        }
        if (focals != 1) {
            of.problem(
                    Reason.COVERAGE_MISSING,
                    "Claim.insurance",
                    all.isEmpty()
                            ? "There is no insurance."
                            : "Not exactly one insurance is focal.");
        }
        // At one rank, a Coverage that states its order goes before one that does not.
        insured.sort(
                Comparator.comparingInt(Insured::order)
                        .thenComparing(one -> !one.coverage.resource().hasOrder()));
        var insurances = new Insurances(of, patient, person);
        var others = new ArrayList<Coverage>();
        for (int rank = 0; rank < insured.size(); rank++) {
            Insured one = insured.get(rank);
            Integer order = one.coverage.resource().getOrderElement().getValue();
            String responsibility = responsibility(order == null ? rank + 1 : order);
            var coverage =
                    insurances.coverage(one.coverage, one.path() + ".resolve()", responsibility);
            if (one.index != focal) {
                others.add(coverage);
                continue;
            }
            if (!responsibility.equals("P") || rank > 0) {
                of.problem(
                        Reason.NOT_PRIMARY,
                        one.path(),
                        "The insurance billed is not the patient's primary one.");
            }
            builder.coverage(coverage);
            of.settings().agreed().into(builder, coverage.payer().id());
            insurances.checkInsurer(
                    of.home(), claim.getInsurer(), "Claim.insurer", coverage.payer());
            authorization(builder, one);
        }
        builder.otherCoverages(others);
    }

    private void authorization(ProfessionalClaim.Builder builder, Insured focal) {
        var numbers = new LinkedHashSet<String>();
        for (var number : focal.insurance.getPreAuthRef()) {
            numbers.add(Case.text(number.getValue()));
        }
        numbers.remove("");
        if (numbers.size() > 1) {
            of.problem(
                    Reason.AUTHORIZATIONS,
                    "Claim.insurance[" + focal.index + "].preAuthRef",
                    "The insurance has several authorization numbers; a claim takes one.");
        }
        numbers.stream().findFirst().ifPresent(builder::priorAuthorization);
    }

    private Insured insured(
            int index,
            InsuranceComponent insurance,
            Target<org.hl7.fhir.r4.model.Coverage> coverage) {
        String path = "Claim.insurance[" + index + "]";
        Optional<Integer> order =
                of.sequence(
                        coverage.resource().getOrderElement(), path + ".coverage.resolve().order");
        Optional<Integer> sequence =
                of.sequence(insurance.getSequenceElement(), path + ".sequence");
        int rank = order.or(() -> sequence).orElse(index + 1);
        return new Insured(index, insurance, coverage, rank);
    }

    /** SBR01: primary, secondary, tertiary, then A to H. */
    static String responsibility(int order) {
        String letters = "PSTABCDEFGH";
        return order < 1 || order > letters.length()
                ? "U"
                : String.valueOf(letters.charAt(order - 1));
    }

    private void accident(ProfessionalClaim.Builder builder) {
        if (!claim.hasAccident()) {
            return;
        }
        Claim.AccidentComponent accident = claim.getAccident();
        Accident.Kind kind = kind(accident.getType());
        String state = "";
        if (accident.getLocation() instanceof Address address) {
            state = Case.text(address.getState());
        } else if (accident.getLocation() instanceof Reference reference) {
            state =
                    of.consult(of.home(), reference, Location.class)
                            .map(found -> Case.text(found.resource().getAddress().getState()))
                            .orElse("");
        }
        builder.accident(
                new Accident(
                        kind,
                        of.day(accident.getDateElement(), "Claim.accident.date"),
                        state.toUpperCase(Locale.ROOT)));
    }

    /** Cars and work are other insurers' business, so that a kind that is not told blocks. */
    private Accident.Kind kind(CodeableConcept type) {
        if (Codes.has(type, "MVA")) {
            return Accident.Kind.AA;
        }
        if (Codes.has(type, "WPA")) {
            return Accident.Kind.EM;
        }
        if (!Codes.has(type, "SPT") && !Codes.has(type, "SCHOOL")) {
            of.problem(
                    Reason.ACCIDENT_KIND,
                    "Claim.accident.type",
                    "The kind of accident is missing or unknown.");
        }
        return Accident.Kind.OA;
    }

    /** CLM08: whether the provider is paid; an 837P can say of nobody else but the subscriber. */
    private void payee(ProfessionalClaim.Builder builder, String billingNpi) {
        CodeableConcept type = claim.getPayee().getType();
        boolean subscriber = Codes.has(type, "subscriber") || Codes.has(type, "beneficiary");
        builder.benefitsAssigned(!subscriber);
        if (!claim.hasPayee() || subscriber) {
            return;
        }
        Reference party = claim.getPayee().getParty();
        boolean other = !type.isEmpty() && !Codes.has(type, "provider");
        if (!other && !References.isAbsent(party)) {
            Optional<Target<Organization>> paid = of.peek(of.home(), party, Organization.class);
            other =
                    paid.isPresent()
                            && !billingNpi.isEmpty()
                            && !billingNpi.equals(
                                    Providers.value(
                                            of,
                                            paid.get().resource().getIdentifier(),
                                            Providers.NPI,
                                            "Claim.payee.party.resolve()"));
        }
        if (other) {
            of.problem(
                    Reason.PAYEE,
                    "Claim.payee",
                    "The payee is neither the provider that bills nor the subscriber.");
        }
    }

    private void notSent() {
        if (claim.hasReferral()) {
            of.problem(Reason.NOT_SENT, "Claim.referral", "The referral stays out.");
        }
        if (claim.hasPrescription()) {
            of.problem(Reason.NOT_SENT, "Claim.prescription", "The prescription stays out.");
        }
    }

    /** Takes the facility; its types tell the place of service. */
    private List<CodeableConcept> facility(
            ProfessionalClaim.Builder builder, Optional<Providers.Billing> billing) {
        if (References.isAbsent(claim.getFacility())) {
            return List.of();
        }
        Optional<Target<Location>> location =
                of.follow(of.home(), claim.getFacility(), "Claim.facility", Location.class);
        var address =
                billing.map(bills -> bills.provider().address())
                        .orElse(org.openmso.api.billing.Address.NONE);
        if (location.isPresent()) {
            String path = "Claim.facility.resolve()";
            var places = new Places(of);
            var at = places.address(location.get(), path);
            places.facility(location.get(), at, address, path).ifPresent(builder::facility);
        }
        return location.map(found -> found.resource().getType()).orElse(List.of());
    }

    /** The day by which code systems are judged. */
    private Optional<LocalDate> firstDay() {
        for (Claim.ItemComponent item : claim.getItem()) {
            var serviced = ServicePeriod.peek(of.settings(), item.getServiced());
            if (serviced.isPresent()) {
                return serviced;
            }
        }
        return ServicePeriod.peek(of.settings(), claim.getBillablePeriod());
    }

    private void total(ProfessionalClaim.Builder builder, List<ServiceLine> lines) {
        if (claim.hasTotal()) {
            of.money(claim.getTotal(), "Claim.total").ifPresent(builder::total);
            return;
        }
        try {
            Money sum = Money.ZERO;
            for (ServiceLine line : lines) {
                sum = sum.plus(line.charge());
            }
            builder.total(sum);
        } catch (ArithmeticException tooLarge) {
            of.problem(Reason.AMOUNT, "Claim.total", "The sum of the lines is too large.");
        }
    }

    /** Onset of the illness, and the days of a stay: as stated, else those of the visit. */
    private void stays(ProfessionalClaim.Builder builder, Optional<String> placeOfService) {
        if (new SupportingInfo(of, claim).into(builder)
                || !placeOfService.filter(Places::isInpatient).isPresent()) {
            return;
        }
        for (Claim.ItemComponent item : claim.getItem()) {
            for (var reference : item.getEncounter()) {
                Optional<Target<Encounter>> visit =
                        of.consult(of.home(), reference, Encounter.class);
                if (visit.isPresent()) {
                    Period stay = visit.get().resource().getPeriod();
                    String path = "Claim.item[0].encounter[0].resolve().period";
                    of.day(stay.getStartElement(), path + ".start").ifPresent(builder::admission);
                    of.day(stay.getEndElement(), path + ".end").ifPresent(builder::discharge);
                    return;
                }
            }
        }
    }
}
