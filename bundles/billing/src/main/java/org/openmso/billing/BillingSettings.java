package org.openmso.billing;

import java.util.Set;
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
    /** All keys that are no payer's. */
    static final Set<String> KEYS =
            Set.of(
                    "submitter.name",
                    "submitter.id",
                    "submitter.contact",
                    "submitter.phone",
                    "receiver.name",
                    "receiver.id",
                    "usage");

    /**
     * Reads the settings of capability billing.
     *
     * @throws InvalidSettings (MSO-3101) naming the first key that is missing or wrong
     */
    static BillingSettings of(PracticeSettings settings) {
        return new BillingSettings(
                name(settings, "submitter.name"),
                id(settings, "submitter.id"),
                name(settings, "submitter.contact"),
                phone(settings, "submitter.phone"),
                name(settings, "receiver.name"),
                id(settings, "receiver.id"),
                usage(settings, "usage"));
    }

    private static String name(PracticeSettings settings, String key) {
        String value = settings.required(key);
        if (X12Text.isChanged(value, X12Text.NAME)) {
            throw settings.wrong(
                    key, "is longer than 60 characters or has characters that X12 cannot carry");
        }
        return value;
    }

    private static String id(PracticeSettings settings, String key) {
        String value = settings.required(key);
        if (!X12Text.isIdentifier(value, 2, 15, false)) {
            throw settings.wrong(key, "is not 2 to 15 capital letters, digits and marks");
        }
        return value;
    }

    private static String phone(PracticeSettings settings, String key) {
        var digits = new StringBuilder();
        for (char c : settings.required(key).toCharArray()) {
            if (" ()-.".indexOf(c) < 0) {
                digits.append(c);
            }
        }
        if (!X12Text.isDigits(digits.toString(), 10)) {
            throw settings.wrong(key, "is not a telephone number of 10 digits");
        }
        return digits.toString();
    }

    private static String usage(PracticeSettings settings, String key) {
        String value = settings.required(key);
        if (!value.equals("T") && !value.equals("P")) {
            throw settings.wrong(key, "is neither T (test) nor P (production)");
        }
        return value;
    }
}
