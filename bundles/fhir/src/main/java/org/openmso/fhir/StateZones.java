package org.openmso.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The time zones of each state, from {@code state-zones.txt}. */
final class StateZones {
    private static final Map<String, List<ZoneId>> BY_STATE = load();

    private StateZones() {}

    /** Those of a state; of one that is in no place, like the armed forces', those of all. */
    static List<ZoneId> of(String state) {
        List<ZoneId> zones = BY_STATE.get(state);
        if (zones != null) {
            return zones;
        }
        var all = new LinkedHashSet<ZoneId>();
        BY_STATE.values().forEach(all::addAll);
        return List.copyOf(all);
    }

    private static Map<String, List<ZoneId>> load() {
        var states = new TreeMap<String, List<ZoneId>>();
        for (String row : text().lines().toList()) {
            if (!row.isBlank() && !row.startsWith("#")) {
                String[] words = row.strip().split(" ");
                var zones = new ArrayList<ZoneId>();
                for (int at = 1; at < words.length; at++) {
                    zones.add(ZoneId.of(words[at]));
                }
                states.put(words[0], List.copyOf(zones));
            }
        }
        return states;
    }

    private static String text() {
        try (InputStream in = StateZones.class.getResourceAsStream("state-zones.txt")) {
            if (in == null) {
                throw new IllegalStateException("the bundle lacks its file state-zones.txt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("state-zones.txt cannot be read", failure);
        }
    }
}
