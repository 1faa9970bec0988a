package org.openmso.sample.simulator;

/** The URIs of the code and identifier systems in use. */
final class Systems {
    static final String NPI = "http://hl7.org/fhir/sid/us-npi";
    static final String EIN = "urn:oid:2.16.840.1.113883.4.4";
    static final String TAXONOMY = "http://nucc.org/provider-taxonomy";
    static final String IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203";
    static final String RELATIONSHIP =
            "http://terminology.hl7.org/CodeSystem/subscriber-relationship";
    static final String COVERAGE_CLASS = "http://terminology.hl7.org/CodeSystem/coverage-class";
    static final String FILING_INDICATOR = "https://x12.org/codes/claim-filing-indicator-codes";
    static final String PAYMENT_TYPOLOGY = "https://nahdo.org/sopt";
    static final String PLACE_OF_SERVICE =
            "https://www.cms.gov/Medicare/Coding/place-of-service-codes/"
                    + "Place_of_Service_Code_Set";
    static final String HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
    static final String CPT = "http://www.ama-assn.org/go/cpt";
    static final String ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm";
    static final String NDC = "http://hl7.org/fhir/sid/ndc";
    static final String CVX = "http://hl7.org/fhir/sid/cvx";
    static final String SNOMED = "http://snomed.info/sct";
    static final String UCUM = "http://unitsofmeasure.org";
    static final String CLAIM_TYPE = "http://terminology.hl7.org/CodeSystem/claim-type";
    static final String PRIORITY = "http://terminology.hl7.org/CodeSystem/processpriority";
    static final String CARE_TEAM = "http://terminology.hl7.org/CodeSystem/claimcareteamrole";
    static final String CARE_TEAM_CARIN =
            "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimCareTeamRole";
    static final String DIAGNOSIS_TYPE = "http://terminology.hl7.org/CodeSystem/ex-diagnosistype";
    static final String RELATED_CLAIM =
            "http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship";
    static final String ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    static final String ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
    static final String PARTICIPATION =
            "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    static final String CONDITION_CATEGORY =
            "http://terminology.hl7.org/CodeSystem/condition-category";
    static final String CONDITION_CLINICAL =
            "http://terminology.hl7.org/CodeSystem/condition-clinical";

    private Systems() {}
}
