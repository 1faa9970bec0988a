package org.openmso.fhir;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openmso.api.InvalidSettings;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.spi.PracticeContext;

/**
 * What a practice has set for this capability; {@link org.openmso.api.fhir.FhirIntake} names the
 * keys.
 *
 * @param practice the practice's id
 * @param zones in which times become days: the one that the practice has set, else those of its
 *     state
 * @param zoneStated whether the practice has set it
 * @param icd10 further system URIs of ICD-10-CM
 * @param placesOfService place of service by Encounter class
 * @param filingIndicators SBR09 by payer id
 * @param agreed what the practice has signed with its patients and payers
 */
record IntakeSettings(
        String practice,
        List<ZoneId> zones,
        boolean zoneStated,
        Set<String> icd10,
        Map<String, String> placesOfService,
        Map<String, String> filingIndicators,
        Agreed agreed) {
    private static final String ZONE = "zone";
    private static final String ALIASES = "code-systems.icd-10-cm";
    private static final String PLACES = "place-of-service.";
    private static final String PAYERS = "payers.";
    private static final String INDICATOR = ".filing-indicator";
    private static final String ASSIGNMENT = "accepts-assignment";
    private static final String SIGNATURE = "signature-on-file";
    private static final String RELEASE = "release-of-information";
    private static final Set<String> OTHERS = Set.of(ZONE, ALIASES, ASSIGNMENT, SIGNATURE, RELEASE);

    /**
     * What FHIR has no element for.
     *
     * @param signatureOnFile CLM06
     * @param acceptsAssignment CLM07, of payers that have none of their own
     * @param acceptsAssignmentOf CLM07 by payer id
     * @param releaseOfInformation CLM09
     */
    record Agreed(
            boolean signatureOnFile,
            boolean acceptsAssignment,
            Map<String, Boolean> acceptsAssignmentOf,
            boolean releaseOfInformation) {
        void into(ProfessionalClaim.Builder builder, String payerId) {
            builder.signatureOnFile(signatureOnFile)
                    .acceptsAssignment(acceptsAssignmentOf.getOrDefault(payerId, acceptsAssignment))
                    .releaseOfInformation(releaseOfInformation);
        }
    }

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
        var assignments = new HashMap<String, Boolean>();
        settings.forEach(
                (key, value) -> {
                    if (key.startsWith(PLACES)) {
                        places.put(key.substring(PLACES.length()), place(id, key, value));
                    } else if (key.startsWith(PAYERS) && key.endsWith(INDICATOR)) {
                        String payer =
                                key.substring(PAYERS.length(), key.length() - INDICATOR.length());
                        indicators.put(payer, value.strip());
                    } else if (key.startsWith(PAYERS) && key.endsWith("." + ASSIGNMENT)) {
                        String payer =
                                key.substring(
                                        PAYERS.length(), key.length() - ASSIGNMENT.length() - 1);
                        assignments.put(payer, yes(id, key, value));
                    } else if (!OTHERS.contains(key)) {
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
                settings.containsKey(ZONE)
                        ? List.of(zone(id, settings.get(ZONE)))
                        : StateZones.of(practice.practice().agreement().state()),
                settings.containsKey(ZONE),
                aliases,
                places,
                indicators,
                new Agreed(
                        yes(id, SIGNATURE, settings.getOrDefault(SIGNATURE, "true")),
                        yes(id, ASSIGNMENT, settings.getOrDefault(ASSIGNMENT, "true")),
                        assignments,
                        yes(id, RELEASE, settings.getOrDefault(RELEASE, "true"))));
    }

    /**
     * The day of a FHIR date or time, or the days that it may be; empty for a year or month alone.
     *
     * @throws DateTimeException if it is malformed
     */
    Optional<Days> days(String text) {
        return Days.of(text, zones, zoneStated);
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

    private static boolean yes(String practice, String key, String value) {
        String word = value.strip();
        if (!word.equals("true") && !word.equals("false")) {
            throw invalid(practice, key, "It is true or false.");
        }
        return word.equals("true");
    }

    private static ZoneId zone(String practice, String value) {
        try {
            return ZoneId.of(value.strip());
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
