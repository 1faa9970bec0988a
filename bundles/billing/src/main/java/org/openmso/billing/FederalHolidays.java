package org.openmso.billing;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.function.IntFunction;

/** The days on which federal offices are closed, from {@code federal-holidays.txt}. */
final class FederalHolidays {
    private static final List<Holiday> HOLIDAYS =
            Resource.rows("federal-holidays.txt").stream().map(FederalHolidays::parse).toList();

    private FederalHolidays() {}

    /** The day itself, or the first one after it that is no weekend and no holiday. */
    static LocalDate workdayFrom(LocalDate day) {
        LocalDate next = day;
        while (isWeekend(next) || isObserved(next)) {
            next = next.plusDays(1);
        }
        return next;
    }

    /** Whether a holiday is kept on the day. */
    static boolean isObserved(LocalDate day) {
        // A New Year's Day on a Saturday is kept in December of the year before.
        return HOLIDAYS.stream().anyMatch(h -> h.isKeptOn(day, 0) || h.isKeptOn(day, 1));
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static Holiday parse(String row) {
        String[] part = row.split(" ");
        int month = Integer.parseInt(part[1]);
        if (part[0].equals("on")) {
            int day = Integer.parseInt(part[2]);
            return new Holiday(Integer.parseInt(part[3]), year -> LocalDate.of(year, month, day));
        }
        int ordinal = part[2].equals("last") ? -1 : Integer.parseInt(part[2]);
        DayOfWeek weekday = DayOfWeek.valueOf(part[3]);
        return new Holiday(
                Integer.parseInt(part[4]),
                year ->
                        LocalDate.of(year, month, 1)
                                .with(TemporalAdjusters.dayOfWeekInMonth(ordinal, weekday)));
    }

    private record Holiday(int since, IntFunction<LocalDate> date) {
        boolean isKeptOn(LocalDate day, int yearsAhead) {
            int year = day.getYear() + yearsAhead;
            return year >= since && kept(date.apply(year)).equals(day);
        }

        private static LocalDate kept(LocalDate date) {
            return switch (date.getDayOfWeek()) {
                case SATURDAY -> date.minusDays(1);
                case SUNDAY -> date.plusDays(1);
                default -> date;
            };
        }
    }
}
