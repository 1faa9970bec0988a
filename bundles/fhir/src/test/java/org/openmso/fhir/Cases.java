package org.openmso.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.openmso.api.host.NamedInput;

/** The made-up FHIR files of the tests, as they are and changed. */
final class Cases {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String CLAIM = "claim-with-contained.json";

    private Cases() {}

    static byte[] bytes(String name) {
        try (var in = Cases.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static NamedInput input(String name) {
        return NamedInput.of(name, bytes(name));
    }

    static NamedInput text(String name, String text) {
        return NamedInput.of(name, text.getBytes(StandardCharsets.UTF_8));
    }

    static ObjectNode tree(String name) {
        return parse(new String(bytes(name), StandardCharsets.UTF_8));
    }

    static ObjectNode parse(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The claim that has all it needs in itself, changed. */
    static NamedInput claim(Consumer<ObjectNode> change) {
        return changed(CLAIM, change);
    }

    static NamedInput changed(String name, Consumer<ObjectNode> change) {
        ObjectNode tree = tree(name);
        change.accept(tree);
        return text(name, tree.toString());
    }

    /** A node by a JSON pointer, for example {@code /item/0}. */
    static ObjectNode at(JsonNode tree, String pointer) {
        return (ObjectNode) tree.at(pointer);
    }

    static ArrayNode list(JsonNode tree, String pointer) {
        return (ArrayNode) tree.at(pointer);
    }

    /** A concept with one coding. */
    static ObjectNode concept(String system, String code) {
        var concept = JSON.createObjectNode();
        concept.putArray("coding").addObject().put("system", system).put("code", code);
        return concept;
    }
}
