package org.openmso.fhir;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;

/** FHIR's dates and times as days. */
final class Days {
    private Days() {}

    /**
     * The day of a date, or of a time in a zone; empty for a year or month alone.
     *
     * @throws DateTimeException if it is malformed
     */
    static Optional<LocalDate> of(String text, ZoneId zone) {
        int length = text.length();
        if (length == 10) {
            return Optional.of(LocalDate.parse(text));
        }
        if (length < 10) {
            // FHIR's partial dates: a year, or a year and a month.
            LocalDate.parse(length == 4 ? text + "-01-01" : text + "-01");
            return Optional.empty();
        }
        boolean zoned = text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > 10;
        return Optional.of(
                zoned
                        ? OffsetDateTime.parse(text).atZoneSameInstant(zone).toLocalDate()
                        : LocalDate.parse(text.substring(0, 10)));
    }
}
