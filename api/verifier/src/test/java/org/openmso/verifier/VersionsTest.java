package org.openmso.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1.0,2)   | 1.0.0      | true",
                "[1.0,2)   | 1.9.9      | true",
                "[1.0,2)   | 2.0.0      | false",
                "(1.0,2]   | 1.0.0      | false",
                "(1.0,2]   | 2.0.0      | true",
                "1.5       | 7.0.0      | true",
                "1.5       | 1.4.9      | false",
                "[1.0,1.1) | 1.0.0.beta | true",
            })
    void rangesIncludeWhatOsgiSays(String range, String version, boolean included) {
        assertEquals(included, VersionRange.of(range).includes(OsgiVersion.of(version)));
    }

    @ParameterizedTest
    @CsvSource({"1.0.0, 1.0.1", "1.9, 1.10", "1.0.0, 1.0.0.a", "1.0.0.a, 1.0.0.b", "2, 10"})
    void versionsAreOrderedByNumberThenQualifier(String less, String more) {
        assertEquals(-1, Integer.signum(OsgiVersion.of(less).compareTo(OsgiVersion.of(more))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.", "1.0-beta", "a", "1.0.0.a b", "[1,2", "[1 2)", "99999999999"})
    void whatIsNoVersionIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> VersionRange.of(text));
    }
}
