package org.openmso.embed.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One clause of an OSGi manifest header: paths, then attributes and directives (OSGi Core 8,
 * 3.2.4). Keys keep their colon, so that {@code resolution:} is a directive and {@code version} an
 * attribute.
 */
record ManifestHeader(List<String> paths, Map<String, String> parameters) {
    /** The clauses of a header, none when it is absent. */
    static List<ManifestHeader> parse(String header) {
        var clauses = new ArrayList<ManifestHeader>();
        if (header != null) {
            for (String clause : split(header, ',')) {
                clauses.add(clause(clause));
            }
        }
        return clauses;
    }

    private static ManifestHeader clause(String text) {
        var paths = new ArrayList<String>();
        var parameters = new LinkedHashMap<String, String>();
        for (String part : split(text, ';')) {
            int equals = part.indexOf('=');
            int quote = part.indexOf('"');
            if (equals < 0 || (quote >= 0 && quote < equals)) {
                paths.add(part.trim());
            } else {
                boolean directive = equals > 0 && part.charAt(equals - 1) == ':';
                String key = part.substring(0, directive ? equals - 1 : equals).trim();
                String value = part.substring(equals + 1).trim();
                if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
                    value = value.substring(1, value.length() - 1);
                }
                // A typed attribute is "name:Type=value"; only the name matters here.
                int type = directive ? -1 : key.indexOf(':');
                parameters.put(
                        directive ? key + ":" : type < 0 ? key : key.substring(0, type), value);
            }
        }
        return new ManifestHeader(paths, parameters);
    }

    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
