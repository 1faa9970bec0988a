package org.openmso.billing;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import org.openmso.api.InvalidSettings;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.spi.PracticeContext;

/**
 * What a practice has set for this capability, and how to say which setting of which practice is
 * wrong.
 *
 * @param practice the practice's id
 * @param values keys of capability billing and their values
 */
record PracticeSettings(String practice, Map<String, String> values) {
    private static final String ZONE = "zone";

    /** Copies the values. */
    PracticeSettings {
        values = Map.copyOf(values);
    }

    static PracticeSettings of(PracticeContext practice) {
        return new PracticeSettings(practice.practice().id(), practice.settings());
    }

    /**
     * What time it is where the practice is. Intake puts services on days by the setting {@code
     * zone} of capability fhir, otherwise by the zone of the host's clock; whether such a day is in
     * the future, or too long ago, must be judged by the same zone.
     *
     * @throws InvalidSettings (MSO-3101) if the zone is not known
     */
    static LocalDateTime now(PracticeContext practice) {
        Clock clock = practice.clock();
        Map<String, String> intake = practice.practice().settings(FhirIntake.CAPABILITY);
        if (!intake.containsKey(ZONE)) {
            return LocalDateTime.now(clock);
        }
        try {
            return LocalDateTime.ofInstant(clock.instant(), ZoneId.of(intake.get(ZONE).strip()));
        } catch (DateTimeException unknown) {
            throw wrong(
                    practice.practice().id(),
                    FhirIntake.CAPABILITY + "." + ZONE,
                    "is not a time zone, for example America/Chicago");
        }
    }

    /** A value that must be there. */
    String required(String key) {
        String value = values.getOrDefault(key, "");
        if (value.isBlank()) {
            throw wrong(key, "is missing");
        }
        return value;
    }

    /**
     * The refusal of a key.
     *
     * @param cause goes on after "Setting KEY"
     */
    InvalidSettings wrong(String key, String cause) {
        return wrong(practice, "billing." + key, cause);
    }

    private static InvalidSettings wrong(String practice, String key, String cause) {
        return new InvalidSettings(
                Reason.SETTINGS.at(
                        "practice " + practice + ", settings." + key,
                        "Setting " + key + " " + cause + "."));
    }
}
