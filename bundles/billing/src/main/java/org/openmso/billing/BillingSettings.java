package org.openmso.billing;

import java.util.Map;
import org.openmso.api.InvalidSettings;

/**
 * Who sends the interchange to whom.
 *
 * @param submitterName the submitter's name (1000A NM103)
 * @param submitterId its id at the receiver, 2 to 15 characters (ISA06, GS02, 1000A NM109)
 * @param contact whom the receiver may ask (PER02)
 * @param phone the contact's telephone, 10 digits (PER04)
 * @param receiverName the receiver's name (1000B NM103)
 * @param receiverId its id, 2 to 15 characters (ISA08, GS03, 1000B NM109)
 * @param usage {@code T} test or {@code P} production (ISA15)
 */
record BillingSettings(
        String submitterName,
        String submitterId,
        String contact,
        String phone,
        String receiverName,
        String receiverId,
        String usage) {
    /**
     * Reads the settings of capability billing.
     *
     * @throws InvalidSettings (MSO-3101) naming the first key that is missing or wrong
     */
    static BillingSettings of(Map<String, String> settings) {
        return new BillingSettings(
                name(settings, "submitter.name"),
                id(settings, "submitter.id"),
                name(settings, "submitter.contact"),
                phone(settings, "submitter.phone"),
                name(settings, "receiver.name"),
                id(settings, "receiver.id"),
                usage(settings, "usage"));
    }

    /** The refusal of a key. */
    static InvalidSettings wrong(String key, String cause) {
        return new InvalidSettings(Reason.SETTINGS.at("billing." + key, cause));
    }

    private static String name(Map<String, String> settings, String key) {
        String value = required(settings, key);
        if (X12Text.isChanged(value, X12Text.NAME)) {
            throw wrong(
                    key,
                    "Setting billing."
                            + key
                            + " is longer than 60 characters or has characters"
                            + " that X12 cannot carry.");
        }
        return value;
    }

    private static String id(Map<String, String> settings, String key) {
        String value = required(settings, key);
        if (!X12Text.isIdentifier(value, 2, 15, false)) {
            throw wrong(
                    key,
                    "Setting billing."
                            + key
                            + " is not 2 to 15 capital letters, digits and marks.");
        }
        return value;
    }

    private static String phone(Map<String, String> settings, String key) {
        var digits = new StringBuilder();
        for (char c : required(settings, key).toCharArray()) {
            if (" ()-.".indexOf(c) < 0) {
                digits.append(c);
            }
        }
        if (!X12Text.isDigits(digits.toString(), 10)) {
            throw wrong(key, "Setting billing." + key + " is not a telephone number of 10 digits.");
        }
        return digits.toString();
    }

    private static String usage(Map<String, String> settings, String key) {
        String value = required(settings, key);
        if (!value.equals("T") && !value.equals("P")) {
            throw wrong(key, "Setting billing." + key + " is neither T (test) nor P (production).");
        }
        return value;
    }

    private static String required(Map<String, String> settings, String key) {
        String value = settings.getOrDefault(key, "");
        if (value.isBlank()) {
            throw wrong(key, "Setting billing." + key + " is missing.");
        }
        return value;
    }
}
