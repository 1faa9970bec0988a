package org.openmso.embed.bundles.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openmso.api.InvalidRegistry;
import org.openmso.api.ManagementAgreement;
import org.openmso.api.MsoModel;
import org.openmso.api.Practice;
import org.openmso.api.Problem;
import org.openmso.api.Tier;
import org.openmso.api.host.NamedInput;
import org.openmso.api.registry.Registry;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.api.spi.ProvidesCapability;

/**
 * A registry of lines: {@code tier ID CAPABILITY...} and {@code practice ID TIER
 * CAPABILITY.KEY=VALUE...}.
 */
@ProvidesCapability(contract = Registry.class)
public final class LineRegistry implements Registry {
    @Override
    public RegistrySnapshot read(NamedInput file) {
        var tiers = new ArrayList<Tier>();
        var practices = new ArrayList<Practice>();
        try (var in = file.open()) {
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                List<String> words = List.of(line.split(" "));
                switch (words.get(0)) {
                    case "tier" ->
                            tiers.add(
                                    new Tier(
                                            words.get(1),
                                            words.get(1),
                                            java.util.Set.copyOf(words.subList(2, words.size()))));
                    case "practice" -> practices.add(practice(words));
                    default -> throw invalid(file, line);
                }
            }
        } catch (IOException e) {
            throw invalid(file, e.toString());
        }
        return new RegistrySnapshot(tiers, practices);
    }

    private static Practice practice(List<String> words) {
        var settings = new TreeMap<String, Map<String, String>>();
        for (String word : words.subList(3, words.size())) {
            int dot = word.indexOf('.');
            int equals = word.indexOf('=');
            settings.computeIfAbsent(word.substring(0, dot), unused -> new TreeMap<>())
                    .put(word.substring(dot + 1, equals), word.substring(equals + 1));
        }
        return new Practice(
                words.get(1),
                "The practice " + words.get(1),
                words.get(2),
                new ManagementAgreement(MsoModel.SERVICE_ONLY, "OH", LocalDate.of(2026, 1, 1)),
                settings);
    }

    private static InvalidRegistry invalid(NamedInput file, String what) {
        return new InvalidRegistry(
                Problem.error("MSO-1102", file.name(), "Not a line: " + what + ".", "Mend it."));
    }
}
