package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

    @Property(seed = "20261124")
    void time_is_the_day_it_is_in_the_zone(@ForAll("times") OffsetDateTime time) {
        OffsetDateTime whole =
                time.withNano(0)
                        .withOffsetSameLocal(
                                ZoneOffset.ofTotalSeconds(
                                        time.getOffset().getTotalSeconds() / 60 * 60));
        String text = whole.format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX"));
        LocalDate expected = whole.atZoneSameInstant(CHICAGO).toLocalDate();
        assertEquals(Optional.of(expected), Days.of(text, CHICAGO, true));
    }

    @Example
    void time_with_an_offset_is_the_day_that_is_written() {
        ZoneId server = ZoneOffset.UTC;
        Optional<LocalDate> day = Optional.of(LocalDate.of(2026, 10, 6));
        assertEquals(day, Days.of("2026-10-06T20:30:00-05:00", server, false));
        assertEquals(day, Days.of("2026-10-06T00:30:00+10:00", CHICAGO, false));
    }

    @Example
    void time_in_utc_is_the_day_of_the_zone() {
        Optional<LocalDate> day = Optional.of(LocalDate.of(2026, 10, 6));
        assertEquals(day, Days.of("2026-10-07T01:30:00Z", CHICAGO, false));
        assertEquals(day, Days.of("2026-10-07T01:30:00+00:00", CHICAGO, false));
    }

    @Example
    void forms_that_fhir_knows() {
        Optional<LocalDate> day = Optional.of(LocalDate.of(2026, 10, 1));
        assertEquals(day, Days.of("2026-10-01", CHICAGO, true));
        assertEquals(day, Days.of("2026-10-01T23:59:60.123-05:00", CHICAGO, true));
        assertEquals(day, Days.of("2026-10-01T00:00:00", CHICAGO, true));
        assertEquals(Optional.empty(), Days.of("2026", CHICAGO, true));
        assertEquals(Optional.empty(), Days.of("2026-10", CHICAGO, true));
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
            assertThrows(DateTimeException.class, () -> Days.of(text, CHICAGO, true), text);
        }
    }
}
