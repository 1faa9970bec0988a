package org.openmso.verifier;

import java.util.Objects;

/**
 * Something about a bundle that its author should know.
 *
 * @param severity how much it weighs
 * @param code {@code MSO-14nn}; {@code docs/errors/} has a page for each
 * @param place a header of the manifest, an entry of the jar, or {@code class#method}; a class of
 *     an embedded library has the library's jar and {@code !} before it; empty for the whole jar
 * @param message what was found, one or more sentences
 * @param fix what to do about it, a sentence
 */
public record Finding(Severity severity, String code, String place, String message, String fix) {
    /** Refuses null. */
    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(fix, "fix");
    }

    /** Whether the bundle must not be shipped as it is. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** One line for people: severity, code, place, what was found, fix. */
    @Override
    public String toString() {
        return severity
                + " "
                + code
                + (place.isEmpty() ? "" : " at " + place)
                + ": "
                + message
                + " Fix: "
                + fix;
    }
}
