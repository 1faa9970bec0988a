package org.openmso.fhir;

/**
 * Where a resource stands in its input.
 *
 * @param source the input's name
 * @param line the ndjson line, counted from 1; 0 outside ndjson
 * @param within the path in the Bundle, or in the Bundles within each other; empty outside a Bundle
 */
record Place(String source, long line, String within) {
    /** The path of a problem with the input. */
    String path() {
        if (line == 0) {
            return within;
        }
        return within.isEmpty() ? "line " + line : "line " + line + ", " + within;
    }

    /** The name of a resource: by its id, or by its place. */
    String name(String type, String id) {
        if (!id.isEmpty()) {
            return type + "/" + id;
        }
        String path = path();
        return path.isEmpty() ? type : type + " at " + path;
    }
}
