package org.openmso.billing;

import java.util.HashMap;
import java.util.Map;
import org.openmso.api.InvalidSettings;
import org.openmso.api.billing.Payer;

/**
 * In what a payer differs from the usual: settings {@code payers.ID.accepts-replacement} and {@code
 * payers.ID.allows-zero-charge}.
 */
final class PayerFlags {
    private static final String PREFIX = "payers.";
    private static final String REPLACEMENT = ".accepts-replacement";
    private static final String ZERO_CHARGE = ".allows-zero-charge";

    private final Map<String, Boolean> replacement = new HashMap<>();
    private final Map<String, Boolean> zeroCharge = new HashMap<>();

    /**
     * Reads the flags among the settings of capability billing.
     *
     * @throws InvalidSettings (MSO-3101) if one is neither true nor false, or is not known
     */
    PayerFlags(PracticeSettings settings) {
        settings.values()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(PREFIX)) {
                                read(settings, key, value);
                            } else if (!BillingSettings.KEYS.contains(key)) {
                                throw settings.wrong(key, "is not known");
                            }
                        });
    }

    /** Whether a payer takes frequency 7 and 8; unless set, all but Medicare Part B do. */
    boolean acceptsReplacement(Payer payer) {
        Boolean set = replacement.get(payer.id());
        return set != null ? set : !payer.filingIndicator().equals("MB");
    }

    /** Whether a payer takes a charge of zero; unless set, none does. */
    boolean allowsZeroCharge(Payer payer) {
        return zeroCharge.getOrDefault(payer.id(), false);
    }

    private void read(PracticeSettings settings, String key, String value) {
        Map<String, Boolean> flag;
        String suffix;
        if (key.endsWith(REPLACEMENT)) {
            flag = replacement;
            suffix = REPLACEMENT;
        } else if (key.endsWith(ZERO_CHARGE)) {
            flag = zeroCharge;
            suffix = ZERO_CHARGE;
        } else {
            throw settings.wrong(
                    key, "is not known: a payer has accepts-replacement and allows-zero-charge");
        }
        int end = key.length() - suffix.length();
        if (end <= PREFIX.length()) {
            throw settings.wrong(key, "names no payer id");
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw settings.wrong(key, "is neither true nor false");
        }
        flag.put(key.substring(PREFIX.length(), end), value.equals("true"));
    }
}
