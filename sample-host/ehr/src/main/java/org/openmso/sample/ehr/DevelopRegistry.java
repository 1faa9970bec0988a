package org.openmso.sample.ehr;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openmso.api.Practice;
import org.openmso.api.Tier;
import org.openmso.api.host.NamedInput;
import org.openmso.api.registry.RegistrySnapshot;

/**
 * A registry file that grants one practice what is developed, whatever its tier says. Everything
 * else is as in the file that it began with.
 */
final class DevelopRegistry {
    private final NamedInput given;
    private final String practice;
    private final Set<String> granted = new HashSet<>();

    /** What is read in place of the file that was given, once something was granted. */
    private volatile Optional<byte[]> changed = Optional.empty();

    DevelopRegistry(NamedInput given, String practice) {
        this.given = given;
        this.practice = practice;
    }

    /** For OpenMSO. */
    NamedInput file() {
        return NamedInput.of(given.name(), this::open);
    }

    /**
     * Grants capabilities.
     *
     * @param now as read last
     * @return whether the file is another now, and must be read again
     */
    boolean grant(Collection<String> capabilities, RegistrySnapshot now) {
        Practice of = now.practice(practice).orElseThrow();
        Tier tier = now.tierOf(of);
        if (tier.capabilities().containsAll(capabilities)) {
            return false;
        }
        granted.addAll(capabilities);
        granted.addAll(tier.capabilities());
        changed = Optional.of(written(now).getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private InputStream open() throws IOException {
        return changed.isPresent() ? new ByteArrayInputStream(changed.get()) : given.open();
    }

    private String written(RegistrySnapshot now) {
        String own = unused(now);
        return JsonText.object(
                json -> {
                    json.writeArrayFieldStart("tiers");
                    for (Tier tier : now.tiers()) {
                        write(json, tier);
                    }
                    write(json, new Tier(own, "What is developed", granted));
                    json.writeEndArray();
                    json.writeArrayFieldStart("practices");
                    for (Practice each : now.practices()) {
                        write(json, each, each.id().equals(practice) ? own : each.tier());
                    }
                    json.writeEndArray();
                });
    }

    /** A tier's name that is not taken. */
    private static String unused(RegistrySnapshot now) {
        Set<String> taken = new HashSet<>();
        now.tiers().forEach(tier -> taken.add(tier.id()));
        String name = "developed";
        for (int i = 2; taken.contains(name); i++) {
            name = "developed-" + i;
        }
        return name;
    }

    private static void write(JsonGenerator json, Tier tier) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", tier.id());
        json.writeStringField("name", tier.name());
        JsonText.texts(json, "capabilities", new TreeSet<>(tier.capabilities()));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Practice practice, String tier)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", practice.id());
        json.writeStringField("name", practice.name());
        json.writeStringField("tier", tier);
        json.writeObjectFieldStart("agreement");
        json.writeStringField("model", practice.agreement().model().label());
        json.writeStringField("state", practice.agreement().state());
        json.writeStringField("from", practice.agreement().from().toString());
        json.writeEndObject();
        json.writeObjectFieldStart("settings");
        for (String capability : practice.settings().keySet()) {
            json.writeObjectFieldStart(capability);
            for (var setting : practice.settings(capability).entrySet()) {
                json.writeStringField(setting.getKey(), setting.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
