package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.InvalidSettings;

/** Settings of a practice that a typing error must not disable in silence. */
class IntakeSettingsTest {
    @TempDir Path scratch;

    @Test
    void key_that_nobody_reads_is_refused() {
        for (String key :
                List.of("zones", "place-of-services.AMB", "payers.60054.filing", "code-systems")) {
            var refused =
                    assertThrows(
                            InvalidSettings.class,
                            () -> IntakeSettings.of(new TestPractice(Map.of(key, "11"), scratch)),
                            key);
            assertEquals("MSO-2013", refused.problem().code());
            assertEquals("practice oak-street, settings.fhir." + key, refused.problem().path());
        }
    }
}
