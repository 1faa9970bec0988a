package org.openmso.sample.simulator;

import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Goes through everything there is to write, household by household, and holds only one of them.
 * Dialects go through it as often as their order needs.
 */
final class Walk {
    /** Takes a resource; the body writes the inside of its object. */
    @FunctionalInterface
    interface Sink {
        void put(String type, String key, Json.Body body) throws IOException;
    }

    private final Schedule schedule;
    private final Clinic clinic;
    private final Telling telling;
    private final Resources resources;
    private final Charges charges;
    private final Claims claims;
    private final Encounters encounters;

    Walk(Schedule schedule, Clinic clinic, Telling telling, Json json, LocalDate day) {
        this.schedule = schedule;
        this.clinic = clinic;
        this.telling = telling;
        resources = new Resources(json, telling, clinic);
        charges = new Charges(json, resources);
        claims = new Claims(json, telling, resources, charges, day);
        encounters = new Encounters(json, resources, charges);
    }

    /** All resources of the types wanted. */
    void all(Predicate<String> wanted, Sink to) throws IOException {
        Sink sink =
                (type, key, body) -> {
                    if (wanted.test(type)) {
                        to.put(type, key, body);
                    }
                };
        practice(sink);
        for (int i = 0; i < schedule.households(); i++) {
            Household home = schedule.household(i);
            people(home, sink);
            for (Visit visit : schedule.visitsOf(i, home)) {
                if (visit.apart()) {
                    people(schedule.guest(visit), sink);
                    if (isLocum(visit.rendering())) {
                        clinician(visit.rendering(), sink);
                    }
                }
                for (Visit told : visit.tellings()) {
                    visit(told, sink);
                }
            }
        }
    }

    /** Claims that hold everything they refer to. */
    void contained(Sink sink) throws IOException {
        for (int i = 0; i < schedule.households(); i++) {
            Household home = schedule.household(i);
            for (Visit visit : schedule.visitsOf(i, home)) {
                for (Visit told : visit.tellings()) {
                    sink.put(
                            "Claim",
                            told.number(),
                            () -> claims.claim(told, () -> containedIn(told)));
                }
            }
        }
    }

    private void containedIn(Visit visit) throws IOException {
        Map<String, Json.Body> found = new LinkedHashMap<>();
        Sink sink = (type, key, body) -> found.put(key, body);
        sink.put("Patient", visit.patient().key(), () -> resources.patient(visit.patient()));
        if (!visit.has(Fault.COVERAGE_MISSING)) {
            coverage(visit.primary(), sink);
            if (visit.secondary().isPresent()) {
                coverage(visit.secondary().get(), sink);
            }
        }
        // The insurer of a Claim is named even where its Coverage is missing.
        payer(visit.primary().payer(), sink);
        sink.put("Organization", Clinic.KEY, resources::practice);
        if (!visit.has(Fault.REFERENCE_UNRESOLVED)) {
            clinician(visit.rendering(), sink);
        }
        if (visit.referring().isPresent()) {
            clinician(visit.referring().get(), sink);
        }
        if (visit.supervising().isPresent()) {
            clinician(visit.supervising().get(), sink);
        }
        if (!visit.has(Fault.PLACE_OF_SERVICE_MISSING)) {
            location(visit.site(), sink);
        }
        resources.contained(found.values());
    }

    private void practice(Sink sink) throws IOException {
        sink.put("Organization", Clinic.KEY, resources::practice);
        for (Payer payer : clinic.payers()) {
            payer(payer, sink);
        }
        location(clinic.office(), sink);
        location(clinic.remote(), sink);
        location(clinic.hospital(), sink);
        for (Clinician clinician : clinic.clinicians()) {
            clinician(clinician, sink);
        }
        for (Clinician clinician : clinic.referrers()) {
            clinician(clinician, sink);
        }
    }

    private void people(Household home, Sink sink) throws IOException {
        for (Person person : home.patients()) {
            sink.put("Patient", person.key(), () -> resources.patient(person));
        }
        for (Insurance insurance : home.insurances()) {
            if (!insurance.subscriber().patient()) {
                sink.put(
                        "RelatedPerson",
                        Resources.subscriberKey(insurance),
                        () -> resources.relatedPerson(insurance));
            }
            sink.put("Coverage", insurance.key(), () -> resources.coverage(insurance));
        }
    }

    private void coverage(Insurance insurance, Sink sink) throws IOException {
        Person subscriber = insurance.subscriber();
        if (subscriber.patient()) {
            sink.put("Patient", subscriber.key(), () -> resources.patient(subscriber));
        } else {
            sink.put(
                    "RelatedPerson",
                    Resources.subscriberKey(insurance),
                    () -> resources.relatedPerson(insurance));
        }
        sink.put("Coverage", insurance.key(), () -> resources.coverage(insurance));
        payer(insurance.payer(), sink);
    }

    private void payer(Payer payer, Sink sink) throws IOException {
        sink.put("Organization", payer.key(), () -> resources.payer(payer));
    }

    private void location(Site site, Sink sink) throws IOException {
        sink.put("Location", site.key(), () -> resources.location(site));
    }

    private void clinician(Clinician clinician, Sink sink) throws IOException {
        sink.put("Practitioner", clinician.key(), () -> resources.practitioner(clinician));
        if (telling.rolesKnown()) {
            sink.put(
                    "PractitionerRole",
                    Resources.roleKey(clinician),
                    () -> resources.role(clinician));
        }
    }

    private void visit(Visit visit, Sink sink) throws IOException {
        boolean encounter = telling.dialect() == Dialect.VISITS;
        if (telling.diagnosesAsConditions()) {
            for (int i = 0; i < Charges.diagnoses(visit).size(); i++) {
                int index = i;
                sink.put(
                        "Condition",
                        Charges.conditionKey(visit, i),
                        () -> charges.condition(visit, index, encounter));
            }
        }
        if (!encounter) {
            sink.put("Claim", visit.key(), () -> claims.claim(visit, () -> {}));
            return;
        }
        sink.put("Encounter", visit.key(), () -> encounters.encounter(visit));
        for (int i = 0; i < visit.lines().size(); i++) {
            int index = i;
            sink.put(
                    "ChargeItem",
                    Encounters.chargeKey(visit, i),
                    () -> encounters.charge(visit, index));
            if (visit.lines().get(i).drug().isPresent()) {
                sink.put(
                        "MedicationAdministration",
                        Encounters.givenKey(visit, i),
                        () -> encounters.given(visit, index));
            }
        }
    }

    private static boolean isLocum(Clinician clinician) {
        return clinician.key().endsWith("-locum");
    }
}
