package org.openmso.fhir;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.ChargeItem.ChargeItemStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Procedure.ProcedureStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.openmso.api.Money;
import org.openmso.api.billing.Drug;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;
import org.openmso.fhir.References.Home;
import org.openmso.fhir.References.Lost;
import org.openmso.fhir.References.Target;
import org.openmso.fhir.Versions.Standing;

/**
 * What belongs to a visit and does not stand in it: its ChargeItems and Procedures, and the
 * patient's Coverages. In an order that does not depend on the order of the inputs.
 */
final class VisitParts {
    private final Case of;
    private final ResourceStore store;
    private final Versions versions;
    private final List<Part> charges = new ArrayList<>();
    private final List<Part> procedures = new ArrayList<>();

    private record Part(Resource resource, Home home, String name, String order) {}

    /** Where a charge names the organization that bills. */
    record Performing(Home from, Reference organization, String path) {}

    /** Finds the billable parts of a visit. */
    VisitParts(Case of, ResourceStore store, Versions versions, List<Long> linked) {
        this.of = of;
        this.store = store;
        this.versions = versions;
        var covered = new HashSet<Long>();
        var contents = new HashMap<String, String>();
        for (long number : linked) {
            find(number, covered, contents);
        }
        procedures.removeIf(procedure -> covered.contains(procedure.home().number()));
        charges.sort(Comparator.comparing(Part::order));
        procedures.sort(Comparator.comparing(Part::order));
    }

    /** Whether there is nothing to bill. */
    boolean isEmpty() {
        return charges.isEmpty() && procedures.isEmpty();
    }

    private void find(long number, Set<Long> covered, Map<String, String> contents) {
        Stored stored = store.get(number);
        String path =
                stored.type().equals("ChargeItem") ? "ChargeItem.context" : "Procedure.encounter";
        try {
            ResourceKeys keys = stored.keys();
            Standing standing = versions.of(stored, keys.id());
            if (standing == Standing.OLDER) {
                return;
            }
            Target<Resource> target = of.references().stored(number);
            Resource resource = target.resource();
            if (!isBillable(resource)) {
                // It bills nothing: whose it is matters for the Procedures alone it stands for.
                if (resource instanceof ChargeItem charge && mayBeThisVisit(target)) {
                    cover(charge, target.home(), covered);
                }
                return;
            }
            if (!isThisVisit(target.home(), visit(resource))) {
                return;
            }
            if (resource instanceof ChargeItem charge) {
                cover(charge, target.home(), covered);
            }
            of.checkLost(target.home(), target.name());
            if (standing == Standing.UNCLEAR) {
                differ(target.name(), path);
            }
            if (isNew(target.name(), keys, contents, path)) {
                String order = keys.id() + '\0' + keys.content();
                var part = new Part(resource, target.home(), target.name(), order);
                (resource instanceof ChargeItem ? charges : procedures).add(part);
            }
        } catch (Lost lost) {
            // One that leads to no visit at all is told for itself.
            if (lost.reason() != Reason.UNRESOLVED && lost.reason() != Reason.WRONG_TYPE) {
                of.problem(lost.reason(), path, lost.getMessage());
                store.tell(number);
            } else {
                store.loosen(number);
            }
        }
    }

    private void cover(ChargeItem charge, Home home, Set<Long> covered) {
        for (Reference service : charge.getService()) {
            of.peek(home, service, Procedure.class)
                    .ifPresent(procedure -> covered.add(procedure.home().number()));
        }
    }

    /** Whether the visit is meant, or several are that cannot be told apart. */
    private boolean mayBeThisVisit(Target<Resource> part) {
        try {
            return isThisVisit(part.home(), visit(part.resource()));
        } catch (Lost lost) {
            return lost.reason() == Reason.AMBIGUOUS;
        }
    }

    /** The visit of a ChargeItem or Procedure, as it names it. */
    static Reference visit(Resource resource) {
        return resource instanceof ChargeItem charge
                ? charge.getContext()
                : ((Procedure) resource).getEncounter();
    }

    private static Reference subject(Resource resource) {
        return resource instanceof ChargeItem charge
                ? charge.getSubject()
                : ((Procedure) resource).getSubject();
    }

    private boolean isThisVisit(Home from, Reference visit) throws Lost {
        Target<Resource> target = of.references().visit(from, visit);
        return target.home().number() == of.home().number();
    }

    /** Whether it was done and is to be billed, or nobody knows: see {@link #checkStatus}. */
    static boolean isBillable(Resource resource) {
        return resource instanceof ChargeItem charge
                ? charge.getStatus() == ChargeItemStatus.BILLABLE || hasNoStatus(charge)
                : ((Procedure) resource).getStatus() == ProcedureStatus.COMPLETED;
    }

    private static boolean hasNoStatus(ChargeItem charge) {
        return charge.getStatus() == null || charge.getStatus() == ChargeItemStatus.UNKNOWN;
    }

    /** Tells of a ChargeItem that does not say whether it is to be billed. */
    static void checkStatus(Case of, Resource resource, String name) {
        if (resource instanceof ChargeItem charge && hasNoStatus(charge)) {
            of.problem(
                    Reason.CHARGE_STATUS,
                    name + ".status",
                    "The status is "
                            + Case.stated(charge.getStatusElement())
                            + ": whether it is to be billed is not known.");
        }
    }

    /** Copies of one resource in several inputs are one; different versions are a problem. */
    private boolean isNew(
            String name, ResourceKeys keys, Map<String, String> contents, String path) {
        String key = keys.id().isEmpty() ? keys.content() : name;
        String known = contents.putIfAbsent(key, keys.content());
        if (known != null && !known.equals(keys.content())) {
            differ(name, path);
        }
        return known == null;
    }

    private void differ(String name, String path) {
        of.problem(Reason.AMBIGUOUS, path, "There are several " + name + ", which differ.");
    }

    Optional<Performing> performingOrganization() {
        for (Part part : charges) {
            var charge = (ChargeItem) part.resource();
            if (!References.isAbsent(charge.getPerformingOrganization())) {
                return Optional.of(
                        new Performing(
                                part.home(),
                                charge.getPerformingOrganization(),
                                "ChargeItem.performingOrganization"));
            }
        }
        return Optional.empty();
    }

    /** Whether each charge and procedure names who performed it. */
    boolean namePerformers() {
        return Stream.concat(charges.stream(), procedures.stream())
                .allMatch(part -> performer(part.resource()).isPresent());
    }

    private static Optional<Reference> performer(Resource resource) {
        Stream<Reference> actors =
                resource instanceof ChargeItem charge
                        ? charge.getPerformer().stream().map(performer -> performer.getActor())
                        : ((Procedure) resource)
                                .getPerformer().stream().map(performer -> performer.getActor());
        return actors.filter(actor -> !References.isAbsent(actor)).findFirst();
    }

    /** What differs between ChargeItem and Procedure. */
    private record Service(
            String path,
            CodeableConcept code,
            Optional<Units> units,
            Optional<Money> charge,
            Type when,
            String whenPath,
            Optional<Drug> drug,
            Optional<Reference> performer,
            List<CodeableConcept> reasons) {}

    /** The lines; the case has the problems of what could not be read of them. */
    List<ServiceLine> lines(Diagnoses diagnoses, Period visit, String renderingNpi) {
        var lines = new ArrayList<ServiceLine>();
        int index = 0;
        for (Part part : charges) {
            index++;
            lines.add(line(charge(part), part, index, diagnoses, visit, renderingNpi));
        }
        for (Part part : procedures) {
            index++;
            lines.add(line(procedure(part), part, index, diagnoses, visit, renderingNpi));
        }
        return lines;
    }

    private Service charge(Part part) {
        var item = (ChargeItem) part.resource();
        String path = part.name() + ".";
        checkStatus(of, item, part.name());
        Optional<Money> charge = Optional.empty();
        if (item.hasPriceOverride()) {
            charge = of.money(item.getPriceOverride(), path + "priceOverride");
        } else {
            of.problem(
                    Reason.CHARGE_MISSING, path + "priceOverride", "The ChargeItem has no price.");
        }
        Optional<Units> units =
                Units.of(of, item.hasQuantity(), item.getQuantity(), path + "quantity");
        return new Service(
                path,
                item.getCode(),
                units,
                charge,
                item.getOccurrence(),
                path + "occurrence",
                Drugs.of(of, part.home(), item, path),
                performer(item),
                item.getReason());
    }

    private Service procedure(Part part) {
        var procedure = (Procedure) part.resource();
        String path = part.name() + ".";
        of.problem(
                Reason.CHARGE_MISSING,
                path + "code",
                "The Procedure has no ChargeItem, so no price.");
        return new Service(
                path,
                procedure.getCode(),
                Units.of(of, false, new Quantity(), path + "quantity"),
                Optional.empty(),
                procedure.getPerformed(),
                path + "performed",
                Optional.empty(),
                performer(procedure),
                procedure.getReasonCode());
    }

    private ServiceLine line(
            Service service,
            Part part,
            int index,
            Diagnoses diagnoses,
            Period visit,
            String renderingNpi) {
        String path = service.path();
        of.checkPatient(
                new Target<>(part.resource(), part.home(), part.name()),
                subject(part.resource()),
                path + "subject",
                part.name());
        Optional<String> code = Codes.procedure(of, service.code(), path + "code");
        Optional<Provider> rendering =
                service.performer()
                        .flatMap(
                                actor ->
                                        new Providers(of)
                                                .provider(
                                                        part.home(),
                                                        actor,
                                                        path + "performer[0].actor"))
                        .filter(who -> !who.npi().equals(renderingNpi));
        var days = days(service, visit);
        List<Integer> pointers = diagnoses.reasons(of, service.reasons(), path + "reason");
        String procedure = code.orElse("");
        LocalDate from = days.from().orElse(ServiceLine.NO_DAY);
        return new ServiceLine(
                String.valueOf(index),
                procedure,
                List.of(),
                Items.needsWords(procedure) ? Codes.words(service.code(), procedure) : "",
                service.charge().orElse(Money.ZERO),
                service.units().map(Units::number).orElse(BigDecimal.ZERO),
                service.units().filter(Units::minutes).isPresent(),
                "",
                pointers,
                from,
                days.to().orElse(from),
                rendering,
                service.drug());
    }

    /** The day of a service is its own; what tells none was done on the one day of the visit. */
    private ServicePeriod days(Service service, Period visit) {
        if (service.when() != null && !service.when().isEmpty()) {
            return new ServicePeriod(of, service.when(), service.whenPath());
        }
        var days = new ServicePeriod(of, visit, "Encounter.period");
        boolean oneDay =
                visit.getEndElement().hasValue()
                        && days.from().isPresent()
                        && days.from().get().equals(days.to().orElse(LocalDate.MIN));
        if (!oneDay) {
            of.problem(
                    Reason.SERVICE_DATE,
                    service.whenPath(),
                    visit.getEndElement().hasValue()
                            ? "The service does not tell its day, and the visit does not have one"
                                    + " day."
                            : "The service does not tell its day, and the visit not whether it"
                                    + " ended on the day it began.");
        }
        return days;
    }

    /** The patient's Coverages, each once. */
    List<Target<Coverage>> coverages(Target<Patient> patient) {
        if (patient.home().root() != patient.resource()) {
            return List.of();
        }
        var found = new ArrayList<Target<Coverage>>();
        var contents = new HashMap<String, String>();
        var sorted = new ArrayList<Part>();
        for (String key : keys("Patient", patient)) {
            List<Long> linked = store.coverages(key);
            if (linked.size() > ResourceStore.MOST_LINKED) {
                of.problem(
                        Reason.TOO_MANY_PARTS,
                        "Encounter.subject",
                        "More than " + ResourceStore.MOST_LINKED + " Coverages refer to its id.");
            }
            for (long number : linked) {
                coverage(number, patient, contents).ifPresent(sorted::add);
            }
        }
        sorted.sort(Comparator.comparing(Part::order));
        for (Part part : sorted) {
            found.add(new Target<>((Coverage) part.resource(), part.home(), part.name()));
        }
        return found;
    }

    private Optional<Part> coverage(
            long number, Target<Patient> patient, Map<String, String> contents) {
        try {
            Target<Resource> target = of.references().stored(number);
            var coverage = (Coverage) target.resource();
            boolean same =
                    References.names(target.home(), coverage.getBeneficiary(), patient)
                            || isSame(target.home(), coverage.getBeneficiary(), patient);
            ResourceKeys keys = store.get(number).keys();
            if (same && isNew(target.name(), keys, contents, "Encounter.subject")) {
                return Optional.of(
                        new Part(
                                coverage,
                                target.home(),
                                target.name(),
                                keys.id() + '\0' + keys.content()));
            }
        } catch (Lost lost) {
            of.problem(lost.reason(), "Encounter.subject", lost.getMessage());
        }
        return Optional.empty();
    }

    private boolean isSame(Home from, Reference beneficiary, Target<Patient> patient) throws Lost {
        var found = of.references().follow(from, beneficiary, List.of(Patient.class));
        return of.references().same(found, patient);
    }

    /** The keys by which a resource of the store is referred to. */
    static Set<String> keys(String type, Target<? extends Resource> target) {
        var identifiers = new ArrayList<String>();
        List<Identifier> own =
                target.resource() instanceof Patient patient
                        ? patient.getIdentifier()
                        : ((Encounter) target.resource()).getIdentifier();
        for (Identifier identifier : own) {
            if (identifier.hasValue()) {
                identifiers.add(Case.text(identifier.getSystem()) + "|" + identifier.getValue());
            }
        }
        String id = target.resource().getIdElement().getIdPart();
        var keys = ResourceKeys.of(id == null ? "" : id, identifiers);
        return ReferenceKeys.of(type, target.home().fullUrl(), keys);
    }
}
