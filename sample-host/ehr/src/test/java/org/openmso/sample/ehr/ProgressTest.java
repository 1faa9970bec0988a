package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private long now = Long.MAX_VALUE - 5;

    private Progress progress(long total) {
        return new Progress(new PrintStream(lines, true, StandardCharsets.UTF_8), total, () -> now);
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void aShortReadingSaysNothing() {
        Progress progress = progress(100);
        pass(1_900);
        progress.read("a.json", 100);
        progress.decided();
        assertEquals("", lines.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aLongReadingSaysEveryTwoSecondsHowFarItIsInAllInputs() {
        Progress progress = progress(64 << 20);
        progress.read("a.ndjson", 16 << 20);
        progress.read("a.ndjson", 32 << 20);
        pass(2_000);
        progress.read("b.ndjson", 16 << 20);
        progress.decided();
        progress.decided();
        pass(2_000);
        progress.decided();
        assertEquals(
                """
                read 48 of 64 MiB, 0 claims decided, in b.ndjson
                read 48 of 64 MiB, 3 claims decided, in b.ndjson
                """,
                lines.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anInputOfUnknownSizeHasNoEnd() {
        Progress progress = progress(0);
        pass(2_000);
        progress.read("pipe", 16 << 20);
        assertEquals(
                "read 16 MiB, 0 claims decided, in pipe\n", lines.toString(StandardCharsets.UTF_8));
    }
}
