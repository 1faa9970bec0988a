package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openmso.embed.internal.History.Standing;
import org.openmso.embed.internal.Journal.Entry;

/** What a journal says altogether. */
class HistoryTest {
    private static final String BILLING = "org.example.billing";
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    /** Lines such as {@code APPLIED 2 b2}: the action, the version, and what serves then. */
    private static History history(String... lines) {
        var entries = new ArrayList<Entry>();
        for (String line : lines) {
            String[] words = line.split(" ");
            entries.add(
                    new Entry(
                            entries.size() + 1,
                            NOON.plusSeconds(entries.size()),
                            Journal.Action.valueOf(words[0]),
                            words.length > 3 ? words[3] : BILLING,
                            words[1],
                            words[2],
                            "-",
                            "1.0.0"));
        }
        return History.of(entries);
    }

    private static Optional<String> wayBack(String... lines) {
        return history(lines).wayBack(BILLING).map(Standing::after);
    }

    @Test
    void withoutAnEntryTheHostsOwnServesAndThereIsNoWayBack() {
        assertEquals(Journal.HOSTS_OWN, history().standing(BILLING).after());
        assertEquals(Optional.empty(), wayBack());
        assertEquals(0, history().last());
    }

    @Test
    void theWayBackIsWhatServedBefore() {
        assertEquals(Optional.of(Journal.HOSTS_OWN), wayBack("APPLIED 2 b2"));
        assertEquals(Optional.of("b2"), wayBack("APPLIED 2 b2", "APPLIED 3 b3"));
        assertEquals(
                Optional.of("b2"),
                wayBack("APPLIED 2 b2", "APPLIED 3 b3", "ROLLED_BACK 4 b3", "APPLIED 3 b3"));
        assertEquals(Optional.empty(), wayBack("REMOVED 1 none", "APPLIED 2 b2"));
    }

    @Test
    void whatWasRolledBackFromIsNoWayBackUntilItIsAppliedAgain() {
        assertEquals(Optional.empty(), wayBack("APPLIED 2 b2", "APPLIED 3 b3", "REVERTED 3 b2"));
        assertEquals(
                Optional.of("b3"),
                wayBack(
                        "APPLIED 2 b2",
                        "APPLIED 3 b3",
                        "REVERTED 3 b2",
                        "APPLIED 3 b3",
                        "APPLIED 4 b4"));
        assertEquals(
                Optional.empty(),
                wayBack(
                        "APPLIED 2 b2",
                        "APPLIED 3 b3",
                        "REVERTED 3 b2",
                        "REMOVED 2 host",
                        "APPLIED 2 b2",
                        "REVERTED 2 host"));
    }

    @Test
    void whatWasRefusedChangesNothingWhateverItSays() {
        History history = history("APPLIED 2 b2", "ROLLED_BACK 3 host");
        assertEquals("b2", history.standing(BILLING).after());
        assertEquals(1, history.standing(BILLING).sequence());
        assertEquals(2, history.last());
    }

    @Test
    void aJarGoneBackToHasItsOwnVersionAndTheTimeWhenItWasApplied() {
        Standing now = history("APPLIED 2 b2", "APPLIED 3 b3", "REVERTED 3 b2").standing(BILLING);
        assertEquals(new Standing(BILLING, "b2", "2", NOON, "1.0.0", 3), now);
    }

    @Test
    void whatServesAndWhatServedBeforeIsNeeded() {
        assertEquals(
                Set.of("b3", "b4", "i2", "host"),
                history("APPLIED 2 b2", "APPLIED 3 b3", "APPLIED 4 b4", "APPLIED 2 i2 intake")
                        .needed());
    }

    @Test
    void whatChangedLastIsLast() {
        assertEquals(
                List.of("rules", BILLING, "intake"),
                history(
                                "APPLIED 1 b1",
                                "APPLIED 1 r1 rules",
                                "APPLIED 1 i1 intake",
                                "APPLIED 2 b2",
                                "REMOVED 1 none intake")
                        .standings()
                        .stream()
                        .map(Standing::name)
                        .toList());
    }
}
