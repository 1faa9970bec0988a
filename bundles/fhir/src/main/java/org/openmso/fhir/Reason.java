package org.openmso.fhir;

import org.openmso.api.Problem;
import org.openmso.api.Problem.Severity;

/** Every reason for which this bundle refuses an input or blocks a claim, with what to do. */
enum Reason {
    UNREADABLE("MSO-2001", "Check that the input exists and may be read, then send it again."),
    DIRECTORY("MSO-2002", "Name the files in the directory one by one."),
    NOT_JSON("MSO-2003", "Export FHIR R4 as JSON in UTF-8."),
    TRUNCATED("MSO-2004", "Export the input again and check that it was copied to its end."),
    MALFORMED("MSO-2005", "Mend the JSON at this place, or export it again."),
    TOO_DEEP("MSO-2006", "Export resources that nest at most 200 levels."),
    TOO_LARGE(
            "MSO-2007",
            "Split the resource, or leave out what it carries inline; 16 MiB is the limit."),
    NO_RESOURCE(
            "MSO-2008",
            "Send a FHIR resource, a Bundle, or one resource a line, each with its resourceType."),
    NO_USE(
            "MSO-2009",
            "Send Claims, or Encounters with their ChargeItems, and what they refer to, in R4."),
    STORE_FAILED(
            "MSO-2010",
            "Free space in the directory for temporary files, check its rights, and read again."),
    GZIP_DAMAGED("MSO-2011", "Compress or copy the input again."),
    REFUSED("MSO-2012", "Make the resource conform to FHIR R4."),
    SETTINGS(
            "MSO-2013",
            "Correct it in the registry file, and reload that; docs/fhir.md lists the settings."),
    NESTED_BUNDLE(
            "MSO-2014",
            "Write resourceType before entry, or send the inner Bundle as an input of its own."),
    BUNDLE_MODIFIED("MSO-2015", "Send it without, if it means the same without."),
    ENTRY_UNDONE("MSO-2016", "Send only what stands: leave the entry out, or correct it."),
    CLAIM_WITHIN("MSO-2017", "Send the Claim by itself, in a Bundle, or as a line of ndjson."),
    UNKNOWN_TYPE("MSO-2018", "Write resourceType as FHIR R4 does, for example Claim."),

    SNOMED("MSO-2101", "Code it in the code set that the payer takes; SNOMED CT is for records."),
    CVX("MSO-2102", "Code the vaccine with its CPT or HCPCS code."),
    LOINC("MSO-2103", "Code the service with its CPT or HCPCS code."),
    RXNORM("MSO-2104", "Code the drug with its HCPCS code, and its NDC in item.detail."),
    ICD9("MSO-2105", "Code the diagnosis in ICD-10-CM; ICD-9-CM ended on 2015-09-30."),
    CODE_SYSTEM(
            "MSO-2106",
            "Use ICD-10-CM for diagnoses, CPT or HCPCS for services; an alias of ICD-10-CM goes"
                    + " into the setting code-systems.icd-10-cm."),
    CODE_MISSING("MSO-2107", "Give a coding with system and code; a text alone is not enough."),
    NPI_MISSING("MSO-2108", "Give the NPI as identifier of system http://hl7.org/fhir/sid/us-npi."),
    COVERAGE_MISSING("MSO-2109", "Name the Coverage under which it is billed."),
    CHARGE_MISSING("MSO-2110", "Give net, or unitPrice (for a ChargeItem: priceOverride)."),
    UNRESOLVED(
            "MSO-2111",
            "Send what is referred to, in any of the inputs, and refer to it where nothing does."),
    CLAIM_TYPE("MSO-2112", "Only claims of type professional become 837P."),
    PLACE_OF_SERVICE(
            "MSO-2113",
            "Give the one place of service code at the item or the Location's type, or map the"
                    + " Encounter's class in the setting place-of-service."),
    STATUS("MSO-2114", "Send it when its status is active."),
    USE("MSO-2115", "Only claims with use claim are billed."),
    AMBIGUOUS(
            "MSO-2116",
            "Send the newest version alone, or all with meta.versionId and meta.lastUpdated."),
    CYCLE("MSO-2117", "Break the circle of references."),
    WRONG_TYPE("MSO-2118", "Refer to a resource of the type that FHIR R4 expects here."),
    SERVICE_DATE("MSO-2119", "Give the day of service, or its first and last day."),
    DIAGNOSIS_MISSING("MSO-2120", "Give at least one diagnosis in ICD-10-CM."),
    SEQUENCE("MSO-2121", "Name a sequence, or as reason a diagnosis, that the claim lists."),
    AMOUNT("MSO-2122", "Give the amount in US dollars with at most two decimals."),
    QUANTITY(
            "MSO-2123",
            "Give the quantity as a plain number: of pieces, of minutes (UCUM min), or of the drug"
                    + " given."),
    MEMBER_ID("MSO-2124", "Give subscriberId, or an identifier of type MB."),
    PAYER("MSO-2125", "Give a payor Organization with its payer id as identifier."),
    SUBSCRIBER("MSO-2126", "Name the subscriber as a Patient or RelatedPerson."),
    NOT_PRIMARY("MSO-2127", "Bill the primary payer first; this version takes no adjudication."),
    RELATIONSHIP("MSO-2128", "Code the relationship to the subscriber."),
    PAYER_NUMBER("MSO-2129", "Give the payer's claim number in related.reference."),
    TAX_ID("MSO-2130", "Give the EIN as identifier of system urn:oid:2.16.840.1.113883.4.4."),
    BAD_VALUE("MSO-2131", "Correct the value to the form that FHIR R4 asks for."),
    MODIFIER("MSO-2132", "Give the modifier as two characters of CPT or HCPCS."),
    FILING_INDICATOR(
            "MSO-2133",
            "Code it in Coverage.type, or set payers.ID.filing-indicator for this payer.",
            Severity.WARNING),
    NOT_FINISHED("MSO-2134", "Send the visit when its status is finished."),
    NO_LINES("MSO-2135", "Give at least one item."),
    OTHER_PATIENT("MSO-2136", "Name a Coverage of this patient."),
    BILLED_TWICE(
            "MSO-2137",
            "Name the Encounter in the Claim's item.encounter and send it, or leave one of the two"
                    + " out."),
    SUBSCRIBER_DIFFERS(
            "MSO-2138", "Correct Coverage.relationship or Coverage.subscriber: they contradict."),
    TOO_MANY_PARTS("MSO-2139", "Send fewer visits a call, with ids that are not used twice."),
    UNCONFIRMED("MSO-2140", "Bill a confirmed diagnosis, or the symptom that led to the visit."),
    CODES_DIFFER("MSO-2141", "Leave one code of the accepted code systems in the concept."),
    RENDERING_UNCLEAR(
            "MSO-2142",
            "Give each of the care team its role, and name one who treated, or one a line."),
    AUTHORIZATIONS("MSO-2143", "Give the one authorization number under which it is billed."),
    RELATED_UNKNOWN(
            "MSO-2144", "Code related.relationship as replaces or void; associated for no change."),
    RELATED_DIFFER("MSO-2145", "Name the one earlier claim, and replace it or void it."),
    SEQUENCE_TWICE("MSO-2150", "Give each entry of the list a sequence of its own."),
    GENDER("MSO-2151", "Give the gender in the person's record.", Severity.WARNING),
    DETAIL("MSO-2152", "Bill it as an item of its own, or leave it out."),
    NOT_SENT(
            "MSO-2153",
            "Send it to the payer another way, if the payer needs it.",
            Severity.WARNING),
    MODIFIED("MSO-2154", "Send the resource without it, if it means the same without."),
    OTHER_SUBJECT("MSO-2155", "Bill it to the patient to whom it belongs, or correct its subject."),
    CLAIM_REFUSED("MSO-2156", "Mend the Claim, or take it out of the inputs, and run again."),
    PART_LOST("MSO-2157", "Export that input again, or take it out, and run again."),
    UNIT_TEXT(
            "MSO-2158",
            "Check that pieces are meant; give the unit as text each, unit or visit then.",
            Severity.WARNING),
    CHARGE_STATUS("MSO-2159", "Give the ChargeItem a status: billable, or why it is not."),
    CLAIM_UNCLEAR("MSO-2160", "Mend the Claim, or take it out of the inputs, and run again."),
    OLDER_VERSION(
            "MSO-2165",
            "Send the newest version alone, or nothing at all if it is not to be billed.",
            Severity.WARNING),
    ADDRESS_ABROAD(
            "MSO-2166",
            "Give an address in the United States, or send the claim to the payer another way."),
    ADDRESS_LINES("MSO-2167", "Write the street in two lines of up to 55 characters."),
    ZONE_NEEDED(
            "MSO-2168",
            "Set zone in the practice's settings of capability fhir, or write times with their"
                    + " local offset."),
    NOBODY_RENDERED(
            "MSO-2169",
            "Name who treated; where the organization itself did, as a laboratory does, name that."),
    STATEMENTS_DIFFER("MSO-2170", "Leave the statement that is right."),
    PAYEE("MSO-2171", "Leave the payee out, or name the provider or the subscriber."),
    ACCIDENT_KIND("MSO-2172", "Code accident.type as MVA, WPA, SPT or SCHOOL.");

    private final String code;
    private final String fix;
    private final Severity severity;

    Reason(String code, String fix) {
        this(code, fix, Severity.ERROR);
    }

    Reason(String code, String fix, Severity severity) {
        this.code = code;
        this.fix = fix;
        this.severity = severity;
    }

    String code() {
        return code;
    }

    /** The same reason where it does not stop the claim. */
    Problem warning(String path, String cause) {
        return new Problem(code, Severity.WARNING, path, cause, fix);
    }

    /** The problem, at a place, with its cause: a sentence without patient data. */
    Problem at(String path, String cause) {
        return new Problem(code, severity, path, cause, fix);
    }
}
