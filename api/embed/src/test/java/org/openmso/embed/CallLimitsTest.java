package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.DESK;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestHost.codes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.CapabilityBusy;
import org.openmso.api.CapabilityTimedOut;
import org.openmso.api.Health;
import org.openmso.api.MsoException;
import org.openmso.api.Problem;
import org.openmso.api.billing.Billing;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.embed.SwapOutcome.Result;
import org.openmso.embed.bundles.trace.Trace;

/** A bundle that hangs or keeps failing costs its callers an answer, and nobody else anything. */
@Tag("framework")
class CallLimitsTest {
    private static final CallLimits SHORT = CallLimits.of(Duration.ofSeconds(3), 2);

    @TempDir Path root;
    private final CountDownLatch hold = new CountDownLatch(1);
    private TestHost host;

    @BeforeEach
    void prepare() {
        Trace.take();
        System.getProperties().put("openmso.test.hang", hold);
        host =
                TestHost.usual(
                        root,
                        "tier plus billing fhir",
                        "practice oak-street plus billing.do=hang",
                        "practice elm plus billing.do=version");
    }

    @AfterEach
    void close() throws IOException {
        hold.countDown();
        host.close();
        System.getProperties().remove("openmso.test.hang");
    }

    @Test
    void anEndlessLoopCostsItsCallerATimeOutAndNobodyElseAnything() {
        Mso mso = host.keep(host.configure().limits("billing", SHORT).start());
        Billing hangs = billing(mso, "oak-street");
        var timedOut = assertThrows(CapabilityTimedOut.class, () -> call(hangs));
        assertEquals("MSO-1207", timedOut.code());
        assertEquals("billing", timedOut.problem().path());
        assertEquals("1.0.0", call(billing(mso, "elm")));
        FhirIntake intake = mso.practice("oak-street", DESK).get(FhirIntake.class);
        assertEquals(0, intake.read(List.of(), null, IntakeListener.NONE).claims());
    }

    @Test
    void callsThatWereGivenUpKeepTheirPlacesUntilTheirCodeReturns() {
        Mso mso = host.keep(host.configure().limits("billing", SHORT).start());
        Billing hangs = billing(mso, "oak-street");
        assertThrows(CapabilityTimedOut.class, () -> call(hangs));
        assertThrows(CapabilityTimedOut.class, () -> call(hangs));
        var busy = assertThrows(CapabilityBusy.class, () -> call(billing(mso, "elm")));
        assertEquals("MSO-1208", busy.code());
        hold.countDown();
        String answer = "";
        while (answer.isEmpty()) {
            try {
                answer = call(billing(mso, "elm"));
            } catch (CapabilityBusy e) {
                Thread.yield();
            }
        }
        assertEquals("1.0.0", answer);
    }

    @Test
    void aVersionThatHangsStaysLoadedUnroutedAndHealthSaysSo() {
        Mso mso = host.keep(host.configure().limits("billing", SHORT).drain(Duration.ZERO).start());
        assertThrows(CapabilityTimedOut.class, () -> call(billing(mso, "oak-street")));
        SwapOutcome outcome = mso.bundles().apply(TestBundle.BILLING.version("2.0.0").input());
        assertEquals(Result.DRAINING, outcome.result());
        assertEquals("2.0.0", call(billing(mso, "elm")));
        assertEquals(List.of("MSO-1024"), codes(mso.health()));
        assertEquals(
                List.of("2.0.0 IN_SERVICE 0, 0 given up", "1.0.0 DRAINING 1, 1 given up"),
                inside(mso));
        assertFalse(Trace.take().contains("billing retired"));
        hold.countDown();
        while (!mso.health().equals(Health.up())) {
            Thread.onSpinWait();
        }
        assertTrue(Trace.take().contains("billing retired"));
    }

    private static List<String> inside(Mso mso) {
        return mso.bundles().list().stream()
                .filter(it -> it.name().endsWith("billing"))
                .filter(it -> it.state() != BundleStatus.State.STANDING_BY)
                .map(
                        it ->
                                it.version()
                                        + " "
                                        + it.state()
                                        + " "
                                        + it.calls()
                                        + ", "
                                        + it.givenUp()
                                        + " given up")
                .toList();
    }

    @Test
    void aCallOnAThreadOfOursIsOneCall() {
        Mso mso = host.keep(host.configure().limits("billing", SHORT_OF_NOTHING).start());
        var heard = new ArrayList<String>();
        billing(mso, "elm")
                .prepare(sink -> heard.addAll(inside(mso)), TestHost.NOWHERE, outcome -> {});
        assertEquals(List.of("1.0.0 IN_SERVICE 1, 0 given up"), heard);
        assertEquals(List.of("1.0.0 IN_SERVICE 0, 0 given up"), inside(mso));
    }

    @Test
    void aBundleWhoseCallsAllHangIsNamedAndRolledBackHoweverFewTheyAre() throws Exception {
        var policy = host.configure().onFailing(OnFailing.ROLL_BACK).drain(Duration.ZERO);
        Mso mso = host.keep(policy.limits("billing", SHORT).start());
        mso.bundles().apply(TestBundle.BILLING.version("2.0.0").input());
        mso.bundles().apply(TestBundle.BILLING.version("3.0.0").input());
        Billing hangs = billing(mso, "oak-street");
        assertThrows(CapabilityTimedOut.class, () -> call(hangs));
        assertEquals(Health.up(), mso.health());
        assertThrows(CapabilityTimedOut.class, () -> call(hangs));
        while (mso.bundles().history().size() < 3) {
            Thread.onSpinWait();
        }
        assertEquals("REVERTED", mso.bundles().history().get(2).action());
        while (inside(mso).size() < 2) {
            Thread.onSpinWait();
        }
        assertEquals(
                List.of("2.0.0 IN_SERVICE 0, 0 given up", "3.0.0 DRAINING 2, 2 given up"),
                inside(mso));
        assertEquals("2.0.0", call(billing(mso, "elm")));
    }

    @Test
    void thatAllItsPlacesHangIsToldInWordsUntilOneReturns() {
        Mso mso = host.keep(host.configure().limits("billing", SHORT).start());
        Billing hangs = billing(mso, "oak-street");
        assertThrows(CapabilityTimedOut.class, () -> call(hangs));
        assertThrows(CapabilityTimedOut.class, () -> call(hangs));
        for (int i = 0; i < 1_000; i++) {
            assertThrows(CapabilityBusy.class, () -> call(billing(mso, "elm")));
        }
        Problem told = mso.health().problems().get(0);
        assertEquals("MSO-1038", told.code());
        assertTrue(told.message().contains("were given up and have not returned"), told::message);
        assertTrue(told.message().endsWith("They are 2."), told::message);
        hold.countDown();
        while (!mso.health().equals(Health.up())) {
            Thread.onSpinWait();
        }
    }

    @Test
    void refusalsOfTheGuardAreNoCallsThatSucceeded() {
        host.registry(
                "tier plus billing",
                "practice fir plus billing.do=error",
                "practice elm plus billing.do=version");
        var one = new CallLimits(Optional.empty(), OptionalInt.of(1));
        Mso mso = host.keep(host.configure().limits("billing", one).start());
        Billing well = billing(mso, "elm");
        well.prepare(
                sink -> {
                    for (int i = 0; i < 100; i++) {
                        assertThrows(CapabilityBusy.class, () -> call(well));
                    }
                },
                TestHost.NOWHERE,
                outcome -> {});
        failTenTimes(mso);
        assertEquals(List.of("MSO-1038"), codes(mso.health()));
    }

    @Test
    void aCallOnAThreadOfOursCountsOnceAmongThoseThatSucceed() {
        host.registry(
                "tier plus billing",
                "practice fir plus billing.do=error",
                "practice elm plus billing.do=version");
        Mso mso = host.keep(host.configure().limits("billing", SHORT_OF_NOTHING).start());
        for (int i = 0; i < 10; i++) {
            call(billing(mso, "elm"));
        }
        failTenTimes(mso);
        assertEquals(List.of("MSO-1038"), codes(mso.health()));
    }

    @Test
    void whoGotAnAnswerFindsThePlaceFreeForTheNextCall() {
        var one = CallLimits.of(Duration.ofMinutes(5), 1);
        Mso mso = host.keep(host.configure().limits("billing", one).start());
        Billing kept = billing(mso, "elm");
        for (int i = 0; i < 2_000; i++) {
            assertEquals("1.0.0", call(kept));
        }
    }

    @Test
    void withADeadlineCallbacksStillBelongToTheCall() {
        Mso mso = host.keep(host.configure().limits("billing", SHORT_OF_NOTHING).start());
        Billing kept = billing(mso, "elm");
        var heard = new ArrayList<String>();
        kept.prepare(
                sink -> {
                    heard.add(Thread.currentThread().getName().replaceAll("\\d", "N"));
                    heard.add(call(kept));
                    heard.add(assertThrows(MsoException.class, mso::reload).code());
                },
                TestHost.NOWHERE,
                outcome -> {});
        assertEquals(List.of("mso-call-billing-N", "1.0.0", "MSO-1040"), heard);
    }

    private static final CallLimits SHORT_OF_NOTHING = CallLimits.of(Duration.ofMinutes(5), 8);

    @Test
    void withoutADeadlineCallsRunOnTheirCallersThreads() {
        var three = new CallLimits(Optional.empty(), OptionalInt.of(3));
        Mso mso = host.keep(host.configure().limits("billing", three).start());
        Billing kept = billing(mso, "elm");
        var threads = new ArrayList<Thread>();
        var refused = new ArrayList<String>();
        kept.prepare(
                one ->
                        kept.prepare(
                                two ->
                                        kept.prepare(
                                                sink -> {
                                                    threads.add(Thread.currentThread());
                                                    refused.add(
                                                            assertThrows(
                                                                            CapabilityBusy.class,
                                                                            () -> call(kept))
                                                                    .code());
                                                },
                                                TestHost.NOWHERE,
                                                outcome -> {}),
                                TestHost.NOWHERE,
                                outcome -> {}),
                TestHost.NOWHERE,
                outcome -> {});
        assertEquals(List.of(Thread.currentThread()), threads);
        assertEquals(List.of("MSO-1208"), refused);
        assertEquals("1.0.0", call(kept));
    }

    @Test
    void whoInterruptsTheCallerInterruptsTheBundleAndTheInterruptionIsKept() throws Exception {
        Mso mso = host.keep(host.configure().limits("billing", SHORT_OF_NOTHING).start());
        Billing kept = billing(mso, "elm");
        var inside = new CountDownLatch(1);
        var interrupted = new CompletableFuture<Boolean>();
        var caller =
                new Thread(
                        () -> {
                            kept.prepare(
                                    sink -> {
                                        inside.countDown();
                                        try {
                                            new CountDownLatch(1).await();
                                        } catch (InterruptedException e) {
                                            inside.countDown();
                                        }
                                    },
                                    TestHost.NOWHERE,
                                    outcome -> {});
                            interrupted.complete(Thread.currentThread().isInterrupted());
                        });
        caller.start();
        inside.await();
        caller.interrupt();
        assertTrue(interrupted.get());
    }

    @Test
    void aStrangersBundleIsLimitedUnlessTheHostSaysOtherwise() throws IOException {
        host.close();
        host =
                new TestHost(root)
                        .with(TestBundle.REGISTRY)
                        .registry("tier plus billing", "practice elm plus billing.do=version");
        Mso mso = host.start();
        mso.bundles().apply(TestBundle.BILLING.input());
        var threads = new ArrayList<String>();
        billing(mso, "elm")
                .prepare(
                        sink -> threads.add(Thread.currentThread().getName()),
                        TestHost.NOWHERE,
                        outcome -> {});
        assertTrue(threads.get(0).startsWith("mso-call-billing-"), threads.toString());
    }

    private void failTenTimes(Mso mso) {
        Billing throwing = billing(mso, "fir");
        for (int i = 0; i < 10; i++) {
            assertThrows(AssertionError.class, () -> call(throwing));
        }
    }

    @Test
    void aBundleThatKeepsFailingIsNamedInHealth() {
        host.registry("tier plus billing", "practice fir plus billing.do=error");
        Mso mso = host.start();
        assertEquals(Health.up(), mso.health());
        failTenTimes(mso);
        assertEquals(List.of("MSO-1038"), codes(mso.health()));
        assertEquals(
                Result.DONE,
                mso.bundles().apply(TestBundle.BILLING.version("2.0.0").input()).result());
        assertEquals(Health.up(), mso.health());
    }

    @Test
    void aFewFailuresAmongManyCallsAreNoReason() {
        host.registry(
                "tier plus billing",
                "practice fir plus billing.do=error",
                "practice elm plus billing.do=version");
        Mso mso = host.start();
        Billing well = billing(mso, "elm");
        for (int i = 0; i < 30; i++) {
            assertEquals("1.0.0", call(well));
        }
        failTenTimes(mso);
        assertEquals(Health.up(), mso.health());
    }

    @Test
    void aBundleThatKeepsFailingIsRolledBackToItsPredecessorWhereThatIsThePolicy()
            throws Exception {
        host.registry("tier plus billing", "practice fir plus billing.do=error");
        Mso mso = host.keep(host.configure().onFailing(OnFailing.ROLL_BACK).start());
        mso.bundles().apply(TestBundle.BILLING.version("2.0.0").input());
        mso.bundles().apply(TestBundle.BILLING.version("3.0.0").input());
        failTenTimes(mso);
        while (mso.bundles().history().size() < 3) {
            Thread.onSpinWait();
        }
        assertEquals(
                List.of("APPLIED 2.0.0 ", "APPLIED 3.0.0 ", "REVERTED 3.0.0 MSO-1038"),
                mso.bundles().history().stream()
                        .map(it -> it.action() + " " + it.version() + " " + it.reason())
                        .toList());
        mso.close();
        host.registry("tier plus billing", "practice fir plus billing.do=version");
        assertEquals("2.0.0", call(billing(host.start(), "fir")), "also after a restart");
    }

    @Test
    void ofTwoVersionsThatBothKeepFailingTheEarlierStaysAndHealthNamesIt() throws Exception {
        host.registry("tier plus billing", "practice fir plus billing.do=error");
        Mso mso = host.keep(host.configure().onFailing(OnFailing.ROLL_BACK).start());
        mso.bundles().apply(TestBundle.BILLING.version("2.0.0").input());
        mso.bundles().apply(TestBundle.BILLING.version("3.0.0").input());
        failTenTimes(mso);
        joinRollBacks();
        failTenTimes(mso);
        joinRollBacks();
        assertEquals(List.of("APPLIED", "APPLIED", "REVERTED"), actions(mso));
        assertEquals(List.of("MSO-1038"), codes(mso.health()));
        mso.bundles().apply(TestBundle.BILLING.version("3.0.0").input());
        failTenTimes(mso);
        joinRollBacks();
        assertEquals(
                List.of("APPLIED", "APPLIED", "REVERTED", "APPLIED", "REVERTED"),
                actions(mso),
                "who applies it again may have mended what was in its way");
    }

    private static List<String> actions(Mso mso) {
        return mso.bundles().history().stream().map(SwapRecord::action).toList();
    }

    /** They are begun on the thread of the call that failed last. */
    private static void joinRollBacks() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("mso-roll-back")) {
                thread.join();
            }
        }
    }

    @Test
    void limitsHaveRanges() {
        assertThrows(IllegalArgumentException.class, () -> CallLimits.of(Duration.ZERO, 1));
        assertThrows(IllegalArgumentException.class, () -> CallLimits.of(Duration.ofSeconds(1), 0));
        assertTrue(CallLimits.NONE.isNone());
    }
}
