package org.openmso.fhir;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hl7.fhir.r4.model.Identifier;

/**
 * A claim's control number (CLM01): the EHR's own where it fits, else one computed from what does
 * not change, so that the same visit sent again has the same number.
 */
final class ClaimNumber {
    /** X12 takes 38; payers return 20. */
    private static final int LONGEST = 20;

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final Map<String, String> PREFIXES =
            Map.of("Encounter", "E-", "ChargeItem", "C-", "Procedure", "P-");

    private ClaimNumber() {}

    /**
     * The number.
     *
     * @param identifiers of the Claim or Encounter; none of a charge or procedure
     * @param id its id, or empty
     * @param text its JSON, hashed when it has no id
     */
    static String of(
            String practice,
            List<Identifier> identifiers,
            String type,
            String id,
            byte[] text,
            int from,
            int to) {
        if (!identifiers.isEmpty()) {
            String own = Case.text(identifiers.get(0).getValue()).toUpperCase(Locale.ROOT);
            if (fits(own)) {
                return own;
            }
        }
        // Ids that differ in case only are different resources, and Claim/17 is not Encounter/17.
        String named = PREFIXES.getOrDefault(type, "") + id;
        if (!id.isEmpty() && fits(named)) {
            return named;
        }
        var digest = ResourceKeys.sha256();
        digest.update((practice + '\0' + type + '/' + id).getBytes(StandardCharsets.UTF_8));
        if (id.isEmpty()) {
            digest.update(text, from, to - from);
        }
        byte[] hash = digest.digest();
        var number = new StringBuilder(LONGEST);
        int bits = 0;
        int buffer = 0;
        for (int at = 0; number.length() < LONGEST; at++) {
            buffer = buffer << 8 | hash[at] & 0xff;
            bits += 8;
            while (bits >= 5 && number.length() < LONGEST) {
                bits -= 5;
                number.append(BASE32.charAt(buffer >> bits & 31));
            }
        }
        return number.toString();
    }

    private static boolean fits(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (!Codes.isPlain(c) && c != '-') {
                return false;
            }
        }
        return true;
    }
}
