package org.openmso.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** Which types of resource intake uses, which ones R4 has, and how to find a resource's type. */
final class ResourceTypes {
    /** The types that make claims, and what those refer to. */
    static final Set<String> USED =
            Set.of(
                    "Claim",
                    "Encounter",
                    "Procedure",
                    "ChargeItem",
                    "MedicationAdministration",
                    "Medication",
                    "Condition",
                    "Coverage",
                    "Patient",
                    "RelatedPerson",
                    "Practitioner",
                    "PractitionerRole",
                    "Organization",
                    "Location");

    /** What operations are called with: any resource may stand in it. */
    static final String PARAMETERS = "Parameters";

    private static final byte[] CLAIM =
            "{\"resourceType\":\"Claim\"".getBytes(StandardCharsets.US_ASCII);

    private final Set<String> known;

    /**
     * @param known all types of R4
     */
    ResourceTypes(Set<String> known) {
        this.known = known;
    }

    static boolean isUsed(String type) {
        return USED.contains(type);
    }

    /** Refuses a type that R4 does not have. */
    void check(String type, String path) throws Unusable {
        if (type.isEmpty()) {
            throw new Unusable(Reason.NO_RESOURCE, path, "The JSON object has no resourceType.");
        }
        if (!known.contains(type)) {
            throw new Unusable(Reason.UNKNOWN_TYPE, path, unknown(type));
        }
    }

    private String unknown(String type) {
        for (String meant : known) {
            if (meant.equalsIgnoreCase(type)) {
                return "The resourceType has other capital and small letters than " + meant + ".";
            }
        }
        return Quotes.code(type)
                        .map(shown -> "The resourceType " + shown)
                        .orElse("The resourceType")
                + " is not one of FHIR R4.";
    }

    /** Whether a type is a Claim's but for its capital and small letters, so that it is refused. */
    static boolean isMisspeltClaim(String type) {
        return type.equalsIgnoreCase("Claim") && !type.equals("Claim");
    }

    /** Why a resource with parameters that has a Claim in it is not passed over in silence. */
    static Unusable claimWithin(String path) {
        return new Unusable(
                Reason.CLAIM_WITHIN, path, "A Claim stands in a Parameters resource: not read.");
    }

    /** Whether it is surely a Claim: by its first bytes, as most writers put them. */
    static boolean isClaim(byte[] text, int from, int to) {
        return to - from > CLAIM.length
                && Arrays.equals(text, from, from + CLAIM.length, CLAIM, 0, CLAIM.length);
    }

    /**
     * The resourceType of a JSON object, empty when it has none. Reads no further than needed;
     * writers put it first.
     */
    static String peek(byte[] text, int from, int to, String path) throws IOException {
        try (JsonParser json = Limits.JSON.createParser(text, from, to - from)) {
            try {
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean wanted = json.currentName().equals("resourceType");
                    JsonToken value = json.nextToken();
                    if (wanted) {
                        return value == JsonToken.VALUE_STRING ? json.getText() : "";
                    }
                    json.skipChildren();
                }
                return "";
            } catch (IOException failure) {
                throw Limits.unusable(failure, json, path, text, to);
            }
        }
    }
}
