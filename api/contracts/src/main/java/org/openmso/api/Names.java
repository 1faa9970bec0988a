package org.openmso.api;

import java.util.regex.Pattern;

/** The form of ids that people type: practices, tiers, capabilities. */
final class Names {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private Names() {}

    static void require(String what, String id) {
        if (!FORM.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    what
                            + " id must be 1 to 63 of a-z, 0-9 and hyphen, not starting with a hyphen");
        }
    }
}
