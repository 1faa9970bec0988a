package org.openmso.embed.bundles.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * What bundles and tests tell each other across class loaders: through the JVM's properties, for
 * they share no class but the contracts. Each bundle carries its own copy of this one.
 */
public final class Trace {
    private static final String EVENTS = "openmso.test.events";
    private static final String LATEST = "openmso.test.latest.";

    private Trace() {}

    /** Adds an event, a few words. */
    public static void add(String event) {
        synchronized (System.getProperties()) {
            System.setProperty(EVENTS, System.getProperty(EVENTS, "") + event + "\n");
        }
    }

    /** Takes all events so far. */
    public static List<String> take() {
        synchronized (System.getProperties()) {
            var events = System.getProperty(EVENTS, "").lines().toList();
            System.clearProperty(EVENTS);
            return new ArrayList<>(events);
        }
    }

    /** Leaves an object for the other side. */
    public static void leave(String name, Object value) {
        System.getProperties().put(LATEST + name, value);
    }

    /** Takes what the other side left, null when there is nothing. */
    public static Object pickUp(String name) {
        return System.getProperties().remove(LATEST + name);
    }
}
