package org.openmso.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.ErrorHandlerAdapter;
import ca.uhn.fhir.parser.IJsonLikeParser;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import ca.uhn.fhir.parser.json.jackson.JacksonStructure;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Resource;

/**
 * Makes resources of JSON with HAPI. For one thread and one call; the context is shared.
 *
 * <p>HAPI is given the tree of the JSON, not its text: a tree made of bytes costs half of what HAPI
 * spends on making one of characters, and keeps to the {@link Limits}.
 */
final class ResourceParser {
    private static final int MOST_LOST = 20;

    // As HAPI sets up its own, so that numbers keep their digits.
    private static final ObjectMapper TREES =
            new ObjectMapper(Limits.JSON)
                    .setNodeFactory(new JsonNodeFactory(true))
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final IJsonLikeParser parser;
    private final Losses losses = new Losses();

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

    /** Parses UTF-8, which may be anything: what is not one whole JSON object is refused. */
    Parsed parse(byte[] text, int from, int to, String path) throws Unusable {
        losses.names.clear();
        try {
            var structure = new JacksonStructure();
            structure.setNativeObject((ObjectNode) TREES.readTree(text, from, to - from));
            var resource = (Resource) parser.parseResource(structure);
            var lost = losses.names.isEmpty() ? List.<String>of() : List.copyOf(losses.names);
            return new Parsed(resource, lost);
        } catch (IOException | RuntimeException refused) {
            // Whatever breaks inside HAPI on odd input must not end the call. Its message may quote
            // the input: not for problems.
            throw new Unusable(
                    Reason.REFUSED,
                    path,
                    "The FHIR parser refuses it (" + refused.getClass().getSimpleName() + ").");
        }
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
}
