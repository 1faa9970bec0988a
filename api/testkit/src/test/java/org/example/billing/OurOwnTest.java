package org.example.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openmso.api.NotEntitled;
import org.openmso.api.billing.Billing;
import org.openmso.testkit.LeakTest;
import org.openmso.testkit.MadeUpClaims;
import org.openmso.testkit.MsoExtension;
import org.openmso.testkit.RecordedOutcomes;
import org.openmso.testkit.RecordedTarget;
import org.openmso.testkit.SetClock;
import org.openmso.testkit.SwapUnderLoad;

class OurOwnTest {
    @RegisterExtension
    static final MsoExtension MSO =
            MsoExtension.with(Path.of("target/our-billing.jar"))
                    .clock(SetClock.at("2026-10-05T09:15:00Z"))
                    .tier("basic")
                    .practice("elm-street", "basic")
                    .practice("oak-street")
                    .settings("oak-street", "billing", MadeUpClaims.SETTINGS);

    private final RecordedTarget target = RecordedTarget.sound();
    private final RecordedOutcomes outcomes = new RecordedOutcomes();

    @Test
    void aVisitBecomesAnInterchange() {
        Billing billing = MSO.get(Billing.class, "oak-street");
        billing.prepare(sink -> sink.claim(MadeUpClaims.visit(1), List.of()), target, outcomes);
        assertEquals(List.of("ACCT-1"), outcomes.claims());
        assertEquals(1, target.committed().size());
        assertEquals(List.of(), target.mistakes());
    }

    @Test
    void aPracticeOfTheBasicTierIsRefused() {
        Billing billing = MSO.get(Billing.class, "elm-street");
        assertThrows(NotEntitled.class, () -> billing.scrub(MadeUpClaims.visit(1)));
    }

    @Test
    void noCallIsLostWhileItIsReplaced() {
        SwapUnderLoad.of(MSO).threads(4).swaps(10).run(this::judged);
    }

    @Test
    void noVersionStaysInMemory() {
        LeakTest.of(MSO).swaps(5).run(this::judged);
    }

    private Object judged() {
        return MSO.get(Billing.class, "oak-street").scrub(MadeUpClaims.visit(1));
    }
}
