package org.openmso.sample.simulator;

import java.io.IOException;
import java.util.Collection;

/** Writes who and where: organizations, clinicians, places, people and their coverages. */
final class Resources {
    private final Json json;
    private final Telling telling;
    private final Clinic clinic;

    Resources(Json json, Telling telling, Clinic clinic) {
        this.json = json;
        this.telling = telling;
        this.clinic = clinic;
    }

    /** Begins a resource; call within an object. */
    void head(String type, String key) throws IOException {
        json.text("resourceType", type);
        if (telling.ids()) {
            json.text("id", key);
        }
    }

    void refer(String name, String type, String key) throws IOException {
        json.reference(name, telling.reference(type, key));
    }

    String reference(String type, String key) {
        return telling.reference(type, key);
    }

    /** A reference to what is not contained; the same as any other where nothing is. */
    String outside(String type, String key) {
        return telling.dialect() == Dialect.CONTAINED_CLAIMS
                ? type + "/" + key
                : telling.reference(type, key);
    }

    /** Refers to a clinician in the dialect's way. */
    void refer(String name, Clinician clinician) throws IOException {
        if (telling.roles()) {
            refer(name, "PractitionerRole", roleKey(clinician));
        } else {
            refer(name, "Practitioner", clinician.key());
        }
    }

    static String roleKey(Clinician clinician) {
        return clinician.key() + "-role";
    }

    static String subscriberKey(Insurance insurance) {
        Person subscriber = insurance.subscriber();
        // A RelatedPerson belongs to one patient.
        return subscriber.patient()
                ? subscriber.key()
                : subscriber.key() + "-of-" + insurance.patient().key();
    }

    static String subscriberType(Insurance insurance) {
        return insurance.subscriber().patient() ? "Patient" : "RelatedPerson";
    }

    void contained(Collection<Json.Body> bodies) throws IOException {
        json.array(
                "contained",
                () -> {
                    for (Json.Body body : bodies) {
                        json.object(body);
                    }
                });
    }

    void practice() throws IOException {
        head("Organization", Clinic.KEY);
        json.array(
                "identifier",
                () -> {
                    json.identifier(Systems.NPI, clinic.npi());
                    if (telling.typedIdentifiers()) {
                        json.identifierOfType("TAX", Systems.EIN, clinic.taxId());
                    } else {
                        json.identifier(Systems.EIN, clinic.taxId());
                    }
                });
        json.flag("active", true);
        json.single("type", () -> json.concept(Systems.TAXONOMY, clinic.taxonomy()));
        json.text("name", clinic.name());
        json.single(
                "telecom",
                () -> {
                    json.text("system", "phone");
                    json.text("value", clinic.phone());
                });
        json.single("address", () -> json.address(clinic.address()));
    }

    void payer(Payer payer) throws IOException {
        head("Organization", payer.key());
        json.array(
                "identifier",
                () -> {
                    if (telling.typedIdentifiers()) {
                        json.identifierOfType("NIIP", "", payer.id());
                    } else {
                        json.identifier("https://ehr.example/payers", payer.id());
                    }
                });
        json.flag("active", true);
        json.text("name", payer.name());
    }

    void practitioner(Clinician clinician) throws IOException {
        head("Practitioner", clinician.key());
        json.array(
                "identifier",
                () -> {
                    json.identifier("https://ehr.example/staff", clinician.key());
                    if (!clinician.npi().isEmpty()) {
                        json.identifier(Systems.NPI, clinician.npi());
                    }
                });
        json.name(clinician.family(), clinician.given());
        json.single(
                "qualification",
                () -> json.concept("code", Systems.TAXONOMY, clinician.taxonomy()));
    }

    void role(Clinician clinician) throws IOException {
        head("PractitionerRole", roleKey(clinician));
        json.flag("active", true);
        refer("practitioner", "Practitioner", clinician.key());
        if (!clinician.key().startsWith("referrer")) {
            refer("organization", "Organization", Clinic.KEY);
        }
        json.single("specialty", () -> json.concept(Systems.TAXONOMY, clinician.taxonomy()));
    }

    void location(Site site) throws IOException {
        head("Location", site.key());
        if (!site.npi().isEmpty()) {
            json.array("identifier", () -> json.identifier(Systems.NPI, site.npi()));
        }
        json.text("status", "active");
        json.text("name", site.name());
        json.single("type", () -> json.concept(Systems.PLACE_OF_SERVICE, site.placeOfService()));
        json.address("address", site.address());
        if (site.npi().isEmpty()) {
            refer("managingOrganization", "Organization", Clinic.KEY);
        }
    }

    void patient(Person person) throws IOException {
        head("Patient", person.key());
        json.array("identifier", () -> json.identifier("https://ehr.example/charts", person.key()));
        person(person);
    }

    /** The subscriber of a coverage who is no patient here. */
    void relatedPerson(Insurance insurance) throws IOException {
        head("RelatedPerson", subscriberKey(insurance));
        refer("patient", "Patient", insurance.patient().key());
        json.single(
                "relationship",
                () ->
                        json.concept(
                                Systems.ROLE,
                                insurance.relationship().equals("spouse") ? "SPS" : "PRN"));
        person(insurance.subscriber());
    }

    private void person(Person person) throws IOException {
        json.name(person.family(), person.given());
        json.text("gender", person.gender());
        json.day("birthDate", person.birth());
        json.single(
                "address",
                () -> {
                    json.text("use", "home");
                    json.address(person.address());
                });
    }

    void coverage(Insurance insurance) throws IOException {
        head("Coverage", insurance.key());
        String memberId = insurance.memberId();
        boolean inIdentifier = telling.dialect() == Dialect.SEARCHSET;
        if (inIdentifier && !memberId.isEmpty()) {
            json.array("identifier", () -> json.identifierOfType("MB", "", memberId));
        }
        json.text("status", "active");
        if (telling.paymentTypology()) {
            json.concept("type", Systems.PAYMENT_TYPOLOGY, typology(insurance.payer().kind()));
        } else {
            json.concept("type", Systems.FILING_INDICATOR, insurance.payer().kind());
        }
        refer("subscriber", subscriberType(insurance), subscriberKey(insurance));
        if (!inIdentifier) {
            json.text("subscriberId", memberId);
        }
        refer("beneficiary", "Patient", insurance.patient().key());
        json.concept("relationship", Systems.RELATIONSHIP, insurance.relationship());
        json.object(
                "period",
                () -> {
                    json.day("start", insurance.from());
                    if (insurance.to().isPresent()) {
                        json.day("end", insurance.to().get());
                    }
                });
        json.array("payor", () -> payor(insurance.payer()));
        if (!insurance.group().isEmpty()) {
            json.single(
                    "class",
                    () -> {
                        json.concept("type", Systems.COVERAGE_CLASS, "group");
                        json.text("value", insurance.group());
                        json.text("name", insurance.groupName());
                    });
        }
        json.number("order", insurance.order());
    }

    private void payor(Payer payer) throws IOException {
        json.object(() -> json.text("reference", telling.reference("Organization", payer.key())));
    }

    /** A Source of Payment Typology code of the kind. */
    private static String typology(String kind) {
        return switch (kind) {
            case "MB" -> "1";
            case "MC" -> "2";
            case "BL" -> "6";
            default -> "5";
        };
    }
}
