package org.openmso.fhir;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The keys under which resources stand in the index, and those that a reference looks up. */
final class ReferenceKeys {
    private static final String URL = "u:";
    private static final String RELATIVE = "r:";
    private static final String IDENTIFIER = "i:";
    private static final String HISTORY = "/_history/";

    private ReferenceKeys() {}

    /** The keys of a resource. */
    static Set<String> of(String type, String fullUrl, ResourceKeys keys) {
        var all = new LinkedHashSet<String>();
        String url = withoutHistory(canonical(fullUrl));
        if (!url.isEmpty()) {
            all.add(bounded(URL + url));
            String relative = relative(url, true);
            if (relative.startsWith(type + "/")) {
                all.add(bounded(RELATIVE + relative));
            }
        }
        if (!keys.id().isEmpty()) {
            all.add(bounded(RELATIVE + type + "/" + keys.id()));
        }
        for (String identifier : keys.identifiers()) {
            all.add(bounded(IDENTIFIER + type + "?" + identifier));
        }
        return all;
    }

    /**
     * The keys that a reference looks up, best first; its identifier comes last, for where its text
     * leads nowhere.
     *
     * @param reference its text, or empty
     * @param identifier its identifier as {@code system|value}, or empty
     * @param types the types it may refer to
     * @param base fullUrl of the resource that refers, or empty
     */
    static List<String> lookedUp(
            String reference, String identifier, Iterable<String> types, String base) {
        var keys = new ArrayList<String>();
        String text = withoutHistory(canonical(reference));
        int query = text.indexOf('?');
        if (query > 0) {
            String searched = searched(text.substring(query + 1));
            if (!searched.isEmpty()) {
                keys.add(bounded(IDENTIFIER + text.substring(0, query) + "?" + searched));
            }
        } else if (text.startsWith("urn:")) {
            keys.add(bounded(URL + text));
        } else if (isAbsolute(text)) {
            keys.add(bounded(URL + text));
            String relative = relative(text, true);
            if (!relative.isEmpty()) {
                keys.add(bounded(RELATIVE + relative));
            }
        } else if (!text.isEmpty()) {
            String relative = relative(text, false);
            if (!relative.isEmpty()) {
                if (isAbsolute(base)) {
                    String server = withoutHistory(canonical(base));
                    String own = relative(server, true);
                    server = server.substring(0, server.length() - own.length());
                    keys.add(bounded(URL + server + relative));
                }
                keys.add(bounded(RELATIVE + relative));
            }
        }
        if (!identifier.isEmpty() && identifier.charAt(0) != '|') {
            for (String type : types) {
                keys.add(bounded(IDENTIFIER + type + "?" + identifier));
            }
        }
        return keys;
    }

    /** Whether a text is a URL of a server. */
    static boolean isAbsolute(String text) {
        return startsWith(text, "http://") || startsWith(text, "https://");
    }

    /** Whether a key is an identifier. */
    static boolean isIdentifier(String key) {
        return key.startsWith(IDENTIFIER);
    }

    /** The version that a reference or URL names, or empty. */
    static String version(String text) {
        int history = text.indexOf(HISTORY);
        String version = history < 0 ? "" : text.substring(history + HISTORY.length());
        return Quotes.isId(version) ? version : "";
    }

    /** Whether two URLs are one, whatever the versions. */
    static boolean isSameUrl(String one, String other) {
        return withoutHistory(canonical(one)).equals(withoutHistory(canonical(other)));
    }

    /** Whether a key is a type and id. */
    static boolean isRelative(String key) {
        return key.startsWith(RELATIVE);
    }

    private static boolean startsWith(String text, String start) {
        return text.regionMatches(true, 0, start, 0, start.length());
    }

    /**
     * A URL or reference with small letters where capitals mean the same: in schemes and hosts (RFC
     * 3986, 6.2.2.1), and in the names of URNs with their UUIDs and OIDs (RFC 8141, 3.1; RFC 4122,
     * 3).
     */
    private static String canonical(String text) {
        int small = 0;
        if (startsWith(text, "urn:uuid:") || startsWith(text, "urn:oid:")) {
            small = text.length();
        } else if (startsWith(text, "urn:")) {
            small = text.indexOf(':', 4);
        } else if (isAbsolute(text)) {
            small = text.indexOf('/', text.indexOf("//") + 2);
            small = small < 0 ? text.length() : small;
        }
        return small <= 0
                ? text
                : text.substring(0, small).toLowerCase(Locale.ROOT) + text.substring(small);
    }

    private static String withoutHistory(String text) {
        int history = text.indexOf(HISTORY);
        return history < 0 ? text : text.substring(0, history);
    }

    /** The last two parts, {@code Type/id}; empty when there are not two, or more than allowed. */
    private static String relative(String text, boolean withServer) {
        int id = text.lastIndexOf('/');
        if (id <= 0 || id == text.length() - 1) {
            return "";
        }
        int type = text.lastIndexOf('/', id - 1) + 1;
        if (type == id || type > 0 && !withServer || !Character.isUpperCase(text.charAt(type))) {
            return "";
        }
        return text.substring(type);
    }

    /** The value of the only search parameter that identifies: {@code identifier=system|value}. */
    private static String searched(String query) {
        String parameter = "identifier=";
        if (!query.startsWith(parameter) || query.indexOf('&') >= 0) {
            return "";
        }
        String token = query.substring(parameter.length());
        if (token.indexOf('%') >= 0) {
            try {
                token = URLDecoder.decode(token.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notEncoded) {
                return token;
            }
        }
        return token.indexOf('|') > 0 ? token : "";
    }

    /** Keys end with a zero character in the index; long ones would let an input fill memory. */
    private static String bounded(String key) {
        String clean = key.indexOf('\0') < 0 ? key : key.replace('\0', ' ');
        if (clean.length() <= Limits.KEY) {
            return clean;
        }
        byte[] hash = ResourceKeys.sha256().digest(clean.getBytes(StandardCharsets.UTF_8));
        return "h:" + HexFormat.of().formatHex(hash);
    }
}
