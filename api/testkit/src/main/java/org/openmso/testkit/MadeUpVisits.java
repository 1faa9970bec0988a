package org.openmso.testkit;

import java.util.List;

/** Visits as an EHR writes them in FHIR R4, of people who exist in tests only; each on one line. */
public final class MadeUpVisits {
    /** A Claim; references are filled in. */
    private static final String CLAIM =
            """
            {"resourceType": "Claim", "id": "c-NUMBER", CONTAINED
             "identifier": [{"system": "https://example.org/claims", "value": "acct-NUMBER"}],
             "status": "active", "use": "claim", "created": "2026-10-02",
             "type": {"coding": [{
               "system": "http://terminology.hl7.org/CodeSystem/claim-type", "code": "professional"}]},
             "patient": {"reference": "<Patient>patient"},
             "provider": {"reference": "<Organization>clinic"},
             "careTeam": [{"sequence": 1, "provider": {"reference": "<Practitioner>doctor"}}],
             "priority": {"coding": [{"code": "normal"}]},
             "diagnosis": [{"sequence": 1, "diagnosisCodeableConcept": {"coding": [{
               "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "E11.9"}]}}],
             "insurance": [{"sequence": 1, "focal": true,
               "coverage": {"reference": "<Coverage>coverage"}}],
             "item": [{"sequence": 1, "diagnosisSequence": [1], "servicedDate": "2026-10-01",
               "productOrService": {"coding": [{
                 "system": "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
                 "code": "G0108"}]},
               "locationCodeableConcept": {"coding": [{
                 "system": "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set",
                 "code": "11"}]},
               "quantity": {"value": 1}, "net": {"value": NUMBER.00, "currency": "USD"}}],
             "total": {"value": NUMBER.00, "currency": "USD"}}
            """;

    private static final List<String> OTHERS =
            List.of(
                    """
                    {"resourceType": "Patient", "id": "patient", "gender": "female",
                     "name": [{"use": "official", "family": "Quillfeather", "given": ["Zelphira"]}],
                     "birthDate": "1947-03-29",
                     "address": [{"use": "home", "line": ["5 Thimblerig Ave"],
                       "city": "Springfield", "state": "IL", "postalCode": "62704"}]}
                    """,
                    """
                    {"resourceType": "Organization", "id": "clinic", "name": "Harbor Clinic",
                     "identifier": [
                       {"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"},
                       {"system": "urn:oid:2.16.840.1.113883.4.4", "value": "99-0000001"}],
                     "address": [{"line": ["100 Main St"],
                       "city": "Springfield", "state": "IL", "postalCode": "62701-0001"}]}
                    """,
                    """
                    {"resourceType": "Practitioner", "id": "doctor",
                     "identifier": [
                       {"system": "http://hl7.org/fhir/sid/us-npi", "value": "1245319599"}],
                     "name": [{"family": "Applethwaite", "given": ["Orlo"]}]}
                    """,
                    """
                    {"resourceType": "Organization", "id": "plan", "name": "Example Plan",
                     "identifier": [{"value": "PAYER01", "type": {"coding": [{
                       "system": "http://terminology.hl7.org/CodeSystem/v2-0203",
                       "code": "NIIP"}]}}]}
                    """,
                    """
                    {"resourceType": "Coverage", "id": "coverage", "status": "active",
                     "type": {"coding": [{
                       "system": "https://x12.org/codes/claim-filing-indicator-codes",
                       "code": "CI"}]},
                     "subscriberId": "ZQ7MEM1",
                     "beneficiary": {"reference": "<Patient>patient"},
                     "relationship": {"coding": [{
                       "system": "http://terminology.hl7.org/CodeSystem/subscriber-relationship",
                       "code": "self"}]},
                     "payor": [{"reference": "<Organization>plan"}]}
                    """);

    private MadeUpVisits() {}

    /**
     * A Claim that holds all it refers to.
     *
     * @param number from 1; makes its number {@code acct-number} and its amount in dollars
     */
    public static String claim(int number) {
        String contained = "\"contained\": [" + String.join(",", OTHERS) + "],";
        return filled(CLAIM.replace("CONTAINED", contained), number).replaceAll("<\\w+>", "#");
    }

    /** A Claim that refers to {@link #referredTo}. */
    public static String bareClaim(int number) {
        return filled(CLAIM.replace("CONTAINED", ""), number).replaceAll("<(\\w+)>", "$1/");
    }

    /** What {@link #bareClaim} refers to; a line for each resource. */
    public static String referredTo() {
        var lines = new StringBuilder();
        for (String other : OTHERS) {
            lines.append(filled(other, 0).replaceAll("<(\\w+)>", "$1/")).append('\n');
        }
        return lines.toString();
    }

    private static String filled(String template, int number) {
        return template.replace("NUMBER", String.valueOf(number))
                .lines()
                .map(String::strip)
                .reduce("", String::concat);
    }
}
