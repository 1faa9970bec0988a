package org.openmso.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openmso.testkit.RecordedTarget.Step;

/** The host's side remembers what was asked of it. */
class RecordedTest {
    private final RecordedTarget target = RecordedTarget.sound();

    @Test
    void aTargetShowsWhatWasCommittedOnly() throws IOException {
        try (var kept = target.create("kept.837");
                var dropped = target.create("dropped.837")) {
            kept.stream().write(new byte[] {'a', 'b'});
            dropped.stream().write('c');
            kept.commit();
            assertEquals(2, target.stillOpen());
        }
        assertEquals(0, target.stillOpen());
        assertEquals(List.of("kept.837", "dropped.837"), target.begun());
        assertEquals(List.of("kept.837"), target.committed());
        assertEquals("ab", target.text("kept.837"));
        assertThrows(AssertionError.class, () -> target.text("dropped.837"));
        assertEquals(List.of(), target.mistakes());
    }

    @Test
    void aTargetNamesEveryMistake() throws IOException {
        target.create("a/b").close();
        var taken = target.create("taken.837");
        target.create("taken.837").close();
        taken.commit();
        taken.commit();
        taken.stream().write('a');
        taken.stream().close();
        assertEquals(
                List.of(
                        "no file name: a/b",
                        "a name that was taken: taken.837",
                        "a commit after the end of taken.837",
                        "a write after the end of taken.837",
                        "the writer closed the stream of taken.837"),
                target.mistakes());
    }

    @ParameterizedTest
    @EnumSource
    void aTargetFailsWhereItShall(Step step) {
        var failing = RecordedTarget.failingAt(step);
        var thrown =
                assertThrows(
                        IOException.class,
                        () -> {
                            try (var interchange = failing.create("name.837")) {
                                interchange.stream().write('a');
                                interchange.commit();
                            }
                        });
        assertEquals("the target fails on purpose: " + step, thrown.getMessage());
        assertEquals(List.of(), failing.committed());
        assertEquals(0, failing.stillOpen());
    }

    @Test
    void countersCountEachKeyAndRepeatNothingAfterAFailure() throws IOException {
        var sequences = new RecordedSequences();
        assertEquals(1, sequences.next("a"));
        sequences.fail(true);
        assertThrows(IOException.class, () -> sequences.next("a"));
        sequences.fail(false);
        assertEquals(2, sequences.next("a"));
        assertEquals(1, sequences.next("b"));
        assertEquals(List.of("a", "a", "a", "b"), sequences.asked());
        assertEquals(Map.of("a", 2L, "b", 1L), sequences.last());
    }

    @Test
    void anInputCountsItsStreamsHoweverOftenTheyAreClosed() throws IOException {
        var input = RecordedInput.of("visits", "ab");
        var first = input.open();
        var second = input.open();
        assertEquals('a', first.read());
        first.close();
        first.close();
        assertEquals(2, input.opened());
        assertEquals(1, input.stillOpen());
        second.close();
        assertEquals(0, input.stillOpen());
    }

    @Test
    void aClockShowsWhatItIsSetToInEveryZone() {
        var clock = SetClock.at("2026-10-05T09:15:00Z");
        var there = clock.withZone(ZoneId.of("America/Chicago"));
        clock.advance(Duration.ofHours(1));
        assertEquals(Instant.parse("2026-10-05T10:15:00Z"), there.instant());
        assertEquals(ZoneId.of("America/Chicago"), there.getZone());
        assertEquals(1, clock.read());
    }
}
