package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Collections;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Check digits, states, the calendar of Medicare's time limit, the set of keys. */
class RulesOfFormTest {
    @Test
    void the_published_npi_passes_and_its_neighbour_fails() {
        assertTrue(Npi.isValid("1234567893"));
        assertFalse(Npi.isValid("1234567890"));
    }

    @Property(seed = "20261124")
    void exactly_one_of_ten_last_digits_makes_an_npi(
            @ForAll @IntRange(min = 100_000_000, max = 299_999_999) int first) {
        int valid = 0;
        for (int last = 0; last < 10; last++) {
            valid += Npi.isValid(first + "" + last) ? 1 : 0;
        }
        assertEquals(1, valid);
    }

    @Test
    void states_are_those_of_the_postal_service() {
        for (String state : "IL NY PR GU AE DC MP".split(" ")) {
            assertTrue(States.isKnown(state), state);
        }
        for (String other : "XX il I ILL ON ZZ".split(" ")) {
            assertFalse(States.isKnown(other), other);
        }
        assertEquals(
                62, Resource.rows("states.txt").stream().mapToInt(r -> r.split(" ").length).sum());
    }

    @Test
    void a_service_of_the_leap_day_must_be_filed_by_the_last_of_february() {
        assertEquals(LocalDate.of(2025, 2, 28), TimelyFiling.deadline(LocalDate.of(2024, 2, 29)));
        assertEquals(LocalDate.of(2024, 2, 28), TimelyFiling.deadline(LocalDate.of(2023, 2, 28)));
    }

    @Test
    void a_time_limit_that_ends_on_a_weekend_goes_on_to_monday() {
        assertEquals(LocalDate.of(2026, 10, 5), TimelyFiling.deadline(LocalDate.of(2025, 10, 3)));
        assertEquals(LocalDate.of(2026, 10, 5), TimelyFiling.deadline(LocalDate.of(2025, 10, 4)));
    }

    @Test
    void a_time_limit_that_ends_on_a_holiday_goes_on_to_the_next_workday() {
        // Columbus Day, Monday 12 October 2026, after a weekend.
        assertEquals(LocalDate.of(2026, 10, 13), TimelyFiling.deadline(LocalDate.of(2025, 10, 10)));
        // Independence Day 2026 is a Saturday, kept on Friday the 3rd.
        assertEquals(LocalDate.of(2026, 7, 6), TimelyFiling.deadline(LocalDate.of(2025, 7, 3)));
        // New Year's Day 2028 is a Saturday, kept on Friday 31 December 2027.
        assertEquals(LocalDate.of(2028, 1, 3), TimelyFiling.deadline(LocalDate.of(2026, 12, 31)));
        // Thanksgiving 2026.
        assertEquals(LocalDate.of(2026, 11, 27), TimelyFiling.deadline(LocalDate.of(2025, 11, 26)));
    }

    @Test
    void juneteenth_is_kept_since_2021() {
        assertTrue(FederalHolidays.isObserved(LocalDate.of(2021, 6, 18)));
        assertFalse(FederalHolidays.isObserved(LocalDate.of(2020, 6, 19)));
        assertTrue(FederalHolidays.isObserved(LocalDate.of(2026, 5, 25)));
        assertFalse(FederalHolidays.isObserved(LocalDate.of(2026, 5, 18)));
    }

    @Property(tries = 20, seed = "20261124")
    void a_key_set_holds_what_was_added_and_nothing_else(
            @ForAll @IntRange(max = 20_000) int count) {
        var keys = new KeySet(true);
        var hash = new KeyHash();
        for (int i = 0; i < count; i++) {
            hash.reset();
            hash.add("key").add(i);
            assertFalse(keys.contains(hash.high(), hash.low()));
            keys.add(hash.high(), hash.low(), i);
        }
        for (int i = 0; i < count; i++) {
            hash.reset();
            hash.add("KEY").add(i);
            assertTrue(keys.contains(hash.high(), hash.low()));
            assertEquals(i, keys.value(hash.high(), hash.low()));
        }
    }

    @Test
    void texts_that_end_elsewhere_have_other_keys() {
        var one = new KeyHash().add("AB").add("C");
        var other = new KeyHash().add("A").add("BC");
        assertFalse(one.high() == other.high() && one.low() == other.low());
    }

    @Test
    void what_stands_twice_is_found_among_few_and_many() {
        for (int size : new int[] {3, 300}) {
            var seen = new Distinct<String>(size);
            assertTrue(Collections.nCopies(1, "a").stream().allMatch(seen::add));
            assertFalse(seen.add("a"));
            assertTrue(seen.add("b"));
        }
    }
}
