package org.openmso.fhir;

/**
 * Brackets and strings of one line of JSON, without a tokenizer: whether it is one whole object,
 * and how deep. Costs about half a nanosecond a byte, which a full tokenizing would not.
 */
final class Outline {
    /** What a line is. */
    enum Shape {
        /** One object, and nothing after it. */
        OBJECT,
        /** An object that does not end. */
        OPEN,
        /** An object with something after it. */
        MORE,
        /** Nested too deeply. */
        DEEP,
        /** Anything that does not begin with a brace. */
        OTHER
    }

    private final byte[] open = new byte[Limits.DEPTH + 1];
    private int depth;
    private boolean inString;
    private byte last;

    /** The shape of the bytes; blanks around them do not matter. */
    Shape of(byte[] text, int from, int to) {
        depth = 0;
        inString = false;
        last = 0;
        int at = from;
        while (at < to && isBlank(text[at])) {
            at++;
        }
        if (at == to || text[at] != '{') {
            return Shape.OTHER;
        }
        while (at < to) {
            byte b = text[at++];
            switch (b) {
                case '"' -> {
                    at = afterString(text, at, to);
                    if (at < 0) {
                        inString = true;
                        return Shape.OPEN;
                    }
                    last = b;
                }
                case '{', '[' -> {
                    if (depth == Limits.DEPTH) {
                        return Shape.DEEP;
                    }
                    open[depth++] = b;
                    last = b;
                }
                case '}', ']' -> {
                    last = b;
                    if (--depth == 0) {
                        return restIsBlank(text, at, to) ? Shape.OBJECT : Shape.MORE;
                    }
                }
                case ' ', '\t', '\r', '\n' -> {}
                default -> last = b;
            }
        }
        return Shape.OPEN;
    }

    /** Whether an object may follow an {@link Shape#OPEN} line: in a document, not in ndjson. */
    boolean mayGoOnWithObject() {
        if (inString || depth == 0) {
            return false;
        }
        return last == ':' || last == '[' || last == ',' && open[depth - 1] == '[';
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    static boolean restIsBlank(byte[] text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!isBlank(text[at])) {
                return false;
            }
        }
        return true;
    }

    private static int afterString(byte[] text, int from, int to) {
        for (int at = from; at < to; at++) {
            byte b = text[at];
            if (b == '"') {
                return at + 1;
            }
            if (b == '\\') {
                at++;
            }
        }
        return -1;
    }
}
