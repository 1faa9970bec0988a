package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.time.api.DateTimes;

/** Dates and times of FHIR as days, compared with the platform's own reading. */
class DaysTest {
    private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");

    @Provide
    Arbitrary<OffsetDateTime> times() {
        return DateTimes.offsetDateTimes()
                .between(
                        java.time.LocalDateTime.of(1900, 1, 1, 0, 0),
                        java.time.LocalDateTime.of(2100, 1, 1, 0, 0));
    }

    private static LocalDate day(String text, ZoneId zone, boolean stated) {
        Days days = Days.of(text, List.of(zone), stated).orElseThrow();
        assertTrue(days.isOne());
        return days.first();
    }

    @Property(seed = "20261124")
    void time_is_the_day_it_is_in_the_zone(@ForAll("times") OffsetDateTime time) {
        OffsetDateTime whole =
                time.withNano(0)
                        .withOffsetSameLocal(
                                ZoneOffset.ofTotalSeconds(
                                        time.getOffset().getTotalSeconds() / 60 * 60));
        String text = whole.format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX"));
        LocalDate expected = whole.atZoneSameInstant(CHICAGO).toLocalDate();
        assertEquals(expected, day(text, CHICAGO, true));
    }

    @Example
    void time_with_an_offset_is_the_day_that_is_written() {
        ZoneId server = ZoneOffset.UTC;
        LocalDate day = LocalDate.of(2026, 10, 6);
        assertEquals(day, day("2026-10-06T20:30:00-05:00", server, false));
        assertEquals(day, day("2026-10-06T00:30:00+10:00", CHICAGO, false));
    }

    @Example
    void time_in_utc_is_the_day_of_the_zone() {
        LocalDate day = LocalDate.of(2026, 10, 6);
        assertEquals(day, day("2026-10-07T01:30:00Z", CHICAGO, false));
        assertEquals(day, day("2026-10-07T01:30:00+00:00", CHICAGO, false));
    }

    @Example
    void time_in_utc_is_of_one_day_only_where_all_zones_of_the_state_have_it() {
        List<ZoneId> tennessee = StateZones.of("TN");
        Days evening = Days.of("2026-10-07T01:30:00Z", tennessee, false).orElseThrow();
        assertTrue(evening.isOne());
        assertEquals(LocalDate.of(2026, 10, 6), evening.first());
        Days midnight = Days.of("2026-10-07T04:30:00Z", tennessee, false).orElseThrow();
        assertFalse(midnight.isOne());
        assertEquals(LocalDate.of(2026, 10, 6), midnight.first());
        assertEquals(LocalDate.of(2026, 10, 7), midnight.last());
    }

    @Example
    void every_state_has_its_zones_and_the_armed_forces_all_of_them() {
        assertEquals(List.of(ZoneId.of("America/New_York")), StateZones.of("OH"));
        assertEquals(2, StateZones.of("TX").size());
        assertTrue(StateZones.of("AE").contains(ZoneId.of("Pacific/Guam")));
        assertTrue(StateZones.of("AE").contains(ZoneId.of("America/Puerto_Rico")));
    }

    @Example
    void forms_that_fhir_knows() {
        LocalDate day = LocalDate.of(2026, 10, 1);
        assertEquals(day, day("2026-10-01", CHICAGO, true));
        assertEquals(day, day("2026-10-01T23:59:60.123-05:00", CHICAGO, true));
        assertEquals(day, day("2026-10-01T00:00:00", CHICAGO, true));
        assertEquals(Optional.empty(), Days.of("2026", List.of(CHICAGO), true));
        assertEquals(Optional.empty(), Days.of("2026-10", List.of(CHICAGO), true));
    }

    @Example
    void forms_that_fhir_does_not_know() {
        for (String text :
                List.of(
                        "x",
                        "20261001",
                        "2026-13",
                        "2026-02-30",
                        "10/01/2026",
                        "2026-10-01 10:00",
                        "2026-10-01T10",
                        "2026-10-01T10:00Z",
                        "2026-10-01T25:00:00Z",
                        "2026-10-01T10:00:00+5",
                        "2026-10-01T10:00:00 CDT",
                        "2026-10-01T10:00:00-19:00",
                        "-2026-10-01",
                        "2026-1-1",
                        "")) {
            assertThrows(DateTimeException.class, () -> day(text, CHICAGO, true), text);
        }
    }
}
