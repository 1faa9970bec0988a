package org.openmso.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.OutputStream;

/** How much one input may cost, and the JSON tokenizer that keeps to it. */
final class Limits {
    /** Bytes of one resource or one ndjson line. */
    static final int RESOURCE = 16 << 20;

    /** Levels of nesting of a JSON document. */
    static final int DEPTH = 200;

    /** Bytes between two reports of progress. */
    static final long PROGRESS = 16L << 20;

    /** Characters of a key in the index; longer ones are replaced by their hash. */
    static final int KEY = 400;

    /**
     * Refuses a name that stands twice in one object: FHIR and JSON readers differ in which of the
     * two they believe, so neither is billed.
     */
    static final JsonFactory JSON = factory(true);

    /** The same, but that a name may stand twice: for what was refused, or was looked at before. */
    static final JsonFactory LENIENT = factory(false);

    private Limits() {}

    // Buffers of this pool belong to the factory: none stays in a host's thread.
    private static JsonFactory factory(boolean strict) {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
                .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(DEPTH)
                                .maxStringLength(RESOURCE)
                                .build())
                .build();
    }

    /**
     * What a tokenizer's failure means.
     *
     * @param at where the tokenizer stands, in words
     * @param last the last byte of the whole input, if the tokenizer has used up all; else 0
     */
    static Unusable unusable(
            IOException failure, JsonParser parser, String place, String at, byte last) {
        if (failure instanceof Unusable known) {
            return known;
        }
        if (!isEnd(failure) && isNotUtf8(failure)) {
            return new Unusable(Reason.NOT_JSON, place, "The text is not UTF-8" + at + ".");
        }
        if (isTwice(failure)) {
            return new Unusable(
                    Reason.MALFORMED, place, "The JSON has a name twice in one object" + at + ".");
        }
        if (isEnd(failure) || isOfWord(last)) {
            return new Unusable(Reason.TRUNCATED, place, "The JSON ends in the middle.");
        }
        if (failure instanceof StreamConstraintsException) {
            return parser.getParsingContext().getNestingDepth() >= DEPTH
                    ? tooDeep(place)
                    : new Unusable(Reason.TOO_LARGE, place, "A name or value is too long.");
        }
        // Jackson's message quotes the input, which may be patient data: the place must do.
        return new Unusable(Reason.MALFORMED, place, "The JSON is malformed" + at + ".");
    }

    /** Jackson tells it by its message only. */
    private static boolean isTwice(IOException failure) {
        return failure instanceof JsonProcessingException broken
                && broken.getOriginalMessage().startsWith("Duplicate ");
    }

    /** Jackson tells some ends of input, those between two tokens, by their message only. */
    private static boolean isEnd(IOException failure) {
        return failure instanceof JsonEOFException
                || failure instanceof JsonProcessingException broken
                        && broken.getOriginalMessage().startsWith("Unexpected end-of-input");
    }

    /** Jackson tells bytes of another encoding by its message only. */
    private static boolean isNotUtf8(IOException failure) {
        return failure instanceof JsonProcessingException broken
                && broken.getOriginalMessage().startsWith("Invalid UTF-8");
    }

    /** A number or literal that is cut off looks malformed to Jackson. */
    private static boolean isOfWord(byte last) {
        return Character.isLetterOrDigit(last) || last == '.' || last == '-' || last == '+';
    }

    /** What a tokenizer's failure on one line in memory means. */
    static Unusable unusable(
            IOException failure, JsonParser parser, String place, byte[] text, int to)
            throws IOException {
        // Before it is moved to the end.
        String at = Start.OF_LINE.at(parser);
        boolean usedUp = parser.releaseBuffered(OutputStream.nullOutputStream()) <= 0;
        return unusable(failure, parser, place, at, usedUp ? text[to - 1] : 0);
    }

    static Unusable tooDeep(String place) {
        return new Unusable(
                Reason.TOO_DEEP, place, "The JSON nests more than " + DEPTH + " levels.");
    }
}
