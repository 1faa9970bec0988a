package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The pass over a resource's bytes sees what a reader of everything sees. */
class LayoutTest {
    private static final Set<String> SHARED =
            Set.of("Organization", "Practitioner", "PractitionerRole", "Location");

    /** Put into a text, each breaks it, changes its meaning, or is only unusual. */
    private static final List<String> ODD =
            List.of(
                    "\"modifierExtension\":[{}],",
                    "\"modifierExtensio\\u006e\":[{}],",
                    "\"implicitRules\":\"urn:x\",",
                    "\"id\":\"twice\",",
                    "\"i\\u0064\":\"twice\",",
                    "\"text\":{\"div\":\"a\",\"div\":\"b\"},",
                    "\"text\":{\"div\":\"\\q\"},",
                    "\"text\":{\"div\":\"\\\\\",\"status\":\"\\\"\"},",
                    "\"text\":{\"div\":1,\"x\":[01]},",
                    "\"text\":{\"div\":\"\u00e9\u2028\"},",
                    "\"text\":{\"div\":\"\u0001\"},",
                    "\"text\":{\"modifierExtension\":\"x\"},",
                    "\"text\":\"x\",",
                    "\"text\":{},",
                    "\"contained\":[0,null,{\"resourceType\":\"Location\"}],",
                    "\"resourceType\":\"Location\",",
                    "\"x\":01,",
                    "\"x\":tru,",
                    "\"x\":\"\\u00e9\\\\\",",
                    "\"\":\"\",",
                    "{},",
                    ",",
                    "\"",
                    "\\",
                    "}",
                    "]",
                    "[",
                    "{",
                    " ",
                    "\u0000");

    private final Layout layout = new Layout(new SharedResources());

    private boolean isPlain(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return layout.read(bytes, 0, bytes.length, true);
    }

    @Property(tries = 1500, seed = "20261124")
    void what_is_plain_reads_as_a_reader_of_everything_reads_it(@ForAll Random random) {
        String whole = spaced(resource(random, "Claim", 0), random);
        var text = new StringBuilder(whole);
        for (int odd = random.nextInt(3); odd > 0; odd--) {
            String what = ODD.get(random.nextInt(ODD.size()));
            text.insert(afterBrace(text, random), what);
        }
        assertReadsAlike(text.toString().getBytes(StandardCharsets.UTF_8), random);
        assertTrue(isPlain(whole), whole);
    }

    @Property(tries = 1500, seed = "20261125")
    void what_is_damaged_anywhere_is_refused_by_both_or_neither(@ForAll Random random) {
        byte[] text = spaced(resource(random, "Claim", 0), random).getBytes(StandardCharsets.UTF_8);
        text[random.nextInt(text.length)] = (byte) random.nextInt(256);
        assertReadsAlike(Arrays.copyOf(text, text.length - random.nextInt(2)), random);
    }

    /** Reads a text in the midst of others, once anew and once with its parts known already. */
    private void assertReadsAlike(byte[] text, Random random) {
        var known = new SharedResources();
        for (int round = 0; round < 2; round++) {
            int from = random.nextInt(10);
            var bytes = new byte[from + text.length + random.nextInt(10)];
            Arrays.fill(bytes, (byte) '"');
            System.arraycopy(text, 0, bytes, from, text.length);
            var pass = new Layout(known);
            if (pass.read(bytes, from, from + text.length, true)) {
                Optional<JsonNode> expected = everything(text).map(LayoutTest::withoutTexts);
                expected.ifPresent(tree -> assertFalse(isModified(tree)));
                assertEquals(expected, byParts(pass, bytes, from, from + text.length, known));
            }
        }
    }

    /** The tree of a text, as a plain reader has it that takes no name twice. */
    private static Optional<JsonNode> everything(byte[] text) {
        var reader =
                Cases.JSON
                        .reader()
                        .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try {
            return Optional.of(reader.readTree(text));
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    /** The same tree, made of what is left and of what is cut out. */
    private static Optional<JsonNode> byParts(
            Layout pass, byte[] bytes, int from, int to, SharedResources known) {
        var left = new byte[to - from];
        int length = pass.withoutCuts(bytes, from, to, left);
        Optional<JsonNode> tree = everything(Arrays.copyOf(left, length));
        for (int cut = 0; cut < pass.cuts(); cut++) {
            if (pass.place(cut) != Layout.NARRATIVE) {
                byte[] piece = Arrays.copyOfRange(bytes, pass.from(cut), pass.to(cut));
                Optional<JsonNode> part = everything(piece);
                if (tree.isEmpty() || part.isEmpty()) {
                    return Optional.empty();
                }
                assertTrue(SHARED.contains(part.get().path("resourceType").asText()));
                var contained = (ArrayNode) tree.get().get("contained");
                assertEquals("0", contained.set(pass.place(cut), part.get()).asText());
                known.put(bytes, pass.from(cut), pass.to(cut), null);
            }
        }
        return tree.map(LayoutTest::withoutTexts);
    }

    private static JsonNode withoutTexts(JsonNode tree) {
        ((ObjectNode) tree).remove("text");
        for (JsonNode contained : tree.path("contained")) {
            if (contained instanceof ObjectNode resource) {
                resource.remove("text");
            }
        }
        return tree;
    }

    private static boolean isModified(JsonNode tree) {
        return tree.findValue(Case.MODIFIER) != null || tree.findValue(Case.RULES) != null;
    }

    private static ObjectNode resource(Random random, String type, int depth) {
        ObjectNode resource = object(random, 3);
        if (random.nextBoolean()) {
            resource.putObject("text").put("status", "generated").put("div", word(random));
        }
        resource.put("resourceType", type);
        resource.put("id", word(random));
        if (depth == 0) {
            ArrayNode contained = resource.putArray("contained");
            var types = new ArrayList<>(SHARED);
            types.add("Patient");
            for (int count = random.nextInt(4); count > 0; count--) {
                contained.add(resource(random, types.get(random.nextInt(5)), 1));
            }
        }
        return resource;
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = Cases.JSON.createObjectNode();
        for (int count = random.nextInt(5); count > 0; count--) {
            object.set("n" + "amesareoflength".substring(random.nextInt(15)), value(random, depth));
        }
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> {
                return Cases.JSON.getNodeFactory().numberNode(random.nextInt(1000));
            }
            case 1 -> {
                return Cases.JSON.getNodeFactory().booleanNode(random.nextBoolean());
            }
            case 4 -> {
                return object(random, depth - 1);
            }
            case 5 -> {
                ArrayNode list = Cases.JSON.createArrayNode();
                for (int count = random.nextInt(4); count > 0; count--) {
                    list.add(value(random, depth - 1));
                }
                return list;
            }
            default -> {
                return TextNode.valueOf(word(random));
            }
        }
    }

    /**
     * Of signs that JSON writes as they are, writes with a backslash, or that take several bytes.
     */
    private static String word(Random random) {
        var word = new StringBuilder();
        String signs = "abc {}[]:,\"\\/\n\t\u00e9\u20ac";
        for (int count = random.nextInt(20); count > 0; count--) {
            word.append(signs.charAt(random.nextInt(signs.length())));
        }
        return word.toString();
    }

    /** A tree as text, on one line or over many. */
    private static String spaced(ObjectNode tree, Random random) {
        return random.nextBoolean() ? tree.toString() : tree.toPrettyString();
    }

    private static int afterBrace(CharSequence text, Random random) {
        int at = random.nextInt(text.length());
        while (text.charAt(at) != '{') {
            at = (at + 1) % text.length();
        }
        return at + 1;
    }

    @Test
    void narratives_and_shared_resources_are_cut_out() {
        String clinic =
                "{\"resourceType\":\"Organization\",\"id\":\"clinic\",\"name\":\"Harbor Example Clinic\","
                        + "\"text\":{\"status\":\"empty\"}}";
        String claim =
                "{\"resourceType\":\"Claim\",\"text\":{\"div\":\"<p>\\\"a\\\"</p>\"},\"contained\":["
                        + clinic
                        + ",{\"resourceType\":\"Patient\",\"text\":{\"div\":\"b\"}}]}";
        assertTrue(isPlain(claim));
        assertEquals(3, layout.cuts());
        byte[] bytes = claim.getBytes(StandardCharsets.UTF_8);
        var left = new byte[bytes.length];
        int length = layout.withoutCuts(bytes, 0, bytes.length, left);
        assertEquals(
                "{\"resourceType\":\"Claim\",\"text\":0,\"contained\":[0,"
                        + "{\"resourceType\":\"Patient\",\"text\":0}]}",
                new String(left, 0, length, StandardCharsets.UTF_8));
        assertEquals(0, layout.place(1));
        assertEquals(Layout.NARRATIVE, layout.place(2));
    }

    @Test
    void doubts_are_left_to_those_who_look_at_everything() {
        for (String text :
                List.of(
                        "",
                        "[]",
                        "{\"a\":1,\"a\":2}",
                        "{\"a\":{\"modifierExtension\":[]}}",
                        "{\"implicitRules\":null}",
                        "{\"\\u0061\":1}",
                        "{\"a\":1}{}",
                        "{\"a\":1,}",
                        "{\"a\":[1,]}",
                        "{\"a\" 1}",
                        "{\"a\":}",
                        "{\"a\":\"b}",
                        "{\"a\":\"b\\\"}",
                        "{\"a\":1")) {
            assertFalse(isPlain(text), text);
        }
        assertTrue(isPlain(" {\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":1}]}\r\n"));
    }

    @Test
    void object_of_very_many_names_and_very_deep_one_are_not_plain() {
        var many = new StringBuilder("{\"n\":0");
        for (int name = 0; name < 100; name++) {
            many.append(",\"n").append(name).append("\":0");
        }
        assertFalse(isPlain(many + "}"));
        assertFalse(isPlain("{\"a\":".repeat(Limits.DEPTH) + "{}" + "}".repeat(Limits.DEPTH)));
        assertFalse(isPlain("{\"a\":" + "[".repeat(Limits.DEPTH) + "]".repeat(Limits.DEPTH) + "}"));
    }
}
