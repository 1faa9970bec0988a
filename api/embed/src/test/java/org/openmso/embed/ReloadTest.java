package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.DESK;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestHost.codes;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.CapabilityUnavailable;
import org.openmso.api.Health;
import org.openmso.api.InvalidRegistry;
import org.openmso.api.NotEntitled;
import org.openmso.api.UnknownPractice;
import org.openmso.api.billing.Billing;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.embed.bundles.trace.Trace;

/** An operator changes the registry file at noon, with patients in the rooms. */
@Tag("framework")
class ReloadTest {
    private static final String[] TIERS = {"tier essential fhir", "tier complete fhir billing"};

    @TempDir Path root;
    private TestHost host;

    @BeforeEach
    void aHost() {
        Trace.take();
        host = TestHost.usual(root);
    }

    @AfterEach
    void closeHost() throws Exception {
        System.clearProperty("openmso.test.billing");
        host.close();
    }

    private void registry(String... practices) {
        var lines = new ArrayList<>(List.of(TIERS));
        lines.addAll(List.of(practices));
        host.registry(lines.toArray(String[]::new));
    }

    @Test
    void aPracticeMovedDownIsRefusedAtItsNextCallThroughTheSameFacade() {
        registry("practice oak-street complete", "practice elm-street complete");
        Mso mso = host.start();
        Billing kept = billing(mso, "oak-street");
        assertEquals("done", call(kept));

        registry("practice oak-street essential", "practice elm-street complete");
        mso.reload();
        assertThrows(NotEntitled.class, () -> call(kept));
        assertEquals("done", call(billing(mso, "elm-street")));
        assertEquals("essential", mso.practice("oak-street", DESK).practice().tier());
    }

    @Test
    void aPracticeMovedUpIsServedThroughTheSameFacade() {
        registry("practice oak-street essential");
        Mso mso = host.start();
        Billing kept = billing(mso, "oak-street");
        assertThrows(NotEntitled.class, () -> call(kept));
        assertFalse(Trace.take().contains("billing loaded"));

        registry("practice oak-street complete");
        mso.reload();
        assertEquals("done", call(kept));
        assertTrue(Trace.take().contains("billing promoted"));
    }

    @Test
    void aCallInsideFinishesWhileItsPracticeIsMovedDown() throws Exception {
        registry("practice oak-street complete");
        Mso mso = host.start();
        Billing billing = billing(mso, "oak-street");
        HeldBatch held = HeldBatch.inside(billing);
        registry("practice oak-street essential");
        var reloading = CompletableFuture.runAsync(mso::reload, TestHost.OWN_THREAD);
        while (mso.practice("oak-street", DESK).find(Billing.class).isPresent()) {
            Thread.onSpinWait();
        }
        assertThrows(NotEntitled.class, () -> call(billing));
        assertFalse(reloading.isDone());

        held.letGo();
        assertEquals(1, held.ready());
        reloading.get();
        var events = Trace.take();
        assertTrue(
                events.indexOf("call leaves") < events.indexOf("billing retired"),
                events::toString);
    }

    @Test
    void whatNoTierInUseIncludesIsNeverInstalledAndGoesWhenItsLastPracticeGoes() {
        registry("practice oak-street essential");
        Mso mso = host.start();
        assertEquals(List.of("fhir loaded"), Trace.take());
        registry("practice oak-street complete");
        mso.reload();
        registry("practice oak-street essential");
        mso.reload();
        assertEquals(
                List.of("billing loaded", "billing made", "billing promoted", "billing retired"),
                Trace.take());
        assertEquals(Health.up(), mso.health());
    }

    @Test
    void aChangedSettingReachesTheNextCall() {
        registry(
                "practice oak-street complete billing.answer=monday",
                "practice elm-street complete billing.answer=elm");
        Mso mso = host.start();
        Billing kept = billing(mso, "oak-street");
        assertEquals("monday", call(kept));
        assertEquals("elm", call(billing(mso, "elm-street")));
        Trace.take();
        registry(
                "practice oak-street complete billing.answer=tuesday",
                "practice elm-street complete billing.answer=elm");
        mso.reload();
        assertEquals("tuesday", call(kept));
        assertEquals("elm", call(billing(mso, "elm-street")));
        assertEquals(List.of("billing opened for oak-street"), Trace.take());
    }

    @Test
    void aPracticeThatLeftTheFileIsUnknown() {
        registry("practice oak-street complete", "practice elm-street complete");
        Mso mso = host.start();
        Billing kept = billing(mso, "elm-street");
        assertEquals("done", call(kept));
        registry("practice oak-street complete");
        mso.reload();
        assertThrows(UnknownPractice.class, () -> call(kept));
        assertEquals(1, mso.registry().practices().size());
    }

    @Test
    void aFileThatCannotBeReadLeavesTheOldOneInForce() {
        registry("practice oak-street complete");
        Mso mso = host.start();
        Billing kept = billing(mso, "oak-street");
        host.registry("nonsense");
        assertEquals("MSO-1102", assertThrows(InvalidRegistry.class, mso::reload).code());
        assertEquals("done", call(kept));
        assertEquals(1, mso.registry().practices().size());
    }

    @Test
    void aCapabilityThatNoBundleProvidesIsNamedUntilTheTierIsMended() {
        host.registry(
                "tier essential fhir",
                "tier dreamt fhir coding",
                "tier unused credentialing",
                "practice oak-street dreamt");
        Mso mso = host.start();
        assertEquals(Health.Status.DEGRADED, mso.health().status());
        assertEquals(List.of("MSO-1021"), codes(mso.health()));
        assertEquals("coding", mso.health().problems().get(0).path());

        host.registry("tier essential fhir", "practice oak-street essential");
        mso.reload();
        assertEquals(Health.up(), mso.health());
    }

    @Test
    void aTierMayNameTheRegistryAlthoughNobodyNeedsTo() {
        host.registry("tier essential fhir registry", "practice oak-street essential");
        assertEquals(Health.up(), host.start().health());
    }

    @Test
    void aBundleThatFailedItsProbeIsTriedAgainAndItsProblemGoes() {
        System.setProperty("openmso.test.billing", "fail its probe");
        registry("practice oak-street complete");
        Mso mso = host.start();
        Billing kept = billing(mso, "oak-street");
        assertEquals(List.of("MSO-1016"), codes(mso.health()));
        assertEquals(
                "MSO-1203", assertThrows(CapabilityUnavailable.class, () -> call(kept)).code());
        mso.reload();
        assertEquals(List.of("MSO-1016"), codes(mso.health()), "once, not twice");

        System.clearProperty("openmso.test.billing");
        mso.reload();
        assertEquals(Health.up(), mso.health());
        assertEquals("done", call(kept));
    }

    @Test
    void theProblemOfABundleThatNobodyNeedsAnyMoreGoes() {
        System.setProperty("openmso.test.billing", "fail its probe");
        registry("practice oak-street complete");
        Mso mso = host.start();
        assertEquals(List.of("MSO-1016"), codes(mso.health()));
        registry("practice oak-street essential");
        mso.reload();
        assertEquals(Health.up(), mso.health());
    }

    @Test
    void oneBundleWithTwoCapabilitiesLosesOnlyTheOneThatNobodyUses() {
        host = new TestHost(root).with(TestBundle.REGISTRY, TestBundle.billingAndIntake());
        registry("practice oak-street complete");
        Mso mso = host.start();
        FhirIntake intake = mso.practice("oak-street", DESK).get(FhirIntake.class);
        assertEquals("done", call(billing(mso, "oak-street")));
        registry("practice oak-street essential");
        mso.reload();
        assertEquals(0, intake.read(List.of(), null, IntakeListener.NONE).claims());
        assertTrue(Trace.take().contains("billing retired"));
    }

    @Test
    void aFacadeThatTheHostKeepsDoesNotKeepABundleThatLeft() {
        registry("practice oak-street complete");
        Mso mso = host.start();
        Billing kept = billing(mso, "oak-street");
        assertEquals("done", call(kept));
        var loader = (WeakReference<?>) Trace.pickUp("billing-loader");
        registry("practice oak-street essential");
        mso.reload();
        for (int i = 0; i < 50 && loader.get() != null; i++) {
            System.gc();
        }
        assertNull(loader.get());
        assertThrows(NotEntitled.class, () -> call(kept));
    }
}
