package org.openmso.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.openmso.api.InvalidRegistry;

/**
 * The schema that editors use and the reader judge alike. What a schema cannot say is left to the
 * reader: ids that occur twice (MSO-1106) and tiers that are not there (MSO-1107).
 */
class RegistrySchemaTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final JsonSchema SCHEMA = schema();

    private static JsonSchema schema() {
        try (var in = JsonRegistry.class.getResourceAsStream("registry.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            in,
                            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Example
    void theSoundFileIsSoundForBoth() throws IOException {
        JsonNode sound = JSON.readTree(RegistryFileTest.SOUND);
        assertEquals(Set.of(), SCHEMA.validate(sound));
        assertEquals("sound", verdict(sound));
    }

    @Property(tries = 4000, seed = "20261124")
    void aChangedFileGetsTheSameVerdictFromBoth(@ForAll("changes") List<Change> changes)
            throws IOException {
        JsonNode changed = JSON.readTree(RegistryFileTest.SOUND);
        for (Change change : changes) {
            change.apply(changed);
        }
        String reader = verdict(changed);
        boolean onlyTheReaderCanTell = Set.of("MSO-1106", "MSO-1107").contains(reader);
        if (!onlyTheReaderCanTell) {
            var faults = SCHEMA.validate(changed);
            assertEquals(
                    reader.equals("sound"),
                    faults.isEmpty(),
                    () -> reader + " but " + faults + " of " + changed);
        }
    }

    @Example
    void bothVerdictsOccurAmongTheChanges() throws IOException {
        int sound = 0;
        int broken = 0;
        for (Change change : List.of(new Change(3, 0, "oak"), new Change(9, 1, "x"))) {
            JsonNode changed = JSON.readTree(RegistryFileTest.SOUND);
            for (int place = 0; place < 30; place++) {
                new Change(place, change.kind, change.value).apply(changed);
                if (verdict(changed).equals("sound")) {
                    sound++;
                } else {
                    broken++;
                }
                changed = JSON.readTree(RegistryFileTest.SOUND);
            }
        }
        assertTrue(sound > 0 && broken > 0, sound + " sound, " + broken + " broken");
    }

    @Example
    void bothKnowTheSameStates() throws IOException {
        var known = new TreeSet<String>();
        for (char first = 'A'; first <= 'Z'; first++) {
            for (char second = 'A'; second <= 'Z'; second++) {
                String state = "" + first + second;
                JsonNode json =
                        JSON.readTree(RegistryFileTest.SOUND.replace("\"OH\"", '"' + state + '"'));
                boolean sound = verdict(json).equals("sound");
                assertEquals(sound, SCHEMA.validate(json).isEmpty(), state);
                if (sound) {
                    known.add(state);
                }
            }
        }
        assertEquals(56, known.size(), "50 states, DC, 5 territories");
        assertTrue(known.containsAll(Set.of("OH", "DC", "PR")), known::toString);
        assertTrue(Collections.disjoint(known, Set.of("XX", "AE", "FM", "UK")), known::toString);
    }

    private static String verdict(JsonNode json) throws IOException {
        try {
            RegistryFileTest.read(JSON.writeValueAsBytes(json));
            return "sound";
        } catch (InvalidRegistry e) {
            return e.code();
        }
    }

    /**
     * A change at one place.
     *
     * @param place which of the document's containers, counted from the top
     * @param kind what is done there
     * @param value JSON, or a name
     */
    record Change(int place, int kind, String value) {
        void apply(JsonNode root) {
            var containers = new ArrayList<ContainerNode<?>>();
            collect(root, containers);
            ContainerNode<?> container = containers.get(place % containers.size());
            if (container instanceof ObjectNode object) {
                change(object);
            } else if (container instanceof ArrayNode array) {
                change(array);
            }
        }

        private void change(ObjectNode object) {
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() ? "id" : names.get(kind % names.size());
            switch (kind % 4) {
                case 0 -> object.set(name, node());
                case 1 -> object.remove(name);
                case 2 -> object.set(value, node());
                default -> {
                    JsonNode moved = object.remove(name);
                    object.set(value, moved == null ? node() : moved);
                }
            }
        }

        private void change(ArrayNode array) {
            switch (kind % 3) {
                case 0 -> array.add(node());
                case 1 -> array.removeAll();
                default -> {
                    if (!array.isEmpty()) {
                        array.set(0, node());
                    }
                }
            }
        }

        private JsonNode node() {
            try {
                return JSON.readTree(value);
            } catch (IOException e) {
                return JSON.getNodeFactory().textNode(value);
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
                                "null",
                                "true",
                                "1",
                                "-0.5",
                                "1e400",
                                "[]",
                                "{}",
                                "\"\"",
                                "\" \"",
                                "\"\\t\"",
                                "\"\\u001c\"",
                                "\"\\u00a0\\ufeff\"",
                                "[[]]",
                                "{\"a\":{\"b\":\"c\"}}",
                                "{\"a\":null}",
                                "{\"\":1}",
                                "{\" \":1}",
                                "{\"a\":[1]}",
                                "[\"fhir\"]",
                                "[1]"),
                        Arbitraries.of(
                                "id",
                                "name",
                                "tier",
                                "capabilities",
                                "agreement",
                                "settings",
                                "model",
                                "state",
                                "from",
                                "tiers",
                                "practices",
                                "$schema",
                                "essential",
                                "complete",
                                "oak-street",
                                "fhir",
                                "billing"),
                        Arbitraries.of(
                                "service-only",
                                "equity-partnership",
                                "employment-plus",
                                "OH",
                                "oh",
                                "OH\n",
                                "O",
                                "OHI",
                                "XX",
                                "AE",
                                "2026-02-28",
                                "2026-02-30",
                                "2024-02-29",
                                "2026-2-8",
                                "2026-02-28T00:00",
                                "02/28/2026",
                                "2026-13-01"),
                        Arbitraries.of(
                                "-oak",
                                "oak-",
                                "Oak",
                                "oak street",
                                "oak\n",
                                "x".repeat(63),
                                "x".repeat(64),
                                "0",
                                "a.b",
                                "",
                                " "),
                        // The validator takes a field named # for a reference of its own.
                        Arbitraries.strings().ascii().excludeChars('#').ofMaxLength(5));
        Arbitrary<Change> change =
                Combinators.combine(
                                Arbitraries.integers().between(0, 30),
                                Arbitraries.integers().between(0, 11),
                                values)
                        .as(Change::new);
        return change.list().ofMinSize(1).ofMaxSize(2);
    }
}
