package org.openmso.embed.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.openmso.embed.internal.StrictJson.Unsound;

/** The fields of one JSON object. Each must be there, of its form, and no other may be. */
final class JsonFields {
    private final String place;
    private final Map<?, ?> fields;
    private final Set<String> asked = new HashSet<>();

    private JsonFields(String place, Map<?, ?> fields) {
        this.place = place;
        this.fields = fields;
    }

    /** Reads the objects of a list. */
    interface Reader<T> {
        T read(JsonFields fields) throws Unsound;
    }

    /**
     * The fields of a value, which must be an object.
     *
     * @param place where it stands, for messages; empty for the whole
     */
    static JsonFields of(String place, Object value) throws Unsound {
        if (value instanceof Map<?, ?> fields) {
            return new JsonFields(place, fields);
        }
        throw new Unsound((place.isEmpty() ? "It" : place) + " is no object.");
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** A text of which all has a form. */
    String text(String name, Pattern form) throws Unsound {
        if (!(get(name) instanceof String text) || !form.matcher(text).matches()) {
            throw unsound(name, "is not of its form");
        }
        return text;
    }

    long number(String name, long least, long most) throws Unsound {
        if (!(get(name) instanceof Long number) || number < least || number > most) {
            throw unsound(name, "is no whole number from " + least + " to " + most);
        }
        return number;
    }

    <T> List<T> list(String name, int least, int most, Reader<T> reader) throws Unsound {
        if (!(get(name) instanceof List<?> values)
                || values.size() < least
                || values.size() > most) {
            throw unsound(name, "is no list of " + least + " to " + most);
        }
        var read = new ArrayList<T>();
        for (Object value : values) {
            read.add(reader.read(of(path(name) + "[" + read.size() + "]", value)));
        }
        return List.copyOf(read);
    }

    /** Refuses fields that nobody asked for. */
    void requireNoOthers() throws Unsound {
        for (Object name : fields.keySet()) {
            if (!asked.contains(name)) {
                throw unsound(JarLayout.shown((String) name), "is no field of this format");
            }
        }
    }

    /** What is wrong with a field. */
    Unsound unsound(String name, String what) {
        return new Unsound(path(name) + " " + what + ".");
    }

    private Object get(String name) throws Unsound {
        asked.add(name);
        Object value = fields.get(name);
        if (value == null) {
            throw unsound(name, "is missing");
        }
        return value;
    }

    private String path(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }
}
