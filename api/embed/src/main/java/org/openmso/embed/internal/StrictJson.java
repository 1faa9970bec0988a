package org.openmso.embed.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) where it can be read in one way only: in UTF-8 without a byte order mark,
 * each name in an object once, no lone surrogate, whole numbers of at most 18 digits, not nested
 * deeper than {@value #DEEPEST}. What comes out are maps, lists, texts, {@link Long}s and {@link
 * Boolean}s; null is refused, for no form that is read with this knows it. Time and memory grow
 * with the length of the text, which the caller bounds.
 */
final class StrictJson {
    static final int DEEPEST = 16;

    private final String text;
    private int at;

    private StrictJson(String text) {
        this.text = text;
    }

    /** JSON that is not read, with its place and the reason. */
    static final class Unsound extends Exception {
        private static final long serialVersionUID = 1L;

        /**
         * @param why a sentence, without anything of the text
         */
        Unsound(String why) {
            super(why);
        }
    }

    /** The value that a text is. */
    static Object read(byte[] utf8) throws Unsound {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new Unsound("It is not in UTF-8.");
        }
        var json = new StrictJson(text);
        json.blanks();
        Object value = json.value(1);
        json.blanks();
        json.require(json.at == text.length(), "something follows the end");
        return value;
    }

    private Object value(int depth) throws Unsound {
        require(depth <= DEEPEST, "it is nested deeper than " + DEEPEST);
        char next = peek();
        return switch (next) {
            case '{' -> object(depth);
            case '[' -> list(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            default -> number();
        };
    }

    private Map<String, Object> object(int depth) throws Unsound {
        var fields = new LinkedHashMap<String, Object>();
        at++;
        blanks();
        if (taken('}')) {
            return fields;
        }
        do {
            blanks();
            require(peek() == '"', "a name in quotation marks is expected");
            int start = at;
            String name = string();
            if (fields.containsKey(name)) {
                at = start;
                throw unsound("the name stands twice in its object");
            }
            blanks();
            require(taken(':'), "a colon is expected");
            blanks();
            fields.put(name, value(depth + 1));
            blanks();
        } while (taken(','));
        require(taken('}'), "a comma or the end of the object is expected");
        return Collections.unmodifiableMap(fields);
    }

    private List<Object> list(int depth) throws Unsound {
        var values = new ArrayList<Object>();
        at++;
        blanks();
        if (taken(']')) {
            return values;
        }
        do {
            blanks();
            values.add(value(depth + 1));
            blanks();
        } while (taken(','));
        require(taken(']'), "a comma or the end of the list is expected");
        return Collections.unmodifiableList(values);
    }

    private String string() throws Unsound {
        var content = new StringBuilder();
        at++;
        while (!taken('"')) {
            char next = peek();
            require(next >= ' ', "a control character stands in a text");
            at++;
            char meant = next == '\\' ? escape() : next;
            boolean follows =
                    content.length() > 0
                            && Character.isHighSurrogate(content.charAt(content.length() - 1));
            require(Character.isLowSurrogate(meant) == follows, "half a character stands alone");
            content.append(meant);
        }
        require(
                content.length() == 0
                        || !Character.isHighSurrogate(content.charAt(content.length() - 1)),
                "half a character stands alone");
        return content.toString();
    }

    private char escape() throws Unsound {
        char kind = peek();
        at++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw unsound("this is no escape");
        };
    }

    private char hexadecimal() throws Unsound {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char next = peek();
            // Character.digit would take the digits of other scripts too.
            int digit = next < 128 ? Character.digit(next, 16) : -1;
            require(digit >= 0, "four hexadecimal digits are expected");
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private Object word(String word, Object value) throws Unsound {
        require(text.startsWith(word, at), "no value begins like this");
        at += word.length();
        return value;
    }

    private Long number() throws Unsound {
        int start = at;
        if (text.charAt(at) == '-') {
            at++;
        }
        int digits = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        int length = at - digits;
        require(length > 0, "no value begins like this");
        require(length == 1 || text.charAt(digits) != '0', "a number begins with zero");
        require(
                at == text.length() || ".eE".indexOf(text.charAt(at)) < 0,
                "the number is not a whole one");
        require(length <= 18, "the number has more than 18 digits");
        return Long.valueOf(text.substring(start, at));
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws Unsound {
        require(at < text.length(), "it ends too early");
        return text.charAt(at);
    }

    private boolean taken(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void require(boolean holds, String otherwise) throws Unsound {
        if (!holds) {
            throw unsound(otherwise);
        }
    }

    private Unsound unsound(String why) {
        int end = Math.min(at, text.length());
        long line = text.substring(0, end).chars().filter(c -> c == '\n').count() + 1;
        int column = end - (text.lastIndexOf('\n', end - 1) + 1) + 1;
        return new Unsound("In line " + line + ", column " + column + ", " + why + ".");
    }
}
