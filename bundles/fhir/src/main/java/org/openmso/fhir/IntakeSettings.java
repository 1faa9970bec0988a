package org.openmso.fhir;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openmso.api.InvalidSettings;
import org.openmso.api.spi.PracticeContext;

/**
 * What a practice has set for this capability; {@link org.openmso.api.fhir.FhirIntake} names the
 * keys.
 *
 * @param practice the practice's id
 * @param zone in which times become days
 * @param zoneStated whether the practice has set it; else it is the clock's
 * @param icd10 further system URIs of ICD-10-CM
 * @param placesOfService place of service by Encounter class
 * @param filingIndicators SBR09 by payer id
 */
record IntakeSettings(
        String practice,
        ZoneId zone,
        boolean zoneStated,
        Set<String> icd10,
        Map<String, String> placesOfService,
        Map<String, String> filingIndicators) {
    private static final String ZONE = "zone";
    private static final String ALIASES = "code-systems.icd-10-cm";
    private static final String PLACES = "place-of-service.";
    private static final String PAYERS = "payers.";
    private static final String INDICATOR = ".filing-indicator";

    /**
     * Reads them.
     *
     * @throws InvalidSettings (MSO-2013) if one cannot be used
     */
    static IntakeSettings of(PracticeContext practice) {
        Map<String, String> settings = practice.settings();
        String id = practice.practice().id();
        var places = new HashMap<String, String>();
        var indicators = new HashMap<String, String>();
        settings.forEach(
                (key, value) -> {
                    if (key.startsWith(PLACES)) {
                        places.put(key.substring(PLACES.length()), place(id, key, value));
                    } else if (key.startsWith(PAYERS) && key.endsWith(INDICATOR)) {
                        String payer =
                                key.substring(PAYERS.length(), key.length() - INDICATOR.length());
                        indicators.put(payer, value.strip());
                    } else if (!key.equals(ZONE) && !key.equals(ALIASES)) {
                        throw invalid(id, key, "There is no such setting.");
                    }
                });
        var aliases = new HashSet<String>();
        for (String alias : settings.getOrDefault(ALIASES, "").split(" ")) {
            if (!alias.isEmpty()) {
                aliases.add(alias);
            }
        }
        return new IntakeSettings(
                id,
                zone(id, settings, practice.clock().getZone()),
                settings.containsKey(ZONE),
                aliases,
                places,
                indicators);
    }

    /**
     * The day of a FHIR date or time; empty for a year or month alone.
     *
     * @throws DateTimeException if it is malformed
     */
    Optional<LocalDate> day(String text) {
        return Days.of(text, zone, zoneStated);
    }

    /** The place of service for an Encounter class. */
    Optional<String> placeOfService(String encounterClass) {
        return Optional.ofNullable(placesOfService.get(encounterClass));
    }

    private static String place(String practice, String key, String value) {
        String place = value.strip();
        if (place.length() != 2
                || !Character.isDigit(place.charAt(0))
                || !Character.isDigit(place.charAt(1))) {
            throw invalid(practice, key, "A place of service code is two digits.");
        }
        return place;
    }

    private static ZoneId zone(String practice, Map<String, String> settings, ZoneId otherwise) {
        if (!settings.containsKey(ZONE)) {
            return otherwise;
        }
        try {
            return ZoneId.of(settings.get(ZONE).strip());
        } catch (DateTimeException unknown) {
            throw invalid(
                    practice, ZONE, "The time zone is not known, for example America/Chicago.");
        }
    }

    private static InvalidSettings invalid(String practice, String key, String cause) {
        return new InvalidSettings(
                Reason.SETTINGS.at("practice " + practice + ", settings.fhir." + key, cause));
    }
}
