package org.openmso.sample.ehr.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.openmso.api.MsoException;
import org.openmso.api.Problem;

class LoadTest {
    @Test
    void aCallThatThrowsIsLostAndOneAnsweredOtherwiseIsWrong() throws Exception {
        var asked = new AtomicInteger();
        var load =
                new Load(
                        List.of(
                                new Question("sound", () -> "right", "right"),
                                new Question("forgetful", asked::incrementAndGet, 1),
                                new Question("torn", LoadTest::fail, "right")),
                        2,
                        Load.Calm.USUAL);
        try (load) {
            assertTrue(load.steadyP999() > 0);
        }
        assertTrue(load.lost() > 0);
        assertTrue(load.wrong() > 0);
        assertTrue(load.calls() > load.lost() + load.wrong());
        assertEquals(
                List.of("forgetful: another answer than before the changes", "torn: MSO-1205"),
                load.signs());
    }

    @Test
    void aLoadOfRightAnswersLosesNothing() throws Exception {
        var load =
                new Load(
                        List.of(new Question("sound", () -> List.of(1), List.of(1))),
                        1,
                        Load.Calm.USUAL);
        try (load) {
            load.steadyP999();
            load.alsoAsked(new Question("other", () -> 2, 2));
        }
        assertEquals(0, load.lost());
        assertEquals(0, load.wrong());
        assertEquals(List.of(), load.signs());
        assertTrue(load.longest() >= 0);
    }

    @Test
    void aRehearsalFailsWhenACallWasLostOrWrongOrACandidateWasNotTreatedAsItShould() {
        assertTrue(rehearsed(0, 0, List.of()).isPassed());
        assertFalse(rehearsed(1, 0, List.of()).isPassed());
        assertFalse(rehearsed(0, 1, List.of()).isPassed());
        assertFalse(rehearsed(0, 0, List.of("change 5 was taken")).isPassed());
    }

    private static Rehearsed rehearsed(long lost, long wrong, List<String> unexpected) {
        return new Rehearsed(
                List.of("billing"), 10, lost, wrong, 1, 0, 1, 1, 0, Map.of(), unexpected);
    }

    private static Object fail() {
        throw new MsoException(Problem.error("MSO-1205", "", "It is gone.", "Wait."));
    }
}
