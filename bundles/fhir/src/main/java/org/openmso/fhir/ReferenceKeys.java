package org.openmso.fhir;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
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
        String url = withoutHistory(fullUrl);
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
     * The keys that a reference looks up, best first.
     *
     * @param reference its text, or empty
     * @param identifier its identifier as {@code system|value}, or empty
     * @param types the types it may refer to
     * @param base fullUrl of the resource that refers, or empty
     */
    static List<String> lookedUp(
            String reference, String identifier, Iterable<String> types, String base) {
        var keys = new ArrayList<String>();
        String text = withoutHistory(reference);
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
                    String own = relative(withoutHistory(base), true);
                    String server = withoutHistory(base);
                    server = server.substring(0, server.length() - own.length());
                    keys.add(bounded(URL + server + relative));
                }
                keys.add(bounded(RELATIVE + relative));
            }
        }
        if (keys.isEmpty() && !identifier.isEmpty() && identifier.charAt(0) != '|') {
            for (String type : types) {
                keys.add(bounded(IDENTIFIER + type + "?" + identifier));
            }
        }
        return keys;
    }

    /** Whether a text is a URL of a server. */
    static boolean isAbsolute(String text) {
        return text.startsWith("http://") || text.startsWith("https://");
    }

    /** Whether a key is a type and id. */
    static boolean isRelative(String key) {
        return key.startsWith(RELATIVE);
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
