package org.openmso.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.ErrorHandlerAdapter;
import ca.uhn.fhir.parser.IJsonLikeParser;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import ca.uhn.fhir.parser.json.jackson.JacksonStructure;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Resource;

/**
 * Makes resources of JSON with HAPI. For one thread and one call; the context is shared.
 *
 * <p>HAPI is given the tree of the JSON, not its text: a tree made of bytes costs half of what HAPI
 * spends on making one of characters, and keeps to the {@link Limits}.
 */
final class ResourceParser {
    private static final int MOST_LOST = 20;

    /** Types of which many claims contain the same resource; it is parsed once. */
    private static final Set<String> SHARED =
            Set.of("Organization", "Practitioner", "PractitionerRole", "Location");

    private static final int MOST_SHARED = 256;

    /** Bytes of a resource with contained ones to share: bounds what is kept of them. */
    private static final int MOST_SHARING = 16 << 10;

    // As HAPI sets up its own, so that numbers keep their digits.
    private static final ObjectMapper TREES =
            new ObjectMapper(Limits.JSON)
                    .setNodeFactory(new WrittenNumbers())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final IJsonLikeParser parser;
    private final Losses losses = new Losses();
    private final Map<JsonNode, Parsed> shared = new LinkedHashMap<>(16, 0.75f, true);

    ResourceParser(FhirContext context) {
        parser = (IJsonLikeParser) context.newJsonParser();
        parser.setParserErrorHandler(losses);
    }

    /**
     * A resource, and the names of its elements whose value HAPI could not keep.
     *
     * <p>A primitive with a malformed text keeps the text, and whoever uses it sees that. Numbers
     * and values of the wrong JSON type are lost, so they are named here.
     */
    record Parsed(Resource resource, List<String> lost) {}

    /**
     * Parses UTF-8, which may be anything: what is not one whole JSON object is refused.
     *
     * @param type what it must be; JSON may name another type at its end than at its beginning
     */
    Parsed parse(byte[] text, int from, int to, Class<? extends Resource> type, String path)
            throws Unusable {
        try {
            var tree = (ObjectNode) TREES.readTree(text, from, to - from);
            dropTexts(tree);
            boolean few = to - from <= MOST_SHARING;
            Parsed parsed =
                    few && tree.get("contained") instanceof ArrayNode contained
                            ? sharing(tree, contained)
                            : parse(tree);
            type.cast(parsed.resource);
            return parsed;
        } catch (IOException | RuntimeException refused) {
            // Whatever breaks inside HAPI on odd input must not end the call. Its message may quote
            // the input: not for problems.
            throw new Unusable(Reason.REFUSED, path, "The FHIR parser refuses it.");
        }
    }

    /** Texts for people say nothing that is billed; a broken one must not stop the claim. */
    private static void dropTexts(ObjectNode tree) {
        tree.remove("text");
        for (JsonNode contained : tree.path("contained")) {
            if (contained instanceof ObjectNode resource) {
                resource.remove("text");
            }
        }
    }

    private Parsed parse(ObjectNode tree) {
        losses.names.clear();
        addModifiers(tree);
        var structure = new JacksonStructure();
        structure.setNativeObject(tree);
        var resource = (Resource) parser.parseResource(structure);
        var lost = losses.names.isEmpty() ? List.<String>of() : List.copyOf(losses.names);
        return new Parsed(resource, lost);
    }

    /**
     * Names what changes the meaning of a resource in a way that this reader does not know: FHIR R4
     * has it refuse then (modifierExtension at any depth, implicitRules of a resource).
     */
    private void addModifiers(ObjectNode resource) {
        if (isModified(resource)) {
            addModifiers(resource, "");
        }
    }

    /** Sees without a path for each node, which only a modified resource is worth. */
    private static boolean isModified(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var field : object.properties()) {
                if (modifies(field.getKey(), field.getValue())
                        || field.getValue().isContainerNode() && isModified(field.getValue())) {
                    return true;
                }
            }
            return false;
        }
        for (JsonNode element : node) {
            if (element.isContainerNode() && isModified(element)) {
                return true;
            }
        }
        return false;
    }

    private static boolean modifies(String name, JsonNode value) {
        return name.equals(Case.MODIFIER) && !value.isEmpty()
                || name.equals(Case.RULES) && value.isTextual();
    }

    private void addModifiers(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            for (var field : object.properties()) {
                String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                if (modifies(field.getKey(), field.getValue())) {
                    losses.lost(at);
                } else {
                    addModifiers(field.getValue(), at);
                }
            }
        }
        if (node instanceof ArrayNode list) {
            for (int at = 0; at < list.size(); at++) {
                addModifiers(list.get(at), path + "[" + at + "]");
            }
        }
    }

    /** Takes out what other resources contain too, and puts it back as it was parsed for them. */
    private Parsed sharing(ObjectNode tree, ArrayNode contained) {
        var common = new ArrayList<Parsed>(contained.size());
        for (var each = contained.elements(); each.hasNext(); ) {
            JsonNode one = each.next();
            if (one instanceof ObjectNode node
                    && SHARED.contains(one.path("resourceType").asText())) {
                common.add(shared(node));
                each.remove();
            }
        }
        Parsed parsed = parse(tree);
        if (common.isEmpty() || !(parsed.resource instanceof DomainResource root)) {
            return parsed;
        }
        var lost = new TreeSet<>(parsed.lost);
        for (Parsed one : common) {
            root.addContained(one.resource);
            one.lost.forEach(name -> lost.add(Case.isModifier(name) ? "contained." + name : name));
        }
        return new Parsed(root, List.copyOf(lost));
    }

    private Parsed shared(ObjectNode node) {
        Parsed known = shared.get(node);
        if (known == null) {
            known = parse(node);
            shared.put(node, known);
            if (shared.size() > MOST_SHARED) {
                var eldest = shared.keySet().iterator();
                eldest.next();
                eldest.remove();
            }
        }
        return known;
    }

    private static final class Losses extends ErrorHandlerAdapter {
        private static final Set<String> NUMBERS = Set.of("value", "factor");

        private final Set<String> names = new TreeSet<>();

        private void lost(String name) {
            if (name != null && names.size() < MOST_LOST) {
                names.add(name);
            }
        }

        @Override
        public void invalidValue(IParseLocation location, String value, String error) {
            String name = location == null ? null : location.getParentElementName();
            if (name != null && NUMBERS.contains(name)) {
                lost(name);
            }
        }

        @Override
        public void incorrectJsonType(
                IParseLocation location,
                String name,
                ValueType expected,
                ScalarType expectedScalar,
                ValueType found,
                ScalarType foundScalar) {
            // One value instead of a list of one is understood, and so is text for a number.
            if (found == ValueType.SCALAR && expected != ValueType.SCALAR
                    || found != ValueType.SCALAR && expected == ValueType.SCALAR) {
                lost(name);
            }
        }

        @Override
        public void unexpectedRepeatingElement(IParseLocation location, String name) {
            lost(name);
        }
    }

    /** Numbers as they are written, if they can be written out: HAPI does so with each. */
    private static final class WrittenNumbers extends JsonNodeFactory {
        private static final int DIGITS = 10_000;

        WrittenNumbers() {
            super(true);
        }

        @Override
        public ValueNode numberNode(BigDecimal number) {
            if (number != null && Math.abs((long) number.scale()) > DIGITS) {
                throw new IllegalArgumentException("a number of too many digits");
            }
            return super.numberNode(number);
        }
    }
}
