package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openmso.api.OutputFailed;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.host.InterchangeTarget;

/** When something fails, nothing is visible and nothing stays open. */
class FailureTest {
    private static final ClaimFeed FULL =
            sink -> {
                for (int i = 0; i < 6_000; i++) {
                    sink.claim(MadeUp.officeVisit(i), List.of());
                }
            };

    @ParameterizedTest
    @EnumSource(
            value = MemoryTarget.Failure.class,
            names = {"CREATE", "WRITE", "COMMIT"})
    void a_target_that_fails_leaves_nothing(MemoryTarget.Failure place) {
        var target = new MemoryTarget(place);
        var failure =
                assertThrows(
                        OutputFailed.class,
                        () -> new FakePractice().billing().prepare(FULL, target, o -> {}));
        assertEquals("MSO-3102", failure.code());
        assertEquals(IOException.class, failure.getCause().getClass());
        assertEquals(Map.of(), target.visible);
        assertEquals(target.created.get(), target.closed.get());
    }

    @Test
    void a_target_that_fails_when_closed_after_the_commit_has_made_the_file_all_the_same() {
        var target = new MemoryTarget(MemoryTarget.Failure.CLOSE);
        var report = new FakePractice().billing().prepare(FULL, target, o -> {});
        assertEquals(6_000, report.ready());
        assertEquals(1, target.visible.size());
    }

    @Test
    void a_feed_that_throws_halfway_discards_the_interchange() {
        var target = new MemoryTarget();
        var broken = new IllegalStateException("source gone");
        var thrown =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                new FakePractice()
                                        .billing()
                                        .prepare(
                                                sink -> {
                                                    FULL.feed(sink);
                                                    throw broken;
                                                },
                                                target,
                                                o -> {}));
        assertSame(broken, thrown);
        assertEquals(Map.of(), target.visible);
        assertEquals(1, target.closed.get());
    }

    @Test
    void a_listener_that_throws_discards_the_interchange() {
        var target = new MemoryTarget();
        int[] heard = {0};
        assertThrows(
                ArithmeticException.class,
                () ->
                        new FakePractice()
                                .billing()
                                .prepare(
                                        FULL,
                                        target,
                                        outcome -> {
                                            if (++heard[0] == 5_500) {
                                                throw new ArithmeticException("listener");
                                            }
                                        }));
        assertEquals(Map.of(), target.visible);
        assertEquals(1, target.closed.get());
    }

    @Test
    void a_feed_that_swallows_the_sinks_failure_does_not_get_a_file_with_claims_missing() {
        var target = new MemoryTarget();
        int[] heard = {0};
        assertThrows(
                ArithmeticException.class,
                () ->
                        new FakePractice()
                                .billing()
                                .prepare(
                                        sink -> {
                                            for (int i = 0; i < 10; i++) {
                                                try {
                                                    sink.claim(MadeUp.officeVisit(i), List.of());
                                                } catch (ArithmeticException e) {
                                                    heard[0] += 100;
                                                }
                                            }
                                        },
                                        target,
                                        outcome -> {
                                            if (++heard[0] == 3) {
                                                throw new ArithmeticException("listener");
                                            }
                                        }));
        assertEquals(3 + 8 * 100, heard[0]);
        assertEquals(Map.of(), target.visible);
    }

    @Test
    void a_failing_close_does_not_hide_why_the_batch_failed() {
        var target = new MemoryTarget(MemoryTarget.Failure.CLOSE);
        assertThrows(
                ArithmeticException.class,
                () ->
                        new FakePractice()
                                .billing()
                                .prepare(
                                        sink -> {
                                            FULL.feed(sink);
                                            throw new ArithmeticException("feed");
                                        },
                                        target,
                                        o -> {}));
        assertEquals(Map.of(), target.visible);
    }

    @Test
    void files_of_a_directory_are_whole_and_alone(@TempDir Path directory) throws IOException {
        var target = InterchangeTarget.directory(directory);
        var billing = new FakePractice().billing();
        billing.prepare(FULL, target, o -> {});
        assertThrows(
                ArithmeticException.class,
                () ->
                        billing.prepare(
                                sink -> {
                                    FULL.feed(sink);
                                    throw new ArithmeticException("feed");
                                },
                                target,
                                o -> {}));
        try (var files = Files.list(directory)) {
            assertEquals(
                    List.of("oak-street-000000001.837"),
                    files.map(f -> f.getFileName().toString()).toList());
        }
    }
}
