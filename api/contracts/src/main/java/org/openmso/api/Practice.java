package org.openmso.api;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A physician practice that an MSO serves.
 *
 * @param id stable name, for example {@code oak-street}: 1 to 63 of a-z, 0-9 and hyphen
 * @param name what people read
 * @param tier id of the {@link Tier} it subscribes to
 * @param agreement the agreement in force
 * @param settings what its capabilities need to know: capability name, then key (nested keys joined
 *     by dots), then value; the contract of each capability names its keys
 */
public record Practice(
        String id,
        String name,
        String tier,
        ManagementAgreement agreement,
        Map<String, Map<String, String>> settings) {
    /** Copies the settings. */
    public Practice {
        Names.require("practice", id);
        Names.require("tier", tier);
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(agreement, "agreement");
        var copy = new TreeMap<String, Map<String, String>>();
        settings.forEach(
                (capability, keys) ->
                        copy.put(capability, Collections.unmodifiableMap(new TreeMap<>(keys))));
        settings = Collections.unmodifiableMap(copy);
    }

    /** The settings of one capability, empty when there are none. */
    public Map<String, String> settings(String capability) {
        return settings.getOrDefault(capability, Map.of());
    }
}
