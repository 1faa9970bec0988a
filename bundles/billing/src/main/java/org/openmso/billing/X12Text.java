package org.openmso.billing;

import java.text.Normalizer;

/**
 * Text as X12 carries it: the basic character set (capitals, digits, blank and {@code ! " & ' ( ) +
 * , - . / ; ? =}) without the four delimiters of our files.
 *
 * <p>The rule, always the same so that a payer sees a name in one form only: letters become
 * capitals and lose their marks, typographic signs become their plain ones, every other character
 * becomes a blank, blanks are joined, and what is too long is cut.
 */
final class X12Text {
    // Element lengths of 005010X222A1 that texts are cut to.
    static final int NAME = 60;
    static final int FIRST_NAME = 35;
    static final int MIDDLE_NAME = 25;
    static final int SUFFIX = 10;
    static final int STREET = 55;
    static final int CITY = 30;
    static final int DESCRIPTION = 80;
    static final int IDENTIFIER = 80;
    static final int REFERENCE = 50;

    /** ASCII character to what is written for it, 0 where it has no place in the basic set. */
    private static final byte[] BASIC = new byte[128];

    private static final String PLAIN_MARKS = " !\"&'()+,-./;?=";

    // What compatibility decomposition leaves whole; pairs of a character and its stand-in.
    private static final String[][] STAND_INS = {
        {"\u00C6\u00E6", "AE"},
        {"\u0152\u0153", "OE"},
        {"\u00D8\u00F8", "O"},
        {"\u0110\u0111\u00D0\u00F0", "D"},
        {"\u0141\u0142", "L"},
        {"\u00DE\u00FE", "TH"},
        {"\u00DF\u1E9E", "SS"},
        {"\u0126\u0127", "H"},
        {"\u0131", "I"},
        {"\u014A\u014B", "N"},
        {"\u0166\u0167", "T"},
        {"\u2018\u2019\u201A\u201B\u02BC\u2032`", "'"},
        {"\u201C\u201D\u201E\u2033\u00AB\u00BB", "\""},
        {"\u2010\u2011\u2012\u2013\u2014\u2015\u2212_", "-"},
        {"\\|\u2044", "/"},
        {"[{<", "("},
        {"]}>", ")"},
    };

    static {
        for (char c = 'A'; c <= 'Z'; c++) {
            BASIC[c] = (byte) c;
            BASIC[c + ('a' - 'A')] = (byte) c;
        }
        for (char c = '0'; c <= '9'; c++) {
            BASIC[c] = (byte) c;
        }
        for (int i = 0; i < PLAIN_MARKS.length(); i++) {
            BASIC[PLAIN_MARKS.charAt(i)] = (byte) PLAIN_MARKS.charAt(i);
        }
    }

    private X12Text() {}

    /** The byte written for a character, or 0 when it is not of the basic set. */
    static byte basic(char c) {
        return c < 128 ? BASIC[c] : 0;
    }

    /** Whether the text needs nothing but capitals. */
    static boolean isPlain(String text, int max) {
        int length = text.length();
        if (length > max) {
            return false;
        }
        boolean blank = true;
        for (int i = 0; i < length; i++) {
            byte b = basic(text.charAt(i));
            if (b == 0 || b == ' ' && blank) {
                return false;
            }
            blank = b == ' ';
        }
        return !blank || length == 0;
    }

    /** The text as written. */
    static String clean(String text, int max) {
        return cut(convert(text, max), max);
    }

    /** Whether writing the text replaces or cuts something; joined blanks do not count. */
    static boolean isChanged(String text, int max) {
        if (isPlain(text, max)) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (basic(text.charAt(i)) == 0) {
                return true;
            }
        }
        return convert(text, max).length() > max;
    }

    /** Whether nothing of the text can be written, or not enough. */
    static boolean isShorterThan(int min, String text, int max) {
        if (text.length() >= min && isPlain(text, max)) {
            return false;
        }
        return clean(text, max).length() < min;
    }

    /**
     * Whether the text may stand as an identifier, which must come back as it went out: of the
     * basic set, no blank at its ends, of a given length.
     *
     * @param lower whether small letters are allowed; they are written as capitals
     */
    static boolean isIdentifier(String text, int min, int max, boolean lower) {
        if (text.length() < min || !isPlain(text, max)) {
            return false;
        }
        if (!lower) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) >= 'a' && text.charAt(i) <= 'z') {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the text is that many digits. */
    static boolean isDigits(String text, int count) {
        if (text.length() != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max).strip();
    }

    /** Converted, and long enough to see whether it must be cut. */
    private static String convert(String text, int max) {
        // Only the beginning can matter; a megabyte in a name field must not cost a megabyte's
        // work.
        String start = text.strip();
        start = start.length() > 20 * max ? start.substring(0, 20 * max) : start;
        String apart = Normalizer.normalize(start, Normalizer.Form.NFKD);
        var out = new StringBuilder(Math.min(apart.length(), max) + 8);
        for (int i = 0; i < apart.length() && out.length() <= max + 1; i++) {
            char c = apart.charAt(i);
            byte b = basic(c);
            if (b != 0 && b != ' ') {
                out.append((char) b);
            } else if (b == ' ') {
                blank(out);
            } else if (!isMark(c)) {
                String standIn = standIn(c);
                if (standIn.isEmpty()) {
                    blank(out);
                } else {
                    out.append(standIn);
                }
            }
        }
        return out.toString().strip();
    }

    private static void blank(StringBuilder out) {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
            out.append(' ');
        }
    }

    private static boolean isMark(char c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static String standIn(char c) {
        for (String[] pair : STAND_INS) {
            if (pair[0].indexOf(c) >= 0) {
                return pair[1];
            }
        }
        return "";
    }
}
