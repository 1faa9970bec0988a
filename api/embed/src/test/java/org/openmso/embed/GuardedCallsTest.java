package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.DESK;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.CapabilityUnavailable;
import org.openmso.api.Health;
import org.openmso.api.MsoException;
import org.openmso.api.NotEntitled;
import org.openmso.api.OutputFailed;
import org.openmso.api.UnknownPractice;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.embed.bundles.trace.Trace;

/** What a host meets on the way of a call. */
@Tag("framework")
class GuardedCallsTest {
    @TempDir Path root;
    private TestHost host;

    @BeforeEach
    void hostWithThreeTiers() {
        Trace.take();
        host =
                TestHost.usual(
                        root,
                        "tier essential fhir",
                        "tier plus billing",
                        "tier complete fhir billing",
                        "practice oak-street complete billing.answer=oak",
                        "practice elm-street plus billing.answer=elm",
                        "practice low-road essential");
    }

    @AfterEach
    void closeHost() throws Exception {
        System.clearProperty("openmso.test.billing");
        host.close();
    }

    @Test
    void aPracticeWhoseTierIncludesBillingIsAnswered() {
        Mso mso = host.start();
        assertEquals("oak", call(billing(mso, "oak-street")));
        assertEquals(Health.up(), mso.health());
    }

    @Test
    void twoPracticesSeeTwoServices() {
        Mso mso = host.start();
        assertEquals("oak", call(billing(mso, "oak-street")));
        assertEquals("elm", call(billing(mso, "elm-street")));
        assertEquals("oak", call(billing(mso, "oak-street")));
        assertEquals(
                List.of("billing opened for oak-street", "billing opened for elm-street"),
                Trace.take().stream().filter(it -> it.startsWith("billing opened")).toList());
    }

    @Test
    void aRefusalNamesTheTiersThatHaveItAndRunsNoCodeOfTheBundle() {
        host.registry(
                "tier essential fhir",
                "tier plus billing",
                "tier complete fhir billing",
                "practice low-road essential");
        Mso mso = host.start();
        Billing billing = billing(mso, "low-road");
        var refused = assertThrows(NotEntitled.class, () -> call(billing));
        assertEquals("MSO-1201", refused.code());
        assertTrue(refused.problem().message().contains("plus, complete"), refused::getMessage);
        assertTrue(refused.problem().message().contains("essential"), refused::getMessage);
        assertEquals(
                List.of(), Trace.take().stream().filter(it -> it.startsWith("billing")).toList());
    }

    @Test
    void aRefusedPracticeOpensNothingAlthoughOthersAreServed() {
        Mso mso = host.start();
        assertThrows(NotEntitled.class, () -> call(billing(mso, "low-road")));
        assertFalse(Trace.take().contains("billing opened for low-road"));
        assertTrue(mso.practice("low-road", DESK).find(Billing.class).isEmpty());
        assertTrue(mso.practice("low-road", DESK).find(FhirIntake.class).isPresent());
    }

    @Test
    void whenNoTierHasItTheRefusalSaysSo() {
        host.registry("tier essential fhir", "practice low-road essential");
        var refused =
                assertThrows(NotEntitled.class, () -> call(billing(host.start(), "low-road")));
        assertTrue(refused.problem().message().contains("No tier includes it"));
        assertTrue(refused.problem().fix().contains("Add billing to a tier"));
    }

    @Test
    void aPracticeThatIsNotRegisteredIsUnknown() {
        Mso mso = host.start();
        var unknown = assertThrows(UnknownPractice.class, () -> mso.practice("high-road", DESK));
        assertEquals("MSO-1202", unknown.code());
    }

    @Test
    void whatIsNoContractCannotBeAskedFor() {
        Mso mso = host.start();
        var practice = mso.practice("oak-street", DESK);
        assertEquals(
                "MSO-1204",
                assertThrows(MsoException.class, () -> practice.get(Runnable.class)).code());
        assertEquals(
                "MSO-1204",
                assertThrows(MsoException.class, () -> practice.find(String.class)).code());
    }

    @Test
    void aBundleAsksAnotherCapabilityOfTheSamePractice() {
        host.registry(
                "tier complete fhir billing",
                "tier plus billing",
                "practice oak-street complete billing.do=ask",
                "practice elm-street plus billing.do=ask");
        Mso mso = host.start();
        assertEquals("read 1", call(billing(mso, "oak-street")));
        assertEquals("read 2", call(billing(mso, "oak-street")));
        assertEquals("no fhir here", call(billing(mso, "elm-street")));
    }

    /** What a tier includes must not be missing in silence. */
    @Test
    void aBundleFindsWhatTheTierIncludesAndIsToldThatNobodyProvidesIt() {
        host =
                TestHost.withRegistryAnd(
                        root.resolve("without-fhir"),
                        TestBundle.BILLING,
                        "tier complete fhir billing",
                        "practice oak-street complete billing.do=ask");
        Mso mso = host.start();
        assertEquals(
                "MSO-1203",
                assertThrows(CapabilityUnavailable.class, () -> call(billing(mso, "oak-street")))
                        .code());
    }

    @Test
    void whatABundleThrowsReachesTheHostUnchangedAndTheNextCallIsServed() {
        host.registry(
                "tier plus billing",
                "practice oak-street plus billing.do=throw",
                "practice elm-street plus billing.do=error",
                "practice low-road plus");
        Mso mso = host.start();
        assertEquals(
                "the bundle's own",
                assertThrows(IllegalStateException.class, () -> call(billing(mso, "oak-street")))
                        .getMessage());
        assertEquals(
                "the bundle's own",
                assertThrows(AssertionError.class, () -> call(billing(mso, "elm-street")))
                        .getMessage());
        assertEquals("done", call(billing(mso, "low-road")));
        // A lease that was not given back would keep this waiting.
        mso.close();
        assertTrue(Trace.take().contains("billing retired"));
    }

    @Test
    void aServiceThatCannotBeOpenedIsTriedAgain() {
        System.setProperty("openmso.test.billing", "refuse to open");
        Mso mso = host.start();
        Billing billing = billing(mso, "oak-street");
        var failed = assertThrows(CapabilityUnavailable.class, () -> call(billing));
        assertEquals("MSO-1205", failed.code());
        assertEquals("cannot open", failed.getCause().getMessage());
        System.clearProperty("openmso.test.billing");
        assertEquals("oak", call(billing));
    }

    @Test
    void aServiceThatOpensAsNothingOrDiesOrNeedsItselfIsUnavailable() {
        host.registry(
                "tier plus billing",
                "practice oak-street plus billing.open=nothing",
                "practice elm-street plus billing.open=error",
                "practice low-road plus billing.open=itself");
        Mso mso = host.start();
        for (String practice : List.of("oak-street", "elm-street", "low-road")) {
            var failed =
                    assertThrows(CapabilityUnavailable.class, () -> call(billing(mso, practice)));
            assertEquals("MSO-1205", failed.code(), practice);
        }
    }

    @Test
    void callsThatNestWithoutEndAreRefused() {
        assertNestsFourDeep(host.start());
    }

    @Test
    void callsThatNestWithoutEndOnThreadsOfOpenMsoAreRefused() {
        assertNestsFourDeep(
                host.keep(
                        host.configure()
                                .limits("billing", CallLimits.of(Duration.ofMinutes(5), 64))
                                .start()));
    }

    private static void assertNestsFourDeep(Mso mso) {
        Billing billing = billing(mso, "oak-street");
        var depth = new AtomicInteger();
        var circle = new ClaimFeed[1];
        circle[0] =
                sink -> {
                    depth.incrementAndGet();
                    billing.prepare(circle[0], TestHost.NOWHERE, outcome -> {});
                };
        var refused =
                assertThrows(
                        MsoException.class,
                        () -> billing.prepare(circle[0], TestHost.NOWHERE, outcome -> {}));
        assertEquals("MSO-1209", refused.code());
        assertEquals(4, depth.get());
        assertEquals("oak", call(billing));
        // A lease that was not given back would keep this waiting.
        mso.close();
        assertTrue(Trace.take().contains("billing retired"));
    }

    @Test
    void timeIsTheHosts() {
        host.registry("tier plus billing", "practice oak-street plus billing.do=day");
        var newYear = Instant.parse("2027-01-01T02:00:00Z");
        Clock clock = Clock.fixed(newYear, ZoneId.of("America/New_York"));
        Mso mso = host.keep(host.configure().clock(clock).start());
        assertEquals("2026-12-31", call(billing(mso, "oak-street")));
    }

    @Test
    void numbersContinueAfterARestartAndArePrivateToThePractice() throws Exception {
        host.registry(
                "tier plus billing",
                "practice oak-street plus billing.do=number",
                "practice elm-street plus billing.do=number");
        try (Mso mso = host.configure().start()) {
            assertEquals("number 1", call(billing(mso, "oak-street")));
            assertEquals("number 2", call(billing(mso, "oak-street")));
            assertEquals("number 1", call(billing(mso, "elm-street")));
        }
        Mso again = host.start();
        assertEquals("number 3", call(billing(again, "oak-street")));
    }

    @Test
    void aSharedSequenceCountsForAllPracticesAsOne() throws Exception {
        host.registry(
                "tier plus billing",
                "practice oak-street plus billing.do=shared",
                "practice elm-street plus billing.do=shared");
        try (Mso mso = host.configure().start()) {
            assertEquals("number 1", call(billing(mso, "oak-street")));
            assertEquals("number 2", call(billing(mso, "elm-street")));
        }
        assertEquals("number 3", call(billing(host.start(), "oak-street")));
    }

    @Test
    void theHostsOwnSequencesAreUsedAndTheirFailureHasACode() {
        host.registry("tier plus billing", "practice oak-street plus billing.do=number");
        Mso mso =
                host.keep(
                        host.configure()
                                .sequences(
                                        key -> {
                                            throw new java.io.IOException("no " + key);
                                        })
                                .start());
        var failed = assertThrows(OutputFailed.class, () -> call(billing(mso, "oak-street")));
        assertEquals("MSO-1301", failed.code());
        assertEquals("no oak-street/billing/interchange", failed.getCause().getMessage());
    }

    @Test
    void aSequencesNameHasAtMostAHundredCharacters() {
        host.registry("tier plus billing", "practice oak-street plus billing.do=longname");
        Mso mso = host.start();
        assertThrows(IllegalArgumentException.class, () -> call(billing(mso, "oak-street")));
    }

    @Test
    void scratchIsADirectoryAndLogsGoToTheHost() {
        host.registry(
                "tier plus billing",
                "practice oak-street plus billing.do=scratch",
                "practice elm-street plus billing.do=log");
        Mso mso = host.start();
        assertEquals("directory true", call(billing(mso, "oak-street")));
        assertEquals(
                org.slf4j.LoggerFactory.class.getClassLoader().toString(),
                call(billing(mso, "elm-street")));
    }

    @Test
    void theTestsRunInTheFrameworkThatTheBuildNames() {
        host.registry("tier plus billing", "practice oak-street plus billing.do=framework");
        Mso mso = host.start();
        assertEquals(System.getProperty("openmso.framework"), call(billing(mso, "oak-street")));
    }

    @Test
    void aFacadeIsNoBundlesObject() {
        Mso mso = host.start();
        Billing billing = billing(mso, "oak-street");
        assertSame(Mso.class.getClassLoader(), billing.getClass().getClassLoader());
        assertTrue(billing.getClass().isHidden());
    }
}
