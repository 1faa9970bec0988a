package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openmso.api.InvalidSettings;

/** Settings of a practice that are missing or wrong are refused by their key. */
class SettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "submitter.name",
                "submitter.id",
                "submitter.contact",
                "submitter.phone",
                "receiver.name",
                "receiver.id",
                "usage"
            })
    void a_batch_without_a_setting_is_refused_and_the_key_named(String key) {
        refused(new FakePractice().without(key), key);
        refused(new FakePractice().with(key, " "), key);
    }

    @ParameterizedTest
    @CsvSource({
        "submitter.id,S",
        "submitter.id,SUBMITTER0000001",
        "submitter.id,submit01",
        "receiver.id,PAY*01",
        "receiver.id,'PAYER01 '",
        "submitter.phone,555-0100",
        "submitter.phone,555555010x",
        "submitter.name,'Caf\u00E9'",
        "usage,t",
        "payers.PAYER01.accepts-replacement,yes",
        "payers.PAYER01.acceptsReplacement,true",
        "payers..allows-zero-charge,true",
        "payers.allows-zero-charge,true",
        "submiter.name,Oak Street",
        "foo,bar"
    })
    void a_batch_with_a_wrong_setting_is_refused_and_the_key_named(String key, String value) {
        refused(new FakePractice().with(key, value), key);
    }

    @Test
    void a_scrub_needs_no_settings_but_right_flags_of_payers() {
        var practice = new FakePractice();
        FakePractice.SETTINGS.keySet().forEach(practice::without);
        assertEquals(List.of(), practice.billing().scrub(MadeUp.officeVisit()));

        var wrong = new FakePractice().with("payers.X.allows-zero-charge", "no").billing();
        var refusal = assertThrows(InvalidSettings.class, () -> wrong.scrub(MadeUp.officeVisit()));
        assertEquals("MSO-3101", refusal.code());
    }

    @Test
    void ids_of_two_and_of_fifteen_characters_fill_the_isa_segment_to_106_bytes() {
        for (String id : List.of("AB", "ABCDEFGHIJKLMNO")) {
            var target = new MemoryTarget();
            new FakePractice()
                    .with("submitter.id", id)
                    .with("receiver.id", id)
                    .billing()
                    .prepare(
                            sink -> sink.claim(MadeUp.officeVisit(), List.of()),
                            target,
                            outcome -> {});
            assertEquals('~', target.text().charAt(105));
            assertTrue(target.text().startsWith("\nGS", 106));
        }
    }

    @Test
    void a_payer_id_with_dots_may_have_flags() {
        var billing = new FakePractice().with("payers.A.B.allows-zero-charge", "true").billing();
        assertEquals(List.of(), billing.scrub(MadeUp.officeVisit()));
    }

    private static void refused(FakePractice practice, String key) {
        var target = new MemoryTarget();
        var refusal =
                assertThrows(
                        InvalidSettings.class,
                        () ->
                                practice.billing()
                                        .prepare(
                                                sink -> sink.claim(MadeUp.officeVisit(), List.of()),
                                                target,
                                                outcome -> {}));
        assertEquals("MSO-3101", refusal.code());
        assertEquals("practice oak-street, settings.billing." + key, refusal.problem().path());
        assertTrue(refusal.problem().message().contains(key));
        assertEquals(0, target.created.get());
    }
}
