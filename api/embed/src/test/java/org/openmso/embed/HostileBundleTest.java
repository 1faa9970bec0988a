package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestHost.codes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openmso.api.CapabilityTimedOut;
import org.openmso.api.Health;
import org.openmso.api.MsoException;
import org.openmso.api.NotEntitled;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.embed.SwapOutcome.Result;
import org.openmso.embed.bundles.hostile.HostileBilling;
import org.openmso.embed.internal.Shortened;

/** What a bundle can do to its host short of ending it, and what the host sees. */
@Tag("framework")
@SuppressWarnings("try")
@Timeout(300)
class HostileBundleTest {
    private static final String[] REGISTRY = {
        "tier plus billing fhir", "practice elm plus billing.do=version"
    };

    @TempDir Path root;
    private final CountDownLatch hold = new CountDownLatch(1);
    private TestHost host;

    @BeforeEach
    void prepare() {
        System.getProperties().put(HostileBilling.HOLD, hold);
        host = TestHost.usual(root, REGISTRY);
    }

    @AfterEach
    void close() throws IOException {
        hold.countDown();
        host.close();
        System.getProperties().remove(HostileBilling.HOLD);
    }

    private static SwapOutcome apply(Mso mso, TestBundle bundle) {
        return mso.bundles().apply(bundle.input());
    }

    private static List<String> told(Mso mso, String code) {
        return mso.health().problems().stream()
                .filter(it -> it.code().equals(code))
                .map(Problem::message)
                .toList();
    }

    private static boolean isUp(Mso mso) {
        return mso.health().equals(Health.up());
    }

    static Stream<Arguments> loops() {
        return Stream.of(
                Arguments.of("its start", TestBundle.hostileActivator("Started", "loop")),
                Arguments.of("its class", TestBundle.hostile("HostileBilling$LoopsWhenLoaded")),
                Arguments.of("its constructor", TestBundle.hostile("HostileBilling$LoopsWhenMade")),
                Arguments.of("its probe", TestBundle.hostile("HostileBilling$LoopsWhenProbed")),
                Arguments.of("its opening", TestBundle.hostile("HostileBilling$LoopsWhenOpened")));
    }

    @ParameterizedTest(name = "a candidate that loops in {0}")
    @MethodSource("loops")
    void whoLoopsOnItsWayIsGivenUpAndNamedAndTheOldVersionServes(String where, TestBundle bundle) {
        Mso mso = host.start();
        Billing kept = billing(mso, "elm");
        assertEquals("1.0.0", call(kept));
        SwapOutcome outcome;
        try (var shortened = Shortened.arrival()) {
            outcome = apply(mso, bundle);
        }
        assertEquals(Result.ROLLED_BACK, outcome.result());
        assertEquals("MSO-1016", outcome.problems().get(0).code());
        assertEquals("1.0.0", call(kept));
        assertTrue(
                told(mso, "MSO-1044").get(0).contains("mso-start-org.openmso.test.billing"),
                () -> mso.health().toString());
        assertEquals(Result.DONE, apply(mso, TestBundle.BILLING.version("3.0.0")).result());
        assertEquals("3.0.0", call(kept), "others come in beside it");
        hold.countDown();
        while (!isUp(mso)) {
            Thread.onSpinWait();
        }
        assertEquals("3.0.0", call(kept), "what came too late was sent away");
    }

    @Test
    void anErrorInItsStartIsARefusalLikeAnyOther() {
        Mso mso = host.start();
        SwapOutcome outcome = apply(mso, TestBundle.hostileActivator("Started", "error"));
        assertEquals(Result.ROLLED_BACK, outcome.result());
        assertEquals("MSO-1017", outcome.problems().get(0).code());
        assertEquals("1.0.0", call(billing(mso, "elm")));
    }

    @Test
    void whoLoopsWhenPromotedServesAndIsNamed() {
        Mso mso = host.start();
        try (var shortened = Shortened.promotion()) {
            SwapOutcome outcome =
                    apply(mso, TestBundle.hostile("HostileBilling$LoopsWhenPromoted"));
            assertEquals(Result.DONE, outcome.result());
        }
        assertEquals("2.0.0", call(billing(mso, "elm")));
        assertEquals(List.of("MSO-1023", "MSO-1044"), codes(mso.health()));
    }

    static Stream<Arguments> leaveTakers() {
        return Stream.of(
                Arguments.of("retired", TestBundle.hostile("HostileBilling$LoopsWhenRetired")),
                Arguments.of("stopped", TestBundle.hostileActivator("Stopped", "loop")));
    }

    @ParameterizedTest(name = "one that loops when {0}")
    @MethodSource("leaveTakers")
    void whoLoopsOnItsWayOutKeepsNobodyFromGoingOn(String when, TestBundle bundle) {
        Mso mso = host.start();
        Billing kept = billing(mso, "elm");
        apply(mso, bundle);
        assertEquals("2.0.0", call(kept));
        try (var shortened = Shortened.leaving()) {
            assertEquals(Result.DONE, apply(mso, TestBundle.BILLING.version("3.0.0")).result());
        }
        assertEquals("3.0.0", call(kept));
        assertTrue(
                told(mso, "MSO-1044").get(0).contains("mso-retire-org.openmso.test.billing"),
                () -> mso.health().toString());
        assertEquals(Result.DONE, apply(mso, TestBundle.BILLING.version("4.0.0")).result());
        assertEquals("4.0.0", call(kept));
        try (var shortened = Shortened.framework()) {
            mso.close();
        }
        Mso next = host.start();
        assertEquals("4.0.0", call(billing(next, "elm")), "its data directory is free again");
    }

    @Test
    void whoDoesNotOpenForAPracticeCostsItsCallerATimeOutAndNobodyElseAnything() {
        host.registry(
                "tier plus billing",
                "practice elm plus billing.do=version",
                "practice fir plus billing.open=loop");
        Mso mso =
                host.keep(
                        host.configure()
                                .limits("billing", CallLimits.of(Duration.ofSeconds(2), 8))
                                .start());
        assertEquals(
                Result.DONE, apply(mso, TestBundle.hostile("HostileBilling")).result(), "not open");
        Billing hangs = billing(mso, "fir");
        var timedOut = assertThrows(CapabilityTimedOut.class, () -> call(hangs));
        assertEquals("MSO-1207", timedOut.code());
        assertEquals("2.0.0", call(billing(mso, "elm")));
        hold.countDown();
        assertEquals("2.0.0", call(hangs), "it is open after all");
    }

    @Test
    void whoDoesNotOpenAheadIsLeftToItselfAndNamed() {
        host.registry(
                "tier plus billing",
                "practice elm plus billing.do=version",
                "practice fir plus billing.open=loop");
        Mso mso =
                host.keep(
                        host.configure()
                                .limits("billing", CallLimits.NONE)
                                .drain(Duration.ofMillis(100))
                                .start());
        apply(mso, TestBundle.hostile("HostileBilling"));
        mso.practice("elm", TestHost.DESK).open(Billing.class, Duration.ofMinutes(1));
        PracticeServices hangs = mso.practice("fir", TestHost.DESK);
        var late =
                assertThrows(
                        CapabilityTimedOut.class,
                        () -> hangs.open(Billing.class, Duration.ofMillis(500)));
        assertEquals("MSO-1210", late.code());
        assertEquals("fir/billing", late.problem().path());
        assertTrue(
                told(mso, "MSO-1044").get(0).contains("mso-open-fir"),
                () -> mso.health().toString());
        assertEquals("2.0.0", call(billing(mso, "elm")));
        hold.countDown();
        while (!isUp(mso)) {
            Thread.onSpinWait();
        }
        assertEquals("2.0.0", call(billing(mso, "fir")), "it is open after all");
    }

    @Test
    void openingAheadIsRefusedAsACallIs() {
        host.registry(
                "tier plus billing fhir",
                "tier basic fhir",
                "practice elm basic",
                "practice fir plus billing.open=error");
        Mso mso = host.start();
        apply(mso, TestBundle.hostile("HostileBilling"));
        Duration minute = Duration.ofMinutes(1);
        PracticeServices basic = mso.practice("elm", TestHost.DESK);
        assertThrows(NotEntitled.class, () -> basic.open(Billing.class, minute));
        PracticeServices fails = mso.practice("fir", TestHost.DESK);
        assertThrows(AssertionError.class, () -> fails.open(Billing.class, minute));
        assertEquals(0, inside(mso));
        assertTrue(isUp(mso));
    }

    @Test
    void anInterruptOrAClassLoaderThatACallLeavesTheNextOneDoesNotFind() {
        host.registry("tier plus billing", "practice fir plus billing.do=traces");
        Mso mso = oneAtATime();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        for (int i = 0; i < 100; i++) {
            assertEquals(
                    List.of("2.0.0", "false", String.valueOf(before)),
                    answers(mso, "fir").subList(0, 3));
        }
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(before, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void whatACallLeavesInThreadLocalsNoOtherPracticesCallFinds() {
        host.registry(
                "tier plus billing",
                "practice fir plus billing.do=traces",
                "practice elm plus billing.do=traces");
        Mso mso = oneAtATime();
        var found = new TreeSet<String>();
        for (int i = 0; i < 500; i++) {
            answers(mso, "fir");
            found.add(answers(mso, "elm").get(3));
        }
        found.removeAll(List.of("null", "elm"));
        assertEquals(Set.of(), found);
    }

    private Mso oneAtATime() {
        var one = CallLimits.of(Duration.ofMinutes(5), 1);
        Mso mso = host.keep(host.configure().limits("billing", one).start());
        apply(mso, TestBundle.hostile("HostileBilling"));
        return mso;
    }

    private static List<String> answers(Mso mso, String practice) {
        BatchReport report =
                billing(mso, practice).prepare(sink -> {}, TestHost.NOWHERE, outcome -> {});
        return report.interchanges();
    }

    @Test
    void whoCallsItselfThroughTheHostWithoutEndIsRefused() {
        host.registry(
                "tier plus billing", "practice fir plus billing.do=recursion_through_the_host");
        Mso mso = host.start();
        apply(mso, TestBundle.hostile("HostileBilling"));
        Billing endless = billing(mso, "fir");
        assertEquals("MSO-1209", assertThrows(MsoException.class, () -> call(endless)).code());
        assertEquals(0, mso.bundles().list().stream().mapToLong(BundleStatus::calls).sum());
    }

    @Test
    void whoRunsOutOfStackLeavesNoCallBehind() {
        host.registry("tier plus billing", "practice fir plus billing.do=recursion");
        Mso mso = host.start();
        apply(mso, TestBundle.hostile("HostileBilling"));
        Billing endless = billing(mso, "fir");
        withLittleStack(
                () -> {
                    for (int i = 0; i < 50; i++) {
                        assertThrows(StackOverflowError.class, () -> call(endless));
                    }
                    // Refused to a thread that is inside a call.
                    mso.reload();
                });
        assertEquals(0, inside(mso));
        assertEquals(Result.DONE, apply(mso, TestBundle.BILLING.version("3.0.0")).result());
    }

    @Test
    void whoOpensAnotherFirstAtTheBrinkOfItsStackSpoilsItForNobodyAndLeavesNoCallBehind() {
        int practices = 30;
        var registry = new ArrayList<>(List.of("tier plus billing fhir", "practice fir plus"));
        for (int i = 1; i <= practices; i++) {
            registry.add("practice elm-" + i + " plus billing.do=first_call_at_the_brink");
        }
        host.registry(registry.toArray(String[]::new));
        Mso mso = host.start();
        apply(mso, TestBundle.hostile("HostileBilling"));
        // Loads the classes, which nobody can at the brink.
        read(mso, "fir");
        withLittleStack(
                () -> {
                    for (int i = 1; i <= practices; i++) {
                        assertEquals("2.0.0", call(billing(mso, "elm-" + i)));
                    }
                    mso.reload();
                });
        for (int i = 1; i <= practices; i++) {
            assertEquals(2, read(mso, "elm-" + i), "elm-" + i);
        }
        assertEquals(0, inside(mso));
        assertEquals(Result.DONE, apply(mso, TestBundle.FHIR.version("3.0.0")).result());
        assertTrue(isUp(mso), () -> mso.health().toString());
    }

    /** Calls intake; how often that was done. */
    private static long read(Mso mso, String practice) {
        return mso.practice(practice, TestHost.DESK)
                .get(FhirIntake.class)
                .read(List.of(), null, IntakeListener.NONE)
                .resources();
    }

    private static long inside(Mso mso) {
        return mso.bundles().list().stream().mapToLong(BundleStatus::calls).sum();
    }

    private static void withLittleStack(Runnable work) {
        var after = new CompletableFuture<Throwable>();
        new Thread(
                        null,
                        () -> {
                            try {
                                work.run();
                                after.complete(null);
                            } catch (Throwable t) {
                                after.complete(t);
                            }
                        },
                        "small",
                        512 << 10)
                .start();
        Throwable wrong = after.join();
        if (wrong != null) {
            throw new AssertionError("on a thread with little stack", wrong);
        }
    }

    static Stream<Arguments> starters() {
        return Stream.of(
                Arguments.of("promoted", TestBundle.hostile("HostileBilling$StartsThread")),
                Arguments.of("activated", TestBundle.hostileActivator("Started", "thread")));
    }

    @ParameterizedTest(name = "when {0}")
    @MethodSource("starters")
    void threadsThatItStartedAndDidNotEndAreNamedAfterItLeft(String when, TestBundle bundle) {
        Mso mso = host.start();
        apply(mso, bundle);
        assertTrue(isUp(mso), "as long as it serves, they are its own business");
        apply(mso, TestBundle.BILLING.version("3.0.0"));
        try (var shortened = Shortened.grace()) {
            assertTrue(
                    told(mso, "MSO-1039").stream()
                            .anyMatch(it -> it.contains("Threads: sleepless.")),
                    () -> mso.health().toString());
        }
    }

    @Test
    void theThreadsOfOneThatWasSentAwayAreNamedToo() {
        Mso mso = host.start();
        assertEquals(
                Result.ROLLED_BACK,
                apply(mso, TestBundle.hostile("HostileBilling$StartsThreadAndFails")).result());
        try (var shortened = Shortened.grace()) {
            assertTrue(
                    told(mso, "MSO-1039").get(0).contains("Threads: sleepless."),
                    () -> mso.health().toString());
        }
    }
}
