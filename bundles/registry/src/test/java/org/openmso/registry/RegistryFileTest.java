package org.openmso.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openmso.api.InvalidRegistry;
import org.openmso.api.ManagementAgreement;
import org.openmso.api.MsoModel;
import org.openmso.api.Practice;
import org.openmso.api.Tier;
import org.openmso.api.host.NamedInput;
import org.openmso.api.registry.RegistrySnapshot;

/** Registry files through the contract: what is read, and where each fault is found. */
class RegistryFileTest {
    /** Sound; its lines are numbered by the tests below. */
    static final String SOUND =
            """
            {
              "$schema": "registry.schema.json",
              "tiers": [
                {
                  "id": "essential",
                  "name": "Essential",
                  "capabilities": ["fhir"]
                },
                {
                  "id": "complete",
                  "name": "Complete",
                  "capabilities": ["fhir", "billing"]
                }
              ],
              "practices": [
                {
                  "id": "oak-street",
                  "name": "Oak Street Family Practice",
                  "tier": "complete",
                  "agreement": {
                    "model": "service-only",
                    "state": "OH",
                    "from": "2026-02-28"
                  },
                  "settings": {
                    "billing": {
                      "submitter": { "id": "S1", "phone": 5550100 },
                      "usage": "T",
                      "payers.P1.allows-zero-charge": true,
                      "share": 0.50
                    }
                  }
                }
              ]
            }
            """;

    @TempDir Path root;

    static RegistrySnapshot read(byte[] content) {
        return new JsonRegistry().read(NamedInput.of("registry.json", content));
    }

    static RegistrySnapshot read(String json) {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSoundFileIsReadWhole() {
        RegistrySnapshot registry = read(SOUND);
        assertEquals(
                List.of(
                        new Tier("essential", "Essential", Set.of("fhir")),
                        new Tier("complete", "Complete", Set.of("fhir", "billing"))),
                new ArrayList<>(registry.tiers()));
        assertEquals(
                new Practice(
                        "oak-street",
                        "Oak Street Family Practice",
                        "complete",
                        new ManagementAgreement(
                                MsoModel.SERVICE_ONLY, "OH", LocalDate.of(2026, 2, 28)),
                        Map.of(
                                "billing",
                                Map.of(
                                        "submitter.id", "S1",
                                        "submitter.phone", "5550100",
                                        "usage", "T",
                                        "payers.P1.allows-zero-charge", "true",
                                        "share", "0.50"))),
                registry.practice("oak-street").orElseThrow());
    }

    @Test
    void everyModelOfAnMsoIsReadByItsName() {
        for (MsoModel model : MsoModel.values()) {
            var registry = read(SOUND.replace("service-only", model.label()));
            assertEquals(model, registry.practices().iterator().next().agreement().model());
        }
    }

    @Test
    void tiersMayComeAfterPractices() {
        int practices = SOUND.indexOf("  \"practices\"");
        int tiers = SOUND.indexOf("  \"tiers\"");
        String turned =
                "{\n"
                        + SOUND.substring(practices, SOUND.lastIndexOf('}')).stripTrailing()
                        + ",\n"
                        + SOUND.substring(tiers, practices).stripTrailing().replaceFirst(",$", "")
                        + "\n}";
        assertEquals(2, read(turned).tiers().size());
        assertEquals("complete", read(turned).practice("oak-street").orElseThrow().tier());
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertEquals(1, read("\ufeff" + SOUND).practices().size());
    }

    @Test
    void aFileWithoutPracticesIsARegistry() {
        assertEquals(0, read("{\"tiers\": [], \"practices\": []}").practices().size());
    }

    @Test
    void tenThousandPracticesAreRead() {
        var json = new StringBuilder("{\"practices\": [");
        for (int i = 0; i < 10_000; i++) {
            json.append(i == 0 ? "" : ",\n")
                    .append("{\"id\": \"practice-")
                    .append(i)
                    .append("\", \"name\": \"Practice\", \"tier\": \"plus\", \"agreement\":")
                    .append(" {\"model\": \"service-only\", \"state\": \"OH\",")
                    .append(" \"from\": \"2026-01-01\"}}");
        }
        json.append(
                "], \"tiers\": [{\"id\": \"plus\", \"name\": \"Plus\", \"capabilities\": []}]}");
        RegistrySnapshot registry = read(json.toString());
        assertEquals(10_000, registry.practices().size());
        assertEquals("plus", registry.practice("practice-9999").orElseThrow().tier());
    }

    @Test
    void theInputIsClosedAlsoWhenItIsBroken() {
        for (String json : List.of(SOUND, "{")) {
            var closed = new AtomicBoolean();
            var bytes = new java.io.ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
            NamedInput input =
                    NamedInput.of(
                            "registry.json",
                            () ->
                                    new java.io.FilterInputStream(bytes) {
                                        @Override
                                        public void close() {
                                            closed.set(true);
                                        }
                                    });
            if (json.equals(SOUND)) {
                assertEquals(1, new JsonRegistry().read(input).practices().size());
            } else {
                assertThrows(InvalidRegistry.class, () -> new JsonRegistry().read(input));
            }
            assertTrue(closed.get());
        }
    }

    @Test
    void aFileThatIsNotThereIsUnreadable() {
        Path missing = root.resolve("registry.json");
        var invalid =
                assertThrows(
                        InvalidRegistry.class,
                        () -> new JsonRegistry().read(NamedInput.of(missing)));
        assertEquals("MSO-1101", invalid.code());
        assertEquals(missing.toString(), invalid.problem().path());
        assertTrue(invalid.problem().message().contains("there is no such file"));
    }

    @Test
    void aDiskThatFailsHalfWayIsUnreadable() {
        NamedInput failing =
                NamedInput.of(
                        "registry.json",
                        () ->
                                new InputStream() {
                                    private final byte[] start = "{\"tiers\": [".getBytes();
                                    private int at;

                                    @Override
                                    public int read() throws IOException {
                                        if (at == start.length) {
                                            throw new IOException("disk");
                                        }
                                        return start[at++];
                                    }

                                    @Override
                                    public int read(byte[] b, int off, int len) throws IOException {
                                        b[off] = (byte) read();
                                        return 1;
                                    }
                                });
        var invalid = assertThrows(InvalidRegistry.class, () -> new JsonRegistry().read(failing));
        assertEquals("MSO-1101", invalid.code());
    }

    /** Each fault: what stands in the sound file, what stands there instead, and what is said. */
    @ParameterizedTest(name = "{2} at {3}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"id\": \"essential\", | \"id\": essential, | MSO-1102 | line 5, tiers[0]",
                "\"name\": \"Essential\", | \"name\": \"Essen\\qtial\", | MSO-1102 | line 6, tiers[0].name",
                "\"tier\": \"complete\", | \"tier\": \"complete\" | MSO-1102 | line 20, practices[0]",
                "\"name\": \"Essential\", | `` | MSO-1103 | line 8, tiers[0]",
                "\"tier\": \"complete\", | `` | MSO-1103 | line 33, practices[0]",
                "\"state\": \"OH\", | `` | MSO-1103 | line 24, practices[0].agreement",
                "\"$schema\" | \"schema\" | MSO-1104 | line 2, schema",
                "\"name\": \"Complete\" | \"title\": \"Complete\" | MSO-1104 | line 11, tiers[1].title",
                "\"tier\": \"complete\" | \"teir\": \"complete\" | MSO-1104 | line 19, practices[0].teir",
                "\"from\" | \"since\" | MSO-1104 | line 23, practices[0].agreement.since",
                "\"essential\" | \"Essential\" | MSO-1105 | line 5, tiers[0].id",
                "\"essential\" | 7 | MSO-1105 | line 5, tiers[0].id",
                "\"Essential\" | \" \" | MSO-1105 | line 6, tiers[0].name",
                "[\"fhir\"] | \"fhir\" | MSO-1105 | line 7, tiers[0].capabilities",
                "[\"fhir\"] | [\"fhir\", null] | MSO-1105 | line 7, tiers[0].capabilities[1]",
                "\"service-only\" | \"service only\" | MSO-1105 | line 21, practices[0].agreement.model",
                "\"OH\" | \"Ohio\" | MSO-1105 | line 22, practices[0].agreement.state",
                "\"OH\" | \"XX\" | MSO-1105 | line 22, practices[0].agreement.state",
                "\"OH\" | \"oh\" | MSO-1105 | line 22, practices[0].agreement.state",
                "2026-02-28 | 2026-02-29 | MSO-1105 | line 23, practices[0].agreement.from",
                "2026-02-28 | 28.02.2026 | MSO-1105 | line 23, practices[0].agreement.from",
                "\"usage\": \"T\" | \"usage\": null | MSO-1105 | line 28, practices[0].settings.billing.usage",
                "\"usage\": \"T\" | \"usage\": [] | MSO-1105 | line 28, practices[0].settings.billing.usage",
                "\"usage\": \"T\" | \"\": \"T\" | MSO-1105 | line 28, practices[0].settings.billing",
                "\"billing\": { | \"Billing\": { | MSO-1105 | line 26, practices[0].settings.Billing",
                "[\"fhir\"] | [\"fhir\", \"fhir\"] | MSO-1106 | line 7, tiers[0].capabilities[1]",
                "\"complete\", | \"essential\", | MSO-1106 | line 9, tiers[1]",
                "\"name\": \"Essential\" | \"id\": \"essential\" | MSO-1106 | line 6, tiers[0]",
                "\"usage\" | \"submitter.id\" | MSO-1106 | line 28, practices[0].settings.billing.submitter.id",
                "\"tier\": \"complete\" | \"tier\": \"compleat\" | MSO-1107 | line 19, practices[0].tier",
            })
    void aFaultIsNamedWithItsLineAndField(String sound, String broken, String code, String place) {
        String json = SOUND.replaceFirst(java.util.regex.Pattern.quote(sound), quote(broken));
        var invalid = assertThrows(InvalidRegistry.class, () -> read(json));
        assertEquals(code, invalid.code(), invalid::getMessage);
        assertEquals("registry.json " + place, invalid.problem().path(), invalid::getMessage);
    }

    private static String quote(String replacement) {
        return java.util.regex.Matcher.quoteReplacement(replacement == null ? "" : replacement);
    }

    @Test
    void aPracticeThatIsThereTwiceIsNamedWhereTheSecondBegins() {
        int from = SOUND.indexOf("    {\n      \"id\": \"oak-street\"");
        int to = SOUND.indexOf("  ]\n}", from);
        String practice = SOUND.substring(from, to).stripTrailing();
        var invalid =
                assertThrows(
                        InvalidRegistry.class,
                        () -> read(SOUND.replace(practice, practice + ",\n" + practice)));
        assertEquals("MSO-1106", invalid.code());
        assertEquals("registry.json line 34, practices[1]", invalid.problem().path());
        assertTrue(invalid.problem().message().contains("oak-street"));
    }

    @Test
    void anUnknownTierNamesThoseThatThereAre() {
        var invalid =
                assertThrows(
                        InvalidRegistry.class,
                        () -> read(SOUND.replace("\"tier\": \"complete\"", "\"tier\": \"x\"")));
        assertTrue(
                invalid.problem().message().contains("the file has essential, complete"),
                invalid::getMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "[]", "7", "\"text\"", "null", "{} {}", "<xml/>"})
    void whatIsNoRegistryIsRefused(String text) {
        String code = assertThrows(InvalidRegistry.class, () -> read(text)).code();
        assertTrue(Set.of("MSO-1102", "MSO-1103", "MSO-1105").contains(code), code);
    }

    @Test
    void somethingBehindTheRegistryIsRefusedAtItsLine() {
        var invalid = assertThrows(InvalidRegistry.class, () -> read(SOUND + "{}"));
        assertEquals("MSO-1102", invalid.code());
        assertEquals("registry.json line 36", invalid.problem().path());
    }

    @Test
    void nestingBeyondTwentyLevelsIsRefused() {
        for (String deep : List.of("{\"a\":".repeat(100_000), "[".repeat(100_000))) {
            String json = SOUND.replace("\"usage\": \"T\"", "\"usage\": " + deep);
            String code = assertThrows(InvalidRegistry.class, () -> read(json)).code();
            assertTrue(Set.of("MSO-1105", "MSO-1108").contains(code), code);
        }
        String thirteenMore = "{\"a\":".repeat(13) + "1" + "}".repeat(13);
        assertEquals(
                1, read(SOUND.replace("\"T\"", thirteenMore)).practices().size(), "well within");
        String sixteenMore = "{\"a\":".repeat(16) + "1" + "}".repeat(16);
        assertEquals(
                "MSO-1108",
                assertThrows(InvalidRegistry.class, () -> read(SOUND.replace("\"T\"", sixteenMore)))
                        .code());
    }

    @Test
    void aTextOfMoreThanTenThousandCharactersIsRefused() {
        for (String place : List.of("Essential", "\"S1\"", "T")) {
            String json = SOUND.replace(place, place.replaceFirst("[SET]", "x".repeat(20_000)));
            var invalid = assertThrows(InvalidRegistry.class, () -> read(json));
            assertEquals("MSO-1108", invalid.code(), invalid::getMessage);
        }
    }

    @Test
    void aNumberOfAThousandAndMoreDigitsIsRefused() {
        String json = SOUND.replace("5550100", "5".repeat(20_000));
        assertEquals("MSO-1108", assertThrows(InvalidRegistry.class, () -> read(json)).code());
    }

    @Test
    void aFileThatEndsAtAnyByteIsRefusedAsInvalid() {
        byte[] whole = SOUND.stripTrailing().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            int end = length;
            var invalid =
                    assertThrows(InvalidRegistry.class, () -> read(part), () -> "at byte " + end);
            assertEquals("MSO-1102", invalid.code(), () -> "at byte " + end);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedAsInvalid() throws IOException {
        byte[] whole = SOUND.getBytes(StandardCharsets.UTF_8);
        int at = SOUND.indexOf("Essential");
        for (byte[] bad :
                List.of(
                        new byte[] {(byte) 0xff},
                        new byte[] {(byte) 0xc3, '('},
                        new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80, (byte) 0x80},
                        new byte[] {(byte) 0xf8, (byte) 0x88, (byte) 0x80, (byte) 0x80})) {
            var broken = new ByteArrayOutputStream();
            broken.write(whole, 0, at);
            broken.write(bad);
            broken.write(whole, at, whole.length - at);
            byte[] file = broken.toByteArray();
            var invalid = assertThrows(InvalidRegistry.class, () -> read(file));
            assertEquals("MSO-1102", invalid.code(), invalid::getMessage);
        }
    }

    @Test
    void whateverTheBytesAreTheAnswerIsARegistryOrInvalidRegistry() {
        var random = new Random(2026);
        byte[] whole = SOUND.getBytes(StandardCharsets.UTF_8);
        int invalid = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = whole.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                assertTrue(read(changed).tiers().size() <= 2);
            } catch (InvalidRegistry e) {
                assertTrue(e.code().matches("MSO-110[2-8]"), e::getMessage);
                invalid++;
            }
        }
        assertTrue(invalid > 1_000);
    }

    @Test
    void aDirectoryOrAMissingFileIsRefusedInWords() {
        String missing = unreadable(root.resolve("none.json"));
        assertTrue(missing.endsWith(": there is no such file."), missing);
        String directory = unreadable(root);
        assertTrue(directory.matches("The registry file cannot be read: .*[a-z]\\."), directory);
        assertTrue(!directory.contains("Exception"), directory);
    }

    private static String unreadable(Path file) {
        var invalid =
                assertThrows(
                        InvalidRegistry.class, () -> new JsonRegistry().read(NamedInput.of(file)));
        assertEquals("MSO-1101", invalid.code());
        return invalid.problem().message();
    }

    @Test
    void aMessageShowsNoSettingsValue() {
        String json = SOUND.replace("\"S1\"", "[\"secret-17\"]");
        var invalid = assertThrows(InvalidRegistry.class, () -> read(json));
        assertTrue(!invalid.getMessage().contains("secret-17"), invalid::getMessage);
    }
}
