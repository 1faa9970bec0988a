package org.openmso.verifier;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One clause of a manifest header: paths, then attributes and directives (OSGi Core 8, 3.2.4). A
 * directive's key keeps its colon; an attribute's type is dropped.
 */
record HeaderClause(List<String> paths, Map<String, String> parameters) {
    /** The clauses of a header, none when it is absent. */
    static List<HeaderClause> parse(String header) {
        var clauses = new ArrayList<HeaderClause>();
        if (header != null) {
            for (String clause : split(header, ',')) {
                if (!clause.isBlank()) {
                    clauses.add(clause(clause));
                }
            }
        }
        return clauses;
    }

    /** A parameter, or what stands for it where it is absent. */
    String parameter(String key, String otherwise) {
        return parameters.getOrDefault(key, otherwise);
    }

    /** Whether the framework may do without it. */
    boolean isOptional() {
        return "optional".equals(parameters.get("resolution:"));
    }

    private static HeaderClause clause(String text) {
        var paths = new ArrayList<String>();
        var parameters = new LinkedHashMap<String, String>();
        for (String part : split(text, ';')) {
            int equals = part.indexOf('=');
            int quote = part.indexOf('"');
            if (equals <= 0 || (quote >= 0 && quote < equals)) {
                paths.add(unquoted(part));
            } else {
                boolean isDirective = part.charAt(equals - 1) == ':';
                String key = part.substring(0, equals).trim();
                int type = isDirective ? -1 : key.indexOf(':');
                parameters.put(
                        type < 0 ? key : key.substring(0, type),
                        unquoted(part.substring(equals + 1)));
            }
        }
        return new HeaderClause(paths, parameters);
    }

    private static String unquoted(String text) {
        String value = text.trim();
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
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
