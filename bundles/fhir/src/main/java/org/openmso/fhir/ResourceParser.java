package org.openmso.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.ErrorHandlerAdapter;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import com.fasterxml.jackson.core.util.BufferRecyclers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Resource;

/** Makes resources of JSON with HAPI. For one thread and one call; the context is shared. */
final class ResourceParser {
    private static final int MOST_LOST = 20;

    private final IParser parser;
    private final Losses losses = new Losses();

    ResourceParser(FhirContext context) {
        parser = context.newJsonParser();
        parser.setParserErrorHandler(losses);
    }

    /**
     * A resource, and the names of its elements whose value HAPI could not keep.
     *
     * <p>A primitive with a malformed text keeps the text, and whoever uses it sees that. Numbers
     * and values of the wrong JSON type are lost, so they are named here.
     *
     * @param suspect whether the text has the character that stands for damaged UTF-8
     */
    record Parsed(Resource resource, List<String> lost, boolean suspect) {}

    /** Parses UTF-8; its JSON is whole, but what is in it may be anything. */
    Parsed parse(byte[] text, int from, int to, String path) throws Unusable {
        losses.names.clear();
        try {
            String json = new String(text, from, to - from, StandardCharsets.UTF_8);
            var resource = (Resource) parser.parseResource(json);
            var lost = losses.names.isEmpty() ? List.<String>of() : List.copyOf(losses.names);
            return new Parsed(resource, lost, json.indexOf('\ufffd') >= 0);
        } catch (RuntimeException refused) {
            // Whatever breaks inside HAPI on odd input must not end the call. Its message may quote
            // the input: not for problems.
            throw new Unusable(
                    Reason.REFUSED,
                    path,
                    "The FHIR parser refuses it (" + refused.getClass().getSimpleName() + ").");
        }
    }

    /** Lets go of the buffers that Jackson, inside HAPI, keeps for this thread. */
    static void leaveThread() {
        Recyclers.leaveThread();
    }

    @SuppressWarnings("deprecation")
    private static final class Recyclers extends BufferRecyclers {
        static void leaveThread() {
            _recyclerRef.remove();
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
