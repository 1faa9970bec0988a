package org.openmso.fhir;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The day of a FHIR date or time, or the days that a time in UTC may be, by where it was. Reads
 * digits itself: every line of a claim has dates.
 *
 * @param first the day, or the first that it may be
 * @param last the same, or a later one that it may be
 */
record Days(LocalDate first, LocalDate last) {
    private static final int DATE = 10;
    private static final int SECONDS = 19;

    /** Whether the day is known. */
    boolean isOne() {
        return !first.isBefore(last);
    }

    /**
     * The day of a date, or of a time; empty for a year or month alone. A time with an offset was
     * written where it is local: its day is the one written, unless a zone is stated. A time in UTC
     * (Z, +00:00) tells nothing of the place: its day is that of the zone.
     *
     * @param zones of the practice: the one that it has stated, or those of its state
     * @param stated whether the practice has stated it, so that it counts for all times
     * @throws DateTimeException if it is malformed
     */
    static Optional<Days> of(String text, List<ZoneId> zones, boolean stated) {
        int length = text.length();
        if (length == 4) {
            number(text, 0, 4);
            return Optional.empty();
        }
        if (length == 7) {
            date(text + "-01");
            return Optional.empty();
        }
        LocalDate day = date(text);
        if (length == DATE) {
            return one(day);
        }
        require(text, DATE, 'T');
        require(text, 13, ':');
        require(text, 16, ':');
        // FHIR allows a leap second; its day is that of the second before.
        int seconds = Math.min(59, number(text, 17, 2));
        var time = LocalTime.of(number(text, 11, 2), number(text, 14, 2), seconds);
        int at = SECONDS;
        if (at < length && text.charAt(at) == '.') {
            at++;
            while (at < length && isDigit(text.charAt(at))) {
                at++;
            }
        }
        if (at == length) {
            return one(day);
        }
        ZoneOffset offset = offset(text, at);
        if (!stated && offset.getTotalSeconds() != 0) {
            return one(day);
        }
        OffsetDateTime moment = LocalDateTime.of(day, time).atOffset(offset);
        LocalDate first = LocalDate.MAX;
        LocalDate last = LocalDate.MIN;
        for (ZoneId zone : zones) {
            LocalDate there = moment.atZoneSameInstant(zone).toLocalDate();
            first = there.isBefore(first) ? there : first;
            last = there.isAfter(last) ? there : last;
        }
        return Optional.of(new Days(first, last));
    }

    private static Optional<Days> one(LocalDate day) {
        return Optional.of(new Days(day, day));
    }

    private static LocalDate date(String text) {
        int year = number(text, 0, 4);
        require(text, 4, '-');
        require(text, 7, '-');
        return LocalDate.of(year, number(text, 5, 2), number(text, 8, 2));
    }

    private static ZoneOffset offset(String text, int at) {
        char sign = text.charAt(at);
        if (sign == 'Z' && text.length() == at + 1) {
            return ZoneOffset.UTC;
        }
        if (sign != '+' && sign != '-' || text.length() != at + 6) {
            throw malformed();
        }
        require(text, at + 3, ':');
        int hours = number(text, at + 1, 2);
        int minutes = number(text, at + 4, 2);
        return sign == '-'
                ? ZoneOffset.ofHoursMinutes(-hours, -minutes)
                : ZoneOffset.ofHoursMinutes(hours, minutes);
    }

    private static int number(String text, int from, int digits) {
        if (text.length() < from + digits) {
            throw malformed();
        }
        int number = 0;
        for (int at = from; at < from + digits; at++) {
            char c = text.charAt(at);
            if (!isDigit(c)) {
                throw malformed();
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static void require(String text, int at, char wanted) {
        if (text.length() <= at || text.charAt(at) != wanted) {
            throw malformed();
        }
    }

    private static DateTimeException malformed() {
        return new DateTimeException("not a FHIR date");
    }
}
