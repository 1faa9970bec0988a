package org.openmso.sample.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SizeTest {
    /** Run in a JVM of its own, whose heap is smaller than what it writes. */
    static final class Writer {
        public static void main(String[] args) throws IOException {
            Manifest manifest =
                    Simulation.of(1)
                            .visits(Integer.parseInt(args[1]))
                            .dialect(Dialect.valueOf(args[0]))
                            .plant(Fault.DUPLICATE_SERVICE, 50)
                            .write(OutputStream.nullOutputStream());
            System.out.write(
                    (manifest.bytes() + " " + manifest.claims().size())
                            .getBytes(StandardCharsets.US_ASCII));
            System.out.flush();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aHeapOfTwelveMegabytesWritesManyTimesItsSize(Dialect dialect)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx12m",
                                        "-XX:+UseSerialGC",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Writer.class.getName(),
                                        dialect.name(),
                                        "15000"))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertEquals(0, process.waitFor());
        String[] sums = said.split(" ");
        assertTrue(Long.parseLong(sums[0]) > 36_000_000, said);
        assertEquals("15050", sums[1]);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theSizeFollowsTheNumberOfVisits(Dialect dialect) throws IOException {
        long one = bytes(dialect, 500);
        long ten = bytes(dialect, 5000);
        assertTrue(ten > 8 * one && ten < 12 * one, one + " and " + ten);
    }

    @Test
    void moreVisitsDoNotChangeTheFirstOnes() throws IOException {
        List<ExpectedClaim> few = write(Dialect.BULK, 20).claims();
        List<ExpectedClaim> many = write(Dialect.BULK, 2000).claims();
        assertEquals(List.copyOf(few), List.copyOf(many.subList(0, 20)));
    }

    private static long bytes(Dialect dialect, int visits) throws IOException {
        return write(dialect, visits).bytes();
    }

    private static Manifest write(Dialect dialect, int visits) throws IOException {
        return Simulation.of(9)
                .visits(visits)
                .dialect(dialect)
                .write(OutputStream.nullOutputStream());
    }
}
