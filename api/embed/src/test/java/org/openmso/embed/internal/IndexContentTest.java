package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.openmso.api.Problem;
import org.openmso.embed.BundleIndex;
import org.openmso.embed.internal.IndexContent.Listed;

/** What an index says, and what it must not; the schema and the reader judge alike. */
class IndexContentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA = schema();

    static final String SOUND =
            """
            {
              "$schema": "index.schema.json",
              "format": 1,
              "publisher": "Made Up Bundles, Ltd.",
              "sequence": 12,
              "issuedAt": "2026-11-01T08:00:00Z",
              "expiresAt": "2026-12-01T08:00:00Z",
              "bundles": [
                {
                  "name": "org.acme.coding",
                  "version": "1.2.0.b_7-x",
                  "jar": "2026/coding-1.2.0.jar",
                  "size": 24000000,
                  "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                  "java": 17,
                  "capabilities": [
                    {"contract": "org.openmso.api.coding.Coding", "versions": "[1.2,2)"},
                    {"contract": "org.openmso.api.fhir.FhirIntake", "versions": "1"}
                  ]
                },
                {
                  "name": "org.acme.coding",
                  "version": "1.10",
                  "jar": "coding.jar",
                  "size": 1,
                  "sha256": "0000000000000000000000000000000000000000000000000000000000000000",
                  "java": 999,
                  "capabilities": [{"contract": "org.openmso.api.coding.Coding", "versions": "(1,2]"}]
                }
              ]
            }
            """;

    private static JsonSchema schema() {
        try (var in = BundleIndex.class.getResourceAsStream("index.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            in,
                            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IndexContent read(String json) throws Refusal {
        return IndexContent.of("index.jar", json.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String from, String to, String words) {
        String json = SOUND.replace(from, to);
        Problem problem = assertThrows(Refusal.class, () -> read(json), to).problem();
        assertEquals("MSO-1057", problem.code(), problem::toString);
        assertEquals("index.jar", problem.path());
        assertTrue(problem.message().endsWith(" " + words), problem::toString);
    }

    @Example
    void aSoundIndexSaysWhatItOffers() throws Refusal {
        assertEquals(Set.of(), SCHEMA.validate(tree(SOUND)));
        IndexContent content = read(SOUND);
        assertEquals("Made Up Bundles, Ltd.", content.publisher());
        assertEquals(12, content.sequence());
        assertEquals(Instant.parse("2026-11-01T08:00:00Z"), content.issuedAt());
        assertEquals(Optional.of(Instant.parse("2026-12-01T08:00:00Z")), content.expiresAt());
        assertEquals(
                List.of("org.acme.coding 1.10.0", "org.acme.coding 1.2.0.b_7-x"),
                content.versionsOf("org.acme.coding").stream().map(Listed::shown).toList());
        Listed coding = content.bundles().get(0);
        assertEquals(24_000_000, coding.size());
        assertEquals(17, coding.java());
        assertEquals("org.openmso.api.coding", coding.capabilities().get(0).contractPackage());
        assertEquals("[1.2.0,2.0.0)", coding.capabilities().get(0).versions().toString());
    }

    @Example
    void whatIsWrongIsToldWithItsPlace() {
        refused("\"format\": 1,", "", "format is missing.");
        refused("\"sequence\": 12", "\"sequence\": \"12\"", number("sequence", 9007199254740991L));
        refused("\"sequence\": 12", "\"sequence\": 0", number("sequence", 9007199254740991L));
        refused("2026-12-01T", "2026-11-01T", "expiresAt is not after issuedAt.");
        refused("2026-12-01T", "2026-02-30T", "expiresAt is no time.");
        refused("2026-12-01T08:00:00Z", "2026-12-01", "expiresAt is not of its form.");
        refused("\"size\": 1,", "\"size\": 536870913,", number("bundles[1].size", 536870912));
        refused("\"java\": 999,", "\"java\": 1000,", number("bundles[1].java", 999));
        refused(
                "\"size\": 1,",
                "\"size\": 1, \"url\": 2,",
                "bundles[1].url is no field of this format.");
        refused("\"format\": 1", "\"format\": 1, \"a\\nb\": 2", "a?b is no field of this format.");
        refused("\"1.10\"", "\"1.2.0.b_7-x\"", "bundles has org.acme.coding 1.2.0.b_7-x twice.");
        refused(
                "fhir.FhirIntake",
                "coding.Coding",
                "bundles[0].capabilities has a contract twice.");
        refused(
                "\"(1,2]\"",
                "\"(2,1]\"",
                "bundles[1].capabilities[0].versions is a range without versions.");
        refused("\"bundles\": [", "\"bundles\": [7,", "bundles[0] is no object.");
        refused(SOUND, "[]", "It is no object.");
        refused(SOUND, "{", "In line 1, column 2, it ends too early.");
    }

    private static String number(String place, long most) {
        return place + " is no whole number from 1 to " + most + ".";
    }

    @Example
    void aJarLiesInTheIndexsFolderOrBelow() {
        for (String elsewhere :
                List.of(
                        "../coding.jar",
                        "a/../../coding.jar",
                        "./coding.jar",
                        "a/./coding.jar",
                        "a//coding.jar",
                        "/coding.jar",
                        "//elsewhere.example/coding.jar",
                        "https://elsewhere.example/coding.jar",
                        "https:coding.jar",
                        "C:coding.jar",
                        "..\\\\coding.jar",
                        "%2e%2e/coding.jar",
                        "coding.jar?x",
                        "coding.jar#x",
                        "@coding.jar",
                        ".hidden/coding.jar",
                        "a b.jar",
                        "coding.jar\\n",
                        "",
                        "a/".repeat(150) + "b")) {
            refused("\"coding.jar\"", '"' + elsewhere + '"', "bundles[1].jar is not of its form.");
        }
    }

    @Example
    void aLaterFormatIsToldAsSuchWhateverElseItHas() {
        String json = SOUND.replace("\"format\": 1", "\"format\": 2, \"mirrors\": []");
        Problem problem = assertThrows(Refusal.class, () -> read(json)).problem();
        assertEquals("MSO-1058", problem.code());
        assertTrue(problem.message().endsWith("It is of format 2."), problem::toString);
    }

    @Property(tries = 4000, seed = "20261124")
    void aChangedIndexGetsTheSameVerdictFromSchemaAndReader(
            @ForAll("changes") List<Change> changes) {
        JsonNode changed = tree(SOUND);
        for (Change change : changes) {
            change.apply(changed);
        }
        String verdict = verdict(changed.toString());
        // What a schema cannot say.
        if (!verdict.matches(".*( twice| after issuedAt| a range without versions)\\.")) {
            var faults = SCHEMA.validate(changed);
            assertEquals(
                    verdict.equals("sound"),
                    faults.isEmpty(),
                    () -> verdict + " but " + faults + " of " + changed);
        }
    }

    private static String verdict(String json) {
        try {
            read(json);
            return "sound";
        } catch (Refusal e) {
            return e.problem().message();
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A change at one place.
     *
     * @param place which of the document's objects and lists, counted from the top
     * @param field which of its fields or items
     * @param kind what is done there
     * @param value JSON
     */
    record Change(int place, int field, int kind, String value) {
        void apply(JsonNode root) {
            var containers = new ArrayList<ContainerNode<?>>();
            collect(root, containers);
            ContainerNode<?> container = containers.get(place % containers.size());
            if (container instanceof ObjectNode object) {
                var names = new ArrayList<String>();
                object.fieldNames().forEachRemaining(names::add);
                String name = names.isEmpty() ? "name" : names.get(field % names.size());
                switch (kind % 8) {
                    case 0 -> object.remove(name);
                    case 1 -> object.set("other", tree(value));
                    default -> object.set(name, tree(value));
                }
            } else if (container instanceof ArrayNode array) {
                switch (kind % 3) {
                    case 0 -> array.add(tree(value));
                    case 1 -> array.removeAll();
                    default -> array.insert(0, tree(value));
                }
            }
        }

        private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
            if (node instanceof ContainerNode<?> container) {
                containers.add(container);
                node.forEach(child -> collect(child, containers));
            }
        }
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<String> values =
                Arbitraries.oneOf(
                        Arbitraries.of(
                                "true",
                                "1",
                                "0",
                                "-1",
                                "999",
                                "1000",
                                "536870912",
                                "536870913",
                                "9007199254740991",
                                "9007199254740992",
                                "[]",
                                "{}",
                                "\"\"",
                                "\" \"",
                                "\"a \"",
                                "\"a\\n\"",
                                "\"a b\"",
                                "\"\\u202ea\"",
                                "\"\\u00a0\"",
                                "\"é\"",
                                "\"1.2.3\"",
                                "\"1.2.3.4.5\"",
                                "\"01\"",
                                "\"1234567890\"",
                                "\"[1,2)\"",
                                "\"[1,2\"",
                                "\"[1, 2)\"",
                                "\"a.b\"",
                                "\"a..b\"",
                                "\".a\"",
                                "\"a/b.jar\"",
                                "\"a/../b\"",
                                "\"2026-12-31T23:59:59Z\"",
                                "\"2026-12-31T23:59:60Z\"",
                                "\"2026-13-31T23:59:59Z\"",
                                "\"2026-12-31T23:59:59+01:00\""),
                        Arbitraries.integers()
                                .between(98, 302)
                                .map(length -> '"' + "a".repeat(length) + '"'),
                        Arbitraries.strings()
                                .withChars("abz019.,-_/[)( ")
                                .ofMaxLength(8)
                                .map(text -> '"' + text + '"'));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 23),
                        values)
                .as(Change::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(2);
    }
}
