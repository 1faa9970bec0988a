package org.openmso.api;

import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What is wrong, where, and what to do about it. Never carries names, birth dates or diagnoses of
 * patients.
 *
 * @param code {@code MSO-nnnn}, and {@code docs/errors/} has a page for each; a bundle of another
 *     author has a prefix of its own, 2 to 12 capitals and digits that begin with a capital
 * @param severity whether it stops the work at hand
 * @param path where: a FHIR path, an X12 element, a line and field; empty when it concerns the
 *     whole
 * @param message the cause, a sentence
 * @param fix what to do, a sentence
 */
public record Problem(String code, Severity severity, String path, String message, String fix)
        implements Serializable {
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]{1,11}-[0-9]{4}");

    /** Whether a problem stops the work at hand. */
    public enum Severity {
        /** The work goes on. */
        WARNING,
        /** The work stops until it is mended. */
        ERROR
    }

    /** Refuses a code that is not a prefix, a hyphen and four digits. */
    public Problem {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("not a problem code: " + code);
        }
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(fix, "fix");
    }

    /** A problem that stops the work. */
    public static Problem error(String code, String path, String message, String fix) {
        return new Problem(code, Severity.ERROR, path, message, fix);
    }

    /** A problem that does not stop the work. */
    public static Problem warning(String code, String path, String message, String fix) {
        return new Problem(code, Severity.WARNING, path, message, fix);
    }

    /** Whether it stops the work. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** One line for people: code, place, cause, fix. */
    @Override
    public String toString() {
        return code + (path.isEmpty() ? "" : " at " + path) + ": " + message + " Fix: " + fix;
    }
}
