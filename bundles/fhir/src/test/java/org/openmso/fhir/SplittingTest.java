package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.openmso.api.billing.Origin;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.host.NamedInput;

/** Claims do not depend on how an EHR cuts its resources into files, nor on how bytes arrive. */
class SplittingTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final FhirCapability SPILLING = new FhirCapability(2000);
    private static final Path SCRATCH = Path.of(System.getProperty("java.io.tmpdir"));

    private static FhirIntake intake(FhirCapability capability) {
        return capability.open(new TestPractice(Map.of("place-of-service.AMB", "11"), SCRATCH));
    }

    private static List<JsonNode> resources() {
        var all = new ArrayList<JsonNode>();
        for (String name : List.of("searchset.json", "visit.json")) {
            for (JsonNode entry : Cases.tree(name).get("entry")) {
                String text = entry.get("resource").toString();
                // The two files are made up apart and share some ids.
                all.add(
                        name.equals("visit.json")
                                ? Cases.parse(
                                        text.replace("/p1\"", "/vp1\"")
                                                .replace("\"id\":\"p1\"", "\"id\":\"vp1\"")
                                                .replace("/o1\"", "/vo1\"")
                                                .replace("\"id\":\"o1\"", "\"id\":\"vo1\"")
                                                .replace("\"id\":\"ci1\"", "\"id\":\"vci1\""))
                                : Cases.parse(text));
            }
        }
        all.add(Cases.tree(Cases.CLAIM));
        return all;
    }

    private static Set<String> claims(Taken taken) {
        assertTrue(taken.unusable.isEmpty(), taken.unusable::toString);
        assertTrue(taken.blocked.isEmpty(), taken.blocked::toString);
        var texts = new TreeSet<String>();
        for (ProfessionalClaim claim : taken.claims) {
            var same = claim.toBuilder().origin(new Origin("", "")).build();
            texts.add(
                    same.number()
                            + same.patient().firstName()
                            + same.lines()
                            + same.diagnoses()
                            + same.coverage().memberId()
                            + same.otherCoverages().size()
                            + same.billingProvider()
                            + same.rendering());
        }
        return texts;
    }

    @Property(tries = 60, seed = "20261124")
    void any_split_into_bundles_lines_and_files_gives_the_same_claims(@ForAll Random random) {
        List<JsonNode> resources = resources();
        var whole = new ArrayList<NamedInput>();
        whole.add(Cases.text("whole", lines(resources)));
        Set<String> expected =
                claims(Taken.from(intake(CAPABILITY), whole.toArray(NamedInput[]::new)));
        assertEquals(3, expected.size());

        Collections.shuffle(resources, random);
        var inputs = new ArrayList<NamedInput>();
        int from = 0;
        while (from < resources.size()) {
            int to = Math.min(resources.size(), from + 1 + random.nextInt(8));
            inputs.add(input(resources.subList(from, to), random, inputs.size()));
            from = to;
        }
        var capability = random.nextBoolean() ? CAPABILITY : SPILLING;
        Taken taken = Taken.from(intake(capability), inputs.toArray(NamedInput[]::new));
        assertEquals(expected, claims(taken));
        assertEquals(resources.size(), taken.report.resources());
    }

    private static String lines(List<JsonNode> resources) {
        var text = new StringBuilder();
        resources.forEach(resource -> text.append(resource).append('\n'));
        return text.toString();
    }

    private static NamedInput input(List<JsonNode> resources, Random random, int number) {
        String text;
        if (resources.size() == 1) {
            text = random.nextBoolean() ? resources.get(0).toPrettyString() : lines(resources);
        } else if (random.nextBoolean()) {
            text = lines(resources);
        } else {
            ObjectNode bundle = Cases.JSON.createObjectNode();
            boolean typeFirst = random.nextBoolean();
            if (typeFirst) {
                bundle.put("resourceType", "Bundle").put("type", "collection");
            }
            ArrayNode entries = bundle.putArray("entry");
            resources.forEach(resource -> entries.addObject().set("resource", resource));
            if (!typeFirst) {
                bundle.put("type", "collection").put("resourceType", "Bundle");
            }
            text = random.nextBoolean() ? bundle.toPrettyString() : bundle + "\n";
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int chunk = 1 + random.nextInt(3000);
        return NamedInput.of("input-" + number, () -> new Dripping(bytes, chunk));
    }

    /** Gives a few bytes at a time, as a network does. */
    private static final class Dripping extends InputStream {
        private final ByteArrayInputStream in;
        private final int chunk;

        Dripping(byte[] bytes, int chunk) {
            this.in = new ByteArrayInputStream(bytes);
            this.chunk = chunk;
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return in.read(bytes, offset, Math.min(length, chunk));
        }
    }

    /** Odd values anywhere may block a claim, but never end a call. */
    @Property(tries = 600, seed = "20261124")
    void no_value_anywhere_ends_the_call(@ForAll Random random) {
        List<String> names = List.of(Cases.CLAIM, "searchset.json", "visit.json");
        ObjectNode tree = Cases.tree(names.get(random.nextInt(names.size())));
        for (int change = 0; change <= random.nextInt(4); change++) {
            change(tree, random);
        }
        Taken taken =
                Taken.from(
                        intake(CAPABILITY),
                        Cases.text("odd", tree.toString()),
                        Cases.input(Cases.CLAIM));
        assertEquals(
                taken.report.claims(), taken.claims.size() + taken.blocked.size(), tree::toString);
        assertTrue(taken.claims.size() + taken.blocked.size() >= 1);
    }

    private static void change(ObjectNode tree, Random random) {
        var containers = new ArrayList<JsonNode>();
        collect(tree, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        JsonNode value =
                switch (random.nextInt(9)) {
                    case 0 -> Cases.JSON.nullNode();
                    case 1 -> Cases.JSON.getNodeFactory().textNode("odd");
                    case 2 -> Cases.JSON.getNodeFactory().numberNode(-1e30);
                    case 3 -> Cases.JSON.createObjectNode();
                    case 4 -> Cases.JSON.createArrayNode();
                    case 5 -> Cases.JSON.getNodeFactory().textNode("");
                    case 6 -> Cases.JSON.getNodeFactory().booleanNode(true);
                    case 7 -> Cases.JSON.createObjectNode().put("reference", "#plan");
                    default -> Cases.JSON.getNodeFactory().textNode("9999-99-99T99:99:99+99:99");
                };
        if (container instanceof ObjectNode object && !object.isEmpty()) {
            var fields = new ArrayList<String>();
            object.fieldNames().forEachRemaining(fields::add);
            String field = fields.get(random.nextInt(fields.size()));
            if (random.nextInt(4) == 0) {
                object.remove(field);
            } else {
                object.set(field, value);
            }
        } else if (container instanceof ArrayNode array && !array.isEmpty()) {
            array.set(random.nextInt(array.size()), value);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}
