package org.openmso.fhir;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What of the input a message may quote. A field that should hold an id or a code may hold a name
 * or a member id, so only what has the form of a technical text is shown.
 */
final class Quotes {
    private static final int LONGEST_URL = 200;
    private static final int LONGEST_ID = 64;
    private static final String ID = "[A-Za-z0-9.-]{1," + LONGEST_ID + "}";
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,20}");
    private static final Pattern RELATIVE =
            Pattern.compile("([A-Za-z]{1,40})/" + ID + "(/_history/" + ID + ")?");
    private static final Pattern URN =
            Pattern.compile("(?i)urn:uuid:[0-9a-f-]{36}|urn:oid:[0-9.]+");
    private static final Pattern URL =
            Pattern.compile("(?i:https?)://[A-Za-z0-9._~:/@!$&()*+,;=%-]+");

    private Quotes() {}

    /** A reference or the URI of a code system, without what follows a question mark. */
    static Optional<String> reference(String text) {
        if (isId(text, 1) && text.charAt(0) == '#') {
            return Optional.of(text);
        }
        int query = text.indexOf('?');
        String path = query < 0 ? text : text.substring(0, query);
        if (path.length() > LONGEST_URL) {
            return Optional.empty();
        }
        var relative = RELATIVE.matcher(path);
        boolean technical =
                isId(path, 1) && path.charAt(0) == '#'
                        || relative.matches() && ResourceTypes.isUsed(relative.group(1))
                        || query > 0 && ResourceTypes.isUsed(path)
                        || URN.matcher(path).matches()
                        || URL.matcher(path).matches();
        return technical ? Optional.of(query < 0 ? path : path + "?...") : Optional.empty();
    }

    /** A code, if it looks like one: short, without blanks. */
    static Optional<String> code(String text) {
        return CODE.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    /** Whether a text is an id as FHIR defines it. */
    static boolean isId(String text) {
        return isId(text, 0);
    }

    /** Without a pattern: most references of most claims are looked at. */
    private static boolean isId(String text, int from) {
        int length = text.length() - from;
        if (length < 1 || length > LONGEST_ID) {
            return false;
        }
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean plain =
                    c >= '0' && c <= '9'
                            || c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c == '.'
                            || c == '-';
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}
