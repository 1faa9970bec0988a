package org.openmso.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.ErrorHandlerAdapter;
import ca.uhn.fhir.parser.IJsonLikeParser;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import ca.uhn.fhir.parser.json.jackson.JacksonStructure;
import com.fasterxml.jackson.core.JsonFactory;
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
import java.util.List;
import java.util.Optional;
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

    /** Bytes of a resource with contained ones to share: bounds what is kept of them. */
    private static final int MOST_SHARING = 16 << 10;

    /** Bytes of the buffer that is kept for texts of which something is left out. */
    private static final int MOST_KEPT = 64 << 10;

    private static final ObjectMapper TREES = trees(Limits.JSON);

    /** For what {@link Layout} has found plain. */
    private static final ObjectMapper PLAIN_TREES = trees(Limits.LENIENT);

    private final IJsonLikeParser parser;
    private final Losses losses = new Losses();
    private final SharedResources shared = new SharedResources();
    private final Layout layout = new Layout(shared);
    private byte[] buffer = {};

    ResourceParser(FhirContext context) {
        parser = (IJsonLikeParser) context.newJsonParser();
        parser.setParserErrorHandler(losses);
    }

    /** As HAPI sets up its own, so that numbers keep their digits. */
    private static ObjectMapper trees(JsonFactory tokenizers) {
        return new ObjectMapper(tokenizers)
                .setNodeFactory(new WrittenNumbers())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
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
            boolean share = to - from <= MOST_SHARING;
            Parsed parsed =
                    layout.read(text, from, to, share)
                            ? plain(text, from, to)
                            : whole(text, from, to);
            type.cast(parsed.resource);
            return parsed;
        } catch (IOException | RuntimeException refused) {
            // Whatever breaks inside HAPI on odd input must not end the call. Its message may quote
            // the input: not for problems.
            throw new Unusable(Reason.REFUSED, path, "The FHIR parser refuses it.");
        }
    }

    /** Looks at everything. */
    private Parsed whole(byte[] text, int from, int to) throws IOException {
        var tree = (ObjectNode) TREES.readTree(text, from, to - from);
        dropTexts(tree);
        losses.names.clear();
        addModifiers(tree, "");
        return parse(tree);
    }

    /** Parses what the layout leaves, and puts in what other resources contain too. */
    private Parsed plain(byte[] text, int from, int to) throws IOException {
        var common = new ArrayList<Parsed>();
        byte[] bytes = text;
        int start = from;
        int length = to - from;
        if (layout.cuts() > 0) {
            bytes = buffer(length);
            start = 0;
            length = layout.withoutCuts(text, from, to, bytes);
        }
        var tree = (ObjectNode) PLAIN_TREES.readTree(bytes, start, length);
        dropTexts(tree);
        for (int cut = layout.cuts() - 1; cut >= 0; cut--) {
            if (layout.place(cut) != Layout.NARRATIVE) {
                ((ArrayNode) tree.get("contained")).remove(layout.place(cut));
                common.add(0, shared(text, layout.from(cut), layout.to(cut)));
            }
        }
        losses.names.clear();
        Parsed parsed = parse(tree);
        if (common.isEmpty() || !(parsed.resource instanceof DomainResource root)) {
            return parsed;
        }
        var lost = new TreeSet<>(parsed.lost);
        for (Parsed one : common) {
            root.addContained(one.resource);
            lost.addAll(one.lost);
        }
        return new Parsed(root, List.copyOf(lost));
    }

    private byte[] buffer(int length) {
        if (length > MOST_KEPT) {
            return new byte[length];
        }
        if (buffer.length < length) {
            buffer = new byte[Math.max(length, MOST_SHARING)];
        }
        return buffer;
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
        var structure = new JacksonStructure();
        structure.setNativeObject(tree);
        var resource = (Resource) parser.parseResource(structure);
        var lost = losses.names.isEmpty() ? List.<String>of() : List.copyOf(losses.names);
        return new Parsed(resource, lost);
    }

    private static boolean modifies(String name, JsonNode value) {
        return name.equals(Case.MODIFIER) && !value.isEmpty()
                || name.equals(Case.RULES) && value.isTextual();
    }

    /**
     * Names what changes the meaning of a resource in a way that this reader does not know: FHIR R4
     * has it refuse then (modifierExtension at any depth, implicitRules of a resource).
     */
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

    private Parsed shared(byte[] text, int from, int to) throws IOException {
        Optional<Parsed> known = shared.get(text, from, to);
        if (known.isPresent()) {
            return known.get();
        }
        var tree = (ObjectNode) PLAIN_TREES.readTree(text, from, to - from);
        tree.remove("text");
        losses.names.clear();
        Parsed parsed = parse(tree);
        shared.put(text, from, to, parsed);
        return parsed;
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
