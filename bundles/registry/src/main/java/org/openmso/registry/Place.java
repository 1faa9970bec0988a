package org.openmso.registry;

/**
 * Where in the document something stands. Put into words only when somebody asks: a large file has
 * many places and few problems.
 */
record Place(Place parent, String name, int index) {
    /** The document itself. */
    static final Place DOCUMENT = new Place(null, "", -1);

    /** A field of the object here. */
    Place field(String field) {
        return new Place(this, field, -1);
    }

    /** An item of the list here, counted from 0. */
    Place item(int item) {
        return new Place(this, "", item);
    }

    boolean isDocument() {
        return parent == null;
    }

    /** For example {@code practices[3].agreement.model}; empty for the document. */
    @Override
    public String toString() {
        if (isDocument()) {
            return "";
        }
        return index >= 0
                ? parent + "[" + index + "]"
                : parent.isDocument() ? name : parent + "." + name;
    }
}
