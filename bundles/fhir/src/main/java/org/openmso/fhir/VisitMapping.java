package org.openmso.fhir;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coverage.CoverageStatus;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Patient;
import org.openmso.api.Money;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Facility;
import org.openmso.api.billing.Origin;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;
import org.openmso.fhir.References.Target;

/** A visit that no Claim names as a professional claim: an Encounter with what was done in it. */
final class VisitMapping {
    private static final Set<String> RENDERING = Set.of("PPRF", "ATND");
    private static final Set<String> REFERRING = Set.of("REF");

    private final Case of;
    private final Encounter encounter;
    private final VisitParts parts;
    private final BilledDays billed;
    private final boolean alike;

    /**
     * @param alike whether a Claim names an Encounter of the same id, URL or identifier
     */
    VisitMapping(Case of, Encounter encounter, VisitParts parts, BilledDays billed, boolean alike) {
        this.alike = alike;
        this.of = of;
        this.encounter = encounter;
        this.parts = parts;
        this.billed = billed;
    }

    /** The claim, as far as it could be read when the case is blocked. */
    ProfessionalClaim map(Origin origin, String number) {
        of.checkLost(of.home(), "Encounter");
        checkStatus();
        Optional<LocalDate> day = ServicePeriod.peek(of.settings(), encounter.getPeriod());
        of.serviceDay(day);
        var builder = ProfessionalClaim.unread(origin, number);
        Optional<Target<Patient>> patient =
                of.follow(of.home(), encounter.getSubject(), "Encounter.subject", Patient.class);
        of.patient(patient, encounter.getSubject());
        Optional<Person> person =
                patient.map(
                        found ->
                                People.patient(
                                        of, found.resource(), "Encounter.subject.resolve()"));
        person.ifPresent(builder::patient);
        var providers = new Providers(of);
        var billing = billing(providers);
        billing.ifPresent(bills -> builder.billingProvider(bills.provider()));
        String billingNpi = billing.map(bills -> bills.provider().provider().npi()).orElse("");
        Optional<Provider> rendering =
                rendering(providers).or(() -> billing.flatMap(Providers.Billing::practitioner));
        rendering.filter(who -> !who.npi().equals(billingNpi)).ifPresent(builder::rendering);
        participants(providers, REFERRING).stream().findFirst().ifPresent(builder::referring);

        var diagnoses = Diagnoses.of(of, encounter, day);
        builder.diagnoses(diagnoses.codes());
        String renderingNpi = rendering.map(Provider::npi).orElse(billingNpi);
        List<ServiceLine> lines = parts.lines(diagnoses, encounter.getPeriod(), renderingNpi);
        builder.lines(lines);
        Providers.checkRendered(of, billing, rendering, lines, "Encounter.participant");
        try {
            builder.total(lines.stream().map(ServiceLine::charge).reduce(Money.ZERO, Money::plus));
        } catch (ArithmeticException tooLarge) {
            of.problem(Reason.AMOUNT, "Encounter", "The sum of the lines is too large.");
        }
        place(builder, billing.map(bills -> bills.provider().address()).orElse(Address.NONE));
        if (patient.isPresent()) {
            Optional<LocalDate> covered = days(lines).findFirst();
            insurance(builder, patient.get(), person, covered.or(() -> day));
            checkBilled(patient.get(), lines, day);
        }
        return builder.build();
    }

    private static Stream<LocalDate> days(List<ServiceLine> lines) {
        return lines.stream().map(ServiceLine::from).filter(day -> !day.equals(ServiceLine.NO_DAY));
    }

    private void checkBilled(
            Target<Patient> patient, List<ServiceLine> lines, Optional<LocalDate> visited) {
        var days = new TreeSet<LocalDate>();
        visited.ifPresent(days::add);
        days(lines).forEach(days::add);
        if (billed.hasNameless(patient, days)) {
            of.problem(
                    Reason.BILLED_TWICE,
                    "Encounter",
                    "A Claim that names no visit of the inputs bills this patient for the same"
                            + " day.");
        } else if (alike && billed.has(patient, days)) {
            of.problem(
                    Reason.BILLED_TWICE,
                    "Encounter",
                    "A Claim bills another version of this visit, for the same patient and day.");
        } else {
            billed.unclear(patient, days)
                    .ifPresent(cause -> of.problem(Reason.CLAIM_UNCLEAR, "Encounter", cause));
        }
    }

    private void checkStatus() {
        EncounterStatus status = encounter.getStatus();
        if (status == EncounterStatus.CANCELLED || status == EncounterStatus.ENTEREDINERROR) {
            of.problem(Reason.STATUS, "Encounter.status", "The status is " + status.toCode() + ".");
        } else if (status != EncounterStatus.FINISHED) {
            of.problem(
                    Reason.NOT_FINISHED,
                    "Encounter.status",
                    "The status is " + Case.stated(encounter.getStatusElement()) + ".");
        }
    }

    private Optional<Providers.Billing> billing(Providers providers) {
        if (!References.isAbsent(encounter.getServiceProvider())) {
            return providers.billing(
                    of.home(), encounter.getServiceProvider(), "Encounter.serviceProvider");
        }
        Optional<VisitParts.Performing> performing = parts.performingOrganization();
        if (performing.isPresent()) {
            return providers.billing(
                    performing.get().from(),
                    performing.get().organization(),
                    performing.get().path());
        }
        of.problem(
                Reason.UNRESOLVED,
                "Encounter.serviceProvider",
                "Neither the visit nor its charges name the organization that bills.");
        return Optional.empty();
    }

    /** Who treated: several are told, unless each charge names its own. */
    private Optional<Provider> rendering(Providers providers) {
        List<Provider> found = participants(providers, RENDERING);
        long persons = found.stream().map(Provider::npi).distinct().count();
        if (persons > 1 && !parts.namePerformers()) {
            of.problem(
                    Reason.RENDERING_UNCLEAR,
                    "Encounter.participant",
                    "Several participants treated, and the charges do not tell who did which.");
        }
        return found.stream().findFirst();
    }

    private List<Provider> participants(Providers providers, Set<String> types) {
        var found = new ArrayList<Provider>();
        int index = 0;
        for (var participant : encounter.getParticipant()) {
            String path = "Encounter.participant[" + index++ + "].individual";
            boolean wanted =
                    participant.getType().stream()
                            .anyMatch(type -> types.stream().anyMatch(t -> Codes.has(type, t)));
            boolean alone =
                    types == RENDERING
                            && encounter.getParticipant().size() == 1
                            && !participant.hasType();
            if ((wanted || alone) && !References.isAbsent(participant.getIndividual())) {
                providers
                        .provider(of.home(), participant.getIndividual(), path)
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private void place(ProfessionalClaim.Builder builder, Address billing) {
        var places = new Places(of);
        var addresses = new HashSet<Address>();
        Optional<Facility> facility = Optional.empty();
        var types = new ArrayList<CodeableConcept>();
        int index = 0;
        for (var visited : encounter.getLocation()) {
            String path = "Encounter.location[" + index++ + "].location";
            boolean foreseen =
                    visited.getStatus() == EncounterLocationStatus.PLANNED
                            || visited.getStatus() == EncounterLocationStatus.RESERVED;
            if (foreseen || References.isAbsent(visited.getLocation())) {
                continue;
            }
            Optional<Target<Location>> location =
                    of.follow(of.home(), visited.getLocation(), path, Location.class);
            if (location.isPresent()) {
                String at = path + ".resolve()";
                Address address = places.address(location.get(), at);
                if (!address.isEmpty()) {
                    addresses.add(address);
                }
                facility = facility.or(() -> places.facility(location.get(), address, billing, at));
                types.addAll(location.get().resource().getType());
            }
        }
        facility.ifPresent(builder::facility);
        if (addresses.size() > 1) {
            of.problem(
                    Reason.PLACE_OF_SERVICE,
                    "Encounter.location",
                    "The visit took place at several addresses.");
        }
        Optional<String> code =
                places.one(Places.codes(types), "Encounter.location")
                        .or(() -> places.ofClass(encounter));
        if (code.isEmpty()) {
            of.problem(
                    Reason.PLACE_OF_SERVICE,
                    "Encounter.class",
                    Places.otherSystem(types)
                            .orElse(
                                    "Neither the location's type nor a setting for the class tells"
                                            + " the place of service."));
            return;
        }
        builder.placeOfService(code.get());
        if (Places.isInpatient(code.get())) {
            var period = encounter.getPeriod();
            of.day(period.getStartElement(), "Encounter.period.start")
                    .ifPresent(builder::admission);
            of.day(period.getEndElement(), "Encounter.period.end").ifPresent(builder::discharge);
        }
    }

    private void insurance(
            ProfessionalClaim.Builder builder,
            Target<Patient> patient,
            Optional<Person> person,
            Optional<LocalDate> day) {
        var coverages = new ArrayList<Target<org.hl7.fhir.r4.model.Coverage>>();
        int unordered = 0;
        for (var coverage : parts.coverages(patient)) {
            of.checkLost(coverage.home(), coverage.name());
            if (isOpen(coverage.resource(), day)) {
                coverages.add(coverage);
                of.sequence(coverage.resource().getOrderElement(), coverage.name() + ".order");
                unordered += coverage.resource().hasOrder() ? 0 : 1;
            }
        }
        if (coverages.isEmpty() || unordered > 0 && coverages.size() > 1) {
            of.problem(
                    Reason.COVERAGE_MISSING,
                    "Encounter.subject",
                    coverages.isEmpty()
                            ? "The patient has no active Coverage for the day of the visit."
                            : "The patient has several Coverages without order: which one is"
                                    + " primary?");
            return;
        }
        coverages.sort(Comparator.comparing(VisitMapping::order));
        var insurances = new Insurances(of, Optional.of(patient), person);
        var others = new ArrayList<Coverage>();
        for (int rank = 0; rank < coverages.size(); rank++) {
            var coverage = coverages.get(rank);
            String responsibility = ClaimMapping.responsibility(order(coverage));
            String path = coverage.name();
            if (rank == 0 && !responsibility.equals("P")) {
                of.problem(
                        Reason.NOT_PRIMARY, path, "No Coverage of the patient is the primary one.");
            }
            var mapped = insurances.coverage(coverage, path, responsibility);
            if (rank == 0) {
                builder.coverage(mapped);
                of.settings().agreed().into(builder, mapped.payer().id());
            } else {
                others.add(mapped);
            }
        }
        builder.otherCoverages(others);
    }

    private static int order(Target<org.hl7.fhir.r4.model.Coverage> coverage) {
        Integer order = coverage.resource().getOrderElement().getValue();
        return order == null ? 1 : order;
    }

    private boolean isOpen(org.hl7.fhir.r4.model.Coverage coverage, Optional<LocalDate> day) {
        if (coverage.getStatus() != CoverageStatus.ACTIVE) {
            return false;
        }
        var from = ServicePeriod.peek(of.settings(), coverage.getPeriod().getStartElement());
        var to = ServicePeriod.peek(of.settings(), coverage.getPeriod().getEndElement());
        return day.isEmpty()
                || !from.filter(day.get()::isBefore).isPresent()
                        && !to.filter(day.get()::isAfter).isPresent();
    }
}
