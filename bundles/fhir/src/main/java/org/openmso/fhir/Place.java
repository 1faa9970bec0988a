package org.openmso.fhir;

/**
 * Where a resource stands in its input.
 *
 * @param source the input's name
 * @param line the ndjson line, counted from 1; 0 outside ndjson
 * @param entry the Bundle entry, counted from 0; -1 outside a Bundle
 */
record Place(String source, long line, long entry) {
    /** The path of a problem with the input. */
    String path() {
        String within = entry < 0 ? "" : "Bundle.entry[" + entry + "].resource";
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
