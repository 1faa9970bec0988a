package org.openmso.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.CharConversionException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.openmso.api.InvalidRegistry;

/** Walks a JSON document field by field, and knows at each step how to say where it is. */
final class JsonFields implements Closeable {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // A buffer kept for the thread would keep this bundle after it has left.
                    .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(20)
                                    .maxStringLength(10_000)
                                    .maxDocumentLength(1L << 30)
                                    .build())
                    .build();

    /** Not a space nor a control character in any alphabet; the schema says the same. */
    private static final Pattern VISIBLE =
            Pattern.compile(
                    "[^\\u0000-\\u0020\\u007f-\\u00a0\\u1680\\u2000-\\u200a"
                            + "\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]");

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final String file;
    private final JsonParser parser;

    JsonFields(String file, InputStream in) throws IOException {
        this.file = file;
        try {
            this.parser = JSON.createParser(in);
        } catch (CharConversionException e) {
            throw RegistryProblem.NOT_JSON.at(file, "This is not UTF-8.", e);
        }
    }

    /** Reads one field; the parser stands on its value. */
    @FunctionalInterface
    interface Fields {
        void read(String name) throws IOException;
    }

    /** Reads one item of a list; the parser stands on it. */
    @FunctionalInterface
    interface Items {
        void read(Place item) throws IOException;
    }

    /** Goes to the document's first token. */
    void begin() throws IOException {
        if (advance(Place.DOCUMENT) == null) {
            throw RegistryProblem.NOT_JSON.at(file, "The registry file is empty.");
        }
    }

    /** Makes sure that nothing follows. */
    void end() throws IOException {
        if (advance(Place.DOCUMENT) != null) {
            throw RegistryProblem.NOT_JSON.at(
                    place(Place.DOCUMENT), "Something follows the registry's closing brace.");
        }
    }

    JsonToken token() {
        return parser.currentToken();
    }

    /**
     * Reads the object under the parser; each field's reader leaves the parser on the value's last
     * token.
     */
    Set<String> object(Place path, Fields fields) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw unusable(path, "an object in braces must stand here");
        }
        var seen = new HashSet<String>();
        while (advance(path) == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            seen.add(name);
            advance(path.field(name));
            fields.read(name);
        }
        return seen;
    }

    /** Reads the array under the parser. */
    void array(Place path, Items items) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw unusable(path, "a list in brackets must stand here");
        }
        for (int i = 0; advance(path) != JsonToken.END_ARRAY; i++) {
            items.read(path.item(i));
        }
    }

    /** A text that is not blank. */
    String text(Place path) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING || !hasText(scalar(path))) {
            throw unusable(path, "a text in quotes must stand here");
        }
        return scalar(path);
    }

    /** Whether there is something to see: more than spaces and control characters. */
    static boolean hasText(String text) {
        return VISIBLE.matcher(text).find();
    }

    /** A name that people type. */
    String id(Place path) throws IOException {
        return id(path, text(path));
    }

    /** The name of a field, where people choose it. */
    String id(Place path, String name) {
        return matching(
                path, name, ID, "1 to 63 of a-z, 0-9 and hyphen, not starting with a hyphen");
    }

    /** A text of a form. */
    String matching(Place path, Pattern form, String inWords) throws IOException {
        return matching(path, text(path), form, inWords);
    }

    private String matching(Place path, String text, Pattern form, String inWords) {
        if (!form.matcher(text).matches()) {
            throw unusable(path, "it must be " + inWords);
        }
        return text;
    }

    /** A text, number or boolean, as text. */
    String scalar(Place path) throws IOException {
        return reading(path, parser::getText);
    }

    void require(Place path, Set<String> seen, String... fields) {
        for (String field : fields) {
            if (!seen.contains(field)) {
                throw RegistryProblem.FIELD_MISSING.at(
                        place(path),
                        "The field "
                                + field
                                + " is missing"
                                + (path.isDocument() ? "" : " in " + path)
                                + ".");
            }
        }
    }

    InvalidRegistry unknown(Place path, String... known) {
        return RegistryProblem.FIELD_UNKNOWN.at(
                place(path),
                "This field is not known here; known are " + String.join(", ", known) + ".");
    }

    InvalidRegistry unusable(Place path, String why) {
        return RegistryProblem.VALUE_UNUSABLE.at(
                place(path), "The value cannot be used: " + why + ".");
    }

    InvalidRegistry twice(Place path, String what) {
        return RegistryProblem.TWICE.at(place(path), what + " is there twice.");
    }

    /** Where the parser is now, to be put into words later. */
    Position position(Place path) {
        return new Position(file, parser.currentTokenLocation().getLineNr(), path);
    }

    /** File, line and field; in words for people. */
    record Position(String file, int line, Place path) {
        @Override
        public String toString() {
            return file + " line " + line + (path.isDocument() ? "" : ", " + path);
        }
    }

    private String place(Place path) {
        return position(path).toString();
    }

    private JsonToken advance(Place path) throws IOException {
        return reading(path, parser::nextToken);
    }

    @FunctionalInterface
    private interface Step<T> {
        T take() throws IOException;
    }

    /** The parser reads a text only when it is asked for it, so each of both can find it broken. */
    private <T> T reading(Place path, Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (StreamConstraintsException e) {
            throw RegistryProblem.TOO_LARGE.at(
                    lineOf(e, path), "The file passes a limit of size or depth.", e);
        } catch (JsonEOFException e) {
            throw RegistryProblem.NOT_JSON.at(lineOf(e, path), "The file ends too early.", e);
        } catch (JsonParseException e) {
            String message = String.valueOf(e.getOriginalMessage());
            throw message.startsWith("Duplicate")
                    ? RegistryProblem.TWICE.at(lineOf(e, path), "A field is there twice.", e)
                    : RegistryProblem.NOT_JSON.at(lineOf(e, path), "This is not JSON.", e);
        } catch (CharConversionException e) {
            throw RegistryProblem.NOT_JSON.at(place(path), "This is not UTF-8.", e);
        }
    }

    private String lineOf(JsonProcessingException e, Place path) {
        return e.getLocation() == null
                ? place(path)
                : new Position(file, e.getLocation().getLineNr(), path).toString();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
