package org.openmso.sample.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The golden sums change only when what is written is meant to change. */
class GoldenOutputTest {
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aSeedGivesTheSameBytesOnEveryMachine(Dialect dialect)
            throws IOException, NoSuchAlgorithmException {
        Properties golden = new Properties();
        try (InputStream in = getClass().getResourceAsStream("sixty-visits.sha256.properties")) {
            golden.load(in);
        }
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(written(dialect, 42));
        assertEquals(golden.getProperty(dialect.name()), HexFormat.of().formatHex(hash));
    }

    @Test
    void neitherLanguageNorTimeZoneOfTheMachineMatter() throws IOException {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        byte[] here = written(Dialect.TRANSACTION, 42);
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            assertArrayEquals(here, written(Dialect.TRANSACTION, 42));
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void anotherSeedGivesAnotherPractice() throws IOException {
        assertFalse(
                Arrays.equals(written(Dialect.VISITS, 42), written(Dialect.VISITS, 43)),
                "seeds 42 and 43");
    }

    private static byte[] written(Dialect dialect, long seed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Simulation.of(seed)
                .practice("Golden Example Clinic")
                .day(LocalDate.of(2026, 11, 2))
                .visits(60)
                .dialect(dialect)
                .plantAll()
                .write(out);
        return out.toByteArray();
    }
}
