package org.openmso.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands where in the JSON of one resource, found in one pass over its bytes, eight at a time:
 * whether a name stands twice, whether anything changes the resource's meaning, and what of it need
 * not be parsed, because it is text for people or was parsed for another resource.
 *
 * <p>It judges only what is plain. Whatever it has doubts about, be it broken or just unusual, is
 * not plain, and is left to those who look at everything. Words and strings outside of what it cuts
 * are not checked: these bytes go to a tokenizer. For one thread.
 */
final class Layout {
    private static final int MOST_CUTS = 64;

    /** A narrative, where a cut has no place in the list of contained resources. */
    static final int NARRATIVE = -1;

    private static final int NOT_PLAIN = -1;

    /** Names of one object are compared one by one; an object with more is not plain. */
    private static final int MOST_NAMES = 64;

    /** Bytes of a name in a narrative that is cut out unseen. */
    private static final int LONGEST_NAME = 64;

    private static final long QUOTES = EightBytes.all('"');
    private static final long BACKSLASHES = EightBytes.all('\\');
    private static final long BLANKS = EightBytes.all(' ');

    private static final byte[] TYPE = bytes("resourceType");
    private static final byte[] TEXT = bytes("text");
    private static final byte[] CONTAINED = bytes("contained");
    private static final long TYPE_HASH = hash(TYPE);
    private static final long TEXT_HASH = hash(TEXT);
    private static final long CONTAINED_HASH = hash(CONTAINED);
    private static final long MODIFIER_HASH = hash(bytes(Case.MODIFIER));
    private static final long RULES_HASH = hash(bytes(Case.RULES));

    /** Types of which many resources contain the same one. */
    private static final byte[][] SHARED = {
        bytes("Organization"), bytes("Practitioner"), bytes("PractitionerRole"), bytes("Location")
    };

    /** Which object's fields are read. */
    private enum Of {
        RESOURCE,
        CONTAINED,
        OTHER
    }

    private static final byte[] NONE = {};

    private final SharedResources known;
    private byte[] text = NONE;
    private int to;
    private boolean sharing;

    // Hashes of the names of all objects that are open; of the name read last, hash and place.
    private long[] names = new long[256];
    private int named;
    private long name;
    private int nameFrom;
    private int nameTo;

    // The type of the contained resource that is read.
    private int typeFrom;
    private int typeTo;

    // Three numbers each: from, to, and the place in the list of contained resources.
    private final int[] cuts = new int[3 * MOST_CUTS];
    private int cut;

    Layout(SharedResources known) {
        this.known = known;
    }

    /**
     * Looks at a text; true when it is plain, with no name twice, no {@code modifierExtension} and
     * no {@code implicitRules}.
     *
     * @param share whether contained resources of {@link #SHARED} types are cut out
     */
    boolean read(byte[] bytes, int from, int end, boolean share) {
        text = bytes;
        to = end;
        sharing = share;
        named = 0;
        cut = 0;
        int at = afterBlanks(from);
        boolean plain = at < to && text[at] == '{';
        at = plain ? object(at, Of.RESOURCE, 1) : NOT_PLAIN;
        plain = at != NOT_PLAIN && afterBlanks(at) == to;
        text = NONE;
        return plain;
    }

    /** How many values are cut out, in the order in which they stand; of a plain text. */
    int cuts() {
        return cut / 3;
    }

    /** Where a value that is cut out begins. */
    int from(int index) {
        return cuts[3 * index];
    }

    /** Where it ends. */
    int to(int index) {
        return cuts[3 * index + 1];
    }

    /** Its place in the list of contained resources, or {@link #NARRATIVE}. */
    int place(int index) {
        return cuts[3 * index + 2];
    }

    /**
     * Copies the text without what is cut out. Each such value becomes a zero: its place is kept,
     * and with it the commas.
     *
     * @param target at least as long as the text
     * @return bytes copied
     */
    int withoutCuts(byte[] bytes, int from, int end, byte[] target) {
        int size = 0;
        int at = from;
        for (int index = 0; index < cuts(); index++) {
            int length = from(index) - at;
            System.arraycopy(bytes, at, target, size, length);
            size += length;
            target[size++] = '0';
            at = to(index);
        }
        System.arraycopy(bytes, at, target, size, end - at);
        return size + end - at;
    }

    private int object(int start, Of of, int depth) {
        if (depth >= Limits.DEPTH) {
            return NOT_PLAIN;
        }
        int first = named;
        int at = afterBlanks(start + 1);
        if (at < to && text[at] == '}') {
            return at + 1;
        }
        while (at < to && text[at] == '"') {
            at = name(at + 1);
            if (at == NOT_PLAIN || !isNew(first)) {
                return NOT_PLAIN;
            }
            at = afterBlanks(at);
            if (at >= to || text[at] != ':') {
                return NOT_PLAIN;
            }
            at = afterBlanks(at + 1);
            at = of == Of.OTHER ? value(at, depth) : ofResource(at, of, depth);
            if (at == NOT_PLAIN) {
                return NOT_PLAIN;
            }
            at = afterBlanks(at);
            if (at >= to) {
                return NOT_PLAIN;
            }
            if (text[at] == '}') {
                named = first;
                return at + 1;
            }
            if (text[at] != ',') {
                return NOT_PLAIN;
            }
            at = afterBlanks(at + 1);
        }
        return NOT_PLAIN;
    }

    /** The value of a field of a resource, whose name was read last. */
    private int ofResource(int at, Of of, int depth) {
        if (isName(TEXT, TEXT_HASH) && at < to && text[at] == '{') {
            int end = narrative(at);
            if (end != NOT_PLAIN && cut < cuts.length) {
                cut(at, end, NARRATIVE);
                return end;
            }
        } else if (of == Of.CONTAINED && isName(TYPE, TYPE_HASH)) {
            int end = value(at, depth);
            if (end != NOT_PLAIN && text[at] == '"') {
                typeFrom = at + 1;
                typeTo = end - 1;
            }
            return end;
        } else if (of == Of.RESOURCE
                && isName(CONTAINED, CONTAINED_HASH)
                && at < to
                && text[at] == '[') {
            return list(at, Of.CONTAINED, depth + 1);
        }
        return value(at, depth);
    }

    private int value(int at, int depth) {
        if (at >= to) {
            return NOT_PLAIN;
        }
        return switch (text[at]) {
            case '"' -> afterString(at + 1);
            case '{' -> object(at, Of.OTHER, depth + 1);
            case '[' -> list(at, Of.OTHER, depth + 1);
            default -> afterWord(at);
        };
    }

    private int list(int start, Of of, int depth) {
        if (depth >= Limits.DEPTH) {
            return NOT_PLAIN;
        }
        int at = afterBlanks(start + 1);
        if (at < to && text[at] == ']') {
            return at + 1;
        }
        for (int place = 0; at < to; place++) {
            at =
                    of == Of.CONTAINED && text[at] == '{'
                            ? contained(at, place, depth)
                            : value(at, depth);
            if (at == NOT_PLAIN) {
                return NOT_PLAIN;
            }
            at = afterBlanks(at);
            if (at >= to) {
                return NOT_PLAIN;
            }
            if (text[at] == ']') {
                return at + 1;
            }
            if (text[at] != ',') {
                return NOT_PLAIN;
            }
            at = afterBlanks(at + 1);
        }
        return NOT_PLAIN;
    }

    private int contained(int start, int place, int depth) {
        int before = cut;
        boolean share = sharing && before < cuts.length;
        int end = share ? known.end(text, start, to) : -1;
        if (end >= 0) {
            cut(start, end, place);
            return end;
        }
        typeFrom = 0;
        typeTo = 0;
        end = object(start, Of.CONTAINED, depth + 1);
        if (end != NOT_PLAIN && share && isShared()) {
            cut = before;
            cut(start, end, place);
        }
        return end;
    }

    private boolean isShared() {
        for (byte[] type : SHARED) {
            if (Arrays.equals(text, typeFrom, typeTo, type, 0, type.length)) {
                return true;
            }
        }
        return false;
    }

    private void cut(int from, int end, int place) {
        cuts[cut++] = from;
        cuts[cut++] = end;
        cuts[cut++] = place;
    }

    /** A narrative of nothing but texts, each of which a tokenizer would take. */
    private int narrative(int start) {
        int first = named;
        int at = afterBlanks(start + 1);
        while (at < to && text[at] == '"') {
            at = afterPlainString(at + 1);
            if (at == NOT_PLAIN
                    || name(nameFrom) == NOT_PLAIN
                    || nameTo - nameFrom > LONGEST_NAME
                    || !isNew(first)) {
                break;
            }
            at = afterBlanks(at);
            if (at >= to || text[at] != ':') {
                break;
            }
            at = afterBlanks(at + 1);
            if (at >= to || text[at] != '"') {
                break;
            }
            at = afterPlainString(at + 1);
            if (at == NOT_PLAIN) {
                break;
            }
            at = afterBlanks(at);
            if (at < to && text[at] == '}') {
                named = first;
                return at + 1;
            }
            if (at >= to || text[at] != ',') {
                break;
            }
            at = afterBlanks(at + 1);
        }
        named = first;
        return NOT_PLAIN;
    }

    /** A string of ASCII, with no escapes but those that JSON has; its place is the name's. */
    private int afterPlainString(int start) {
        nameFrom = start;
        int at = start;
        while (at < to) {
            if (at <= to - Long.BYTES) {
                long word = EightBytes.at(text, at);
                long found =
                        EightBytes.find(word, QUOTES)
                                | EightBytes.find(word, BACKSLASHES)
                                | EightBytes.findBelowAndBeyond(word, BLANKS);
                if (found == 0) {
                    at += Long.BYTES;
                    continue;
                }
                at += EightBytes.first(found);
            }
            byte b = text[at];
            if (b == '"') {
                return at + 1;
            }
            if (b < ' ') {
                return NOT_PLAIN;
            }
            if (b == '\\') {
                at = afterEscape(at + 1);
                if (at == NOT_PLAIN) {
                    return NOT_PLAIN;
                }
            } else {
                at++;
            }
        }
        return NOT_PLAIN;
    }

    private int afterEscape(int at) {
        if (at >= to) {
            return NOT_PLAIN;
        }
        switch (text[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return at + 1;
            }
            default -> {
                return NOT_PLAIN;
            }
        }
    }

    private boolean isName(byte[] wanted, long hash) {
        return name == hash && Arrays.equals(text, nameFrom, nameTo, wanted, 0, wanted.length);
    }

    /** Notes the name read last, unless its object has it already, or it is one that modifies. */
    private boolean isNew(int first) {
        if (name == MODIFIER_HASH || name == RULES_HASH || named - first == MOST_NAMES) {
            return false;
        }
        for (int index = first; index < named; index++) {
            if (names[index] == name) {
                return false;
            }
        }
        if (named == names.length) {
            names = Arrays.copyOf(names, 2 * named);
        }
        names[named++] = name;
        return true;
    }

    /** Reads a name; one with a backslash is not plain, for it may be the same as another. */
    private int name(int start) {
        nameFrom = start;
        byte[] bytes = text;
        int end = to;
        long hash = 0;
        int at = start;
        while (at <= end - Long.BYTES) {
            long word = EightBytes.at(bytes, at);
            long found = EightBytes.find(word, QUOTES) | EightBytes.find(word, BACKSLASHES);
            if (found != 0) {
                int rest = EightBytes.first(found);
                return named(at + rest, EightBytes.mixed(hash, EightBytes.head(word, rest)));
            }
            hash = EightBytes.mixed(hash, word);
            at += Long.BYTES;
        }
        long word = 0;
        for (int rest = 0; at < end; at++) {
            if (bytes[at] == '"' || bytes[at] == '\\') {
                return named(at, EightBytes.mixed(hash, word));
            }
            word |= (bytes[at] & 0xffL) << rest * Byte.SIZE;
            if (++rest == Long.BYTES) {
                hash = EightBytes.mixed(hash, word);
                word = 0;
                rest = 0;
            }
        }
        return NOT_PLAIN;
    }

    private int named(int at, long hash) {
        nameTo = at;
        name = hash;
        return text[at] == '"' ? at + 1 : NOT_PLAIN;
    }

    /** The hash of a name as {@link #name} makes it. */
    private static long hash(byte[] name) {
        var layout = new Layout(new SharedResources());
        layout.text = Arrays.copyOf(name, name.length + 1);
        layout.text[name.length] = '"';
        layout.to = layout.text.length;
        layout.name(0);
        return layout.name;
    }

    private int afterString(int start) {
        byte[] bytes = text;
        int end = to;
        int at = start;
        while (at <= end - Long.BYTES) {
            long found = EightBytes.find(EightBytes.at(bytes, at), QUOTES);
            if (found == 0) {
                at += Long.BYTES;
                continue;
            }
            at += EightBytes.first(found) + 1;
            if (bytes[at - 2] != '\\' || !isEscaped(start, at - 1)) {
                return at;
            }
        }
        for (; at < end; at++) {
            if (bytes[at] == '"' && !isEscaped(start, at)) {
                return at + 1;
            }
        }
        return NOT_PLAIN;
    }

    /** Whether an odd number of backslashes stands before a quote. */
    private boolean isEscaped(int start, int quote) {
        int at = quote;
        while (at > start && text[at - 1] == '\\') {
            at--;
        }
        return (quote - at) % 2 == 1;
    }

    /** A number or literal, whatever it says. */
    private int afterWord(int start) {
        int at = start;
        while (at < to && isOfWord(text[at])) {
            at++;
        }
        return at == start ? NOT_PLAIN : at;
    }

    private static boolean isOfWord(byte b) {
        return b >= '0' && b <= '9'
                || b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b == '.'
                || b == '-'
                || b == '+';
    }

    private int afterBlanks(int start) {
        byte[] bytes = text;
        int at = start;
        // One look for what is not blank, as most is not.
        while (at < to && bytes[at] <= ' ' && Outline.isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
