package org.openmso.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.openmso.api.InvalidSettings;
import org.openmso.api.Money;
import org.openmso.api.OutputFailed;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.testkit.RecordedTarget.Step;

/**
 * What {@link Billing} promises, asked of any provider. An author's test extends it and names the
 * bundle; each test says which promise it is about.
 *
 * <p>The practices are made up, with all settings that the contract names. A provider that needs
 * more gives {@link #BillingContractTest(MsoExtension)} a host with its settings for {@link
 * #FIRST}, {@link #SECOND} and {@link #THIRD}; one that judges the made-up claims otherwise
 * overrides {@link #clean} and {@link #unfit}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BillingContractTest extends BillingUnderTest {
    private static final int MANY = 12_000;
    private static final int HELD = 5_000;

    /** Tests a bundle: a jar, or a folder as a build leaves it. */
    protected BillingContractTest(Path bundle) {
        this(MsoExtension.with(bundle));
    }

    /** Tests the bundle of a host that is not configured further than the bundle needs. */
    protected BillingContractTest(MsoExtension host) {
        super(host);
    }

    /** {@link Billing#scrub}: "empty when it is clean". */
    @Test
    void aCleanClaimHasNoProblem() {
        assertEquals(List.of(), billing().scrub(clean(1)));
    }

    /** {@link Billing#scrub}: "what a payer's front end would reject". */
    @Test
    void anUnfitClaimHasAnError() {
        assertTrue(hasError(billing().scrub(unfit(1))));
    }

    /** ProfessionalClaim: it "holds what was said, right or wrong", also nothing. */
    @Test
    void aClaimOfWhichNothingCouldBeReadIsJudgedLikeAnyOther() {
        ProfessionalClaim unread = ProfessionalClaim.unread(clean(1).origin(), "").build();
        assertTrue(hasError(billing().scrub(unread)));
    }

    /** Problem: it "never carries names, birth dates or diagnoses of patients". */
    @Test
    void noProblemTellsWhoThePatientIs() {
        ProfessionalClaim claim = unfit(1);
        var coverage = claim.coverage();
        ProfessionalClaim odd =
                claim.toBuilder()
                        .coverage(coverage)
                        .placeOfService("?")
                        .diagnoses(List.of())
                        .build();
        for (Problem problem : billing().scrub(odd)) {
            String told =
                    (problem.path() + " " + problem.message() + " " + problem.fix())
                            .toLowerCase(Locale.ROOT);
            for (String secret : MadeUpClaims.PRIVATE) {
                assertFalse(told.contains(secret), () -> problem.code() + " tells of the patient");
            }
        }
    }

    /** {@link Billing#scrub}: MSO-3101 for a flag that is neither true nor false. */
    @Test
    void aFlagThatIsNeitherTrueNorFalseIsRefused() {
        coded(InvalidSettings.class, 3101, () -> mso.get(Billing.class, MISSET).scrub(clean(1)));
    }

    /** {@link Billing#prepare}: MSO-3101 if the practice's settings lack something. */
    @Test
    void aPracticeWithoutSettingsIsRefused() {
        var target = RecordedTarget.sound();
        coded(
                InvalidSettings.class,
                3101,
                () -> mso.get(Billing.class, UNSET).prepare(feed(1, 1), target, it -> {}));
        assertEquals(List.of(), target.committed());
    }

    /** OutcomeListener: "one call for each claim". */
    @Test
    void everyClaimIsReportedOnce() {
        var heard = new RecordedOutcomes();
        prepare(
                sink -> {
                    sink.claim(clean(1), List.of());
                    sink.claim(unfit(2), List.of());
                },
                RecordedTarget.sound(),
                heard);
        assertFalse(heard.all().contains(null), "an outcome is null");
        assertEquals(
                List.of(clean(1).number(), unfit(2).number()),
                heard.claims().stream().sorted().toList());
        assertEquals(List.of(clean(1).number()), numbers(heard.ready()));
    }

    /** ClaimOutcome: errors when it is blocked; only warnings, and its total, when it is ready. */
    @Test
    void anOutcomeFitsItsStatus() {
        var heard = new RecordedOutcomes();
        prepare(
                sink -> {
                    sink.claim(clean(1), List.of());
                    sink.claim(unfit(2), List.of());
                },
                RecordedTarget.sound(),
                heard);
        for (ClaimOutcome ready : heard.ready()) {
            assertFalse(hasError(ready.problems()), ready::toString);
            assertEquals(clean(1).total(), ready.charge());
        }
        for (ClaimOutcome blocked : heard.blocked()) {
            assertTrue(hasError(blocked.problems()), blocked::toString);
            assertEquals(Money.ZERO, blocked.charge());
        }
    }

    /** ClaimSink: a claim that cannot be billed; its problems tell why. */
    @Test
    void aClaimThatCameBlockedStaysBlockedAndKeepsItsReasons() {
        Problem reason = Problem.error(Code.of(2100), "Claim", "It cannot be read.", "Mend it.");
        ProfessionalClaim claim = clean(1);
        var heard = new RecordedOutcomes();
        BatchReport report =
                prepare(
                        sink -> sink.blocked(claim, List.of(reason)),
                        RecordedTarget.sound(),
                        heard);
        assertEquals(List.of(claim.number()), numbers(heard.blocked()));
        assertTrue(heard.all().get(0).problems().contains(reason));
        assertEquals(1, report.blocked());
    }

    /** BatchReport: "the sums of a batch". */
    @Test
    void theReportHasTheSums() {
        var target = RecordedTarget.sound();
        BatchReport report =
                prepare(
                        sink -> {
                            sink.claim(clean(1), List.of());
                            sink.claim(unfit(2), List.of());
                            sink.claim(clean(3), List.of());
                        },
                        target,
                        it -> {});
        assertNotNull(report, "the report is null");
        assertEquals(
                new BatchReport(2, 1, clean(1).total().plus(clean(3).total()), target.committed()),
                report);
        assertEquals(1, report.interchanges().size());
    }

    /** {@link Billing#scrub}: "duplicates within a batch are found by prepare". */
    @Test
    void aClaimThatComesTwiceIsNotBilledTwice() {
        BatchReport report =
                prepare(
                        sink -> {
                            sink.claim(clean(1), List.of());
                            sink.claim(clean(1), List.of());
                        },
                        RecordedTarget.sound(),
                        it -> {});
        assertTrue(report.ready() < 2, "the same claim is ready twice");
    }

    /** Billing: it "writes them as X12 837P", the clean ones. */
    @Test
    void theInterchangeIsAn837PWithTheReadyClaimsAndNoOther() {
        var target = RecordedTarget.sound();
        prepare(
                sink -> {
                    sink.claim(clean(1), List.of());
                    sink.claim(unfit(2), List.of());
                },
                target,
                it -> {});
        Interchange837 written = Interchange837.of(target.text());
        assertEquals("005010X222A1", written.version());
        assertEquals(List.of(clean(1).number()), written.claims());
    }

    /** BatchReport: no interchange "when no claim is ready". */
    @Test
    void withoutAReadyClaimNothingIsMade() {
        var target = RecordedTarget.sound();
        BatchReport report = prepare(sink -> sink.claim(unfit(1), List.of()), target, it -> {});
        assertEquals(List.of(), report.interchanges());
        assertEquals(List.of(), target.committed());
    }

    /** A batch is one: until the feed returns, what it throws can still end it. */
    @Test
    void nothingIsVisibleBeforeTheFeedHasEnded() {
        var target = RecordedTarget.sound();
        var early = new ArrayList<String>();
        prepare(
                sink -> {
                    for (int i = 1; i <= 5; i++) {
                        sink.claim(clean(i), List.of());
                    }
                    early.addAll(target.committed());
                },
                target,
                it -> {});
        assertEquals(List.of(), early, "visible while the feed was still going on");
    }

    /** InterchangeTarget: an interchange is closed, its stream is not, it is committed once. */
    @Test
    void theInterchangeIsClosedAndItsStreamIsLeftToTheHost() {
        var target = RecordedTarget.sound();
        prepare(feed(1, 2), target, it -> {});
        assertEquals(List.of(), target.mistakes());
        assertEquals(0, target.stillOpen(), "interchanges are left open");
    }

    /** ClaimFeed: "called once". */
    @Test
    void theFeedIsCalledOnce() {
        int[] called = {0};
        prepare(sink -> called[0]++, RecordedTarget.sound(), it -> {});
        assertEquals(1, called[0]);
    }

    /** {@link Billing#prepare}: it "runs on the caller's thread". */
    @Test
    void theHostIsCalledBackOnTheCallersThread() {
        var threads = new HashSet<Thread>();
        var heard = new RecordedOutcomes();
        prepare(
                sink -> {
                    threads.add(Thread.currentThread());
                    sink.claim(clean(1), List.of());
                },
                RecordedTarget.sound(),
                heard);
        threads.addAll(heard.threads());
        assertEquals(Set.of(Thread.currentThread()), threads);
    }

    /** ClaimFeed: "what it throws ends the batch". */
    @Test
    void whatTheFeedThrowsReachesTheCallerAndNothingIsVisible() {
        var target = RecordedTarget.sound();
        var thrown = new IllegalStateException("the feed's own");
        assertSame(
                thrown,
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                prepare(
                                        sink -> {
                                            sink.claim(clean(1), List.of());
                                            throw thrown;
                                        },
                                        target,
                                        it -> {})));
        nothingRemains(target);
    }

    /** {@link Billing#prepare}: "if it throws, no interchange was made visible". */
    @Test
    void whatTheListenerThrowsReachesTheCallerAndNothingIsVisible() {
        var target = RecordedTarget.sound();
        var thrown = new IllegalStateException("the listener's own");
        assertSame(
                thrown,
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                prepare(
                                        feed(1, 2),
                                        target,
                                        it -> {
                                            throw thrown;
                                        })));
        nothingRemains(target);
    }

    /** {@link Billing#prepare}: MSO-3102 "if the interchange cannot be written". */
    @Test
    void aTargetThatBeginsNoInterchangeIsToldByItsCode() {
        aTargetThatFails(Step.CREATE);
    }

    /** {@link Billing#prepare}: MSO-3102 "if the interchange cannot be written". */
    @Test
    void aTargetThatTakesNoBytesIsToldByItsCode() {
        aTargetThatFails(Step.WRITE);
    }

    /** {@link Billing#prepare}: MSO-3102 "if the interchange cannot be written". */
    @Test
    void aTargetThatCannotCommitIsToldByItsCode() {
        aTargetThatFails(Step.COMMIT);
    }

    /** {@link Billing#prepare}: MSO-1301 if the counter cannot make the next one durable. */
    @Test
    void aCounterThatFailsIsToldByItsCode() {
        var target = RecordedTarget.sound();
        sequences.fail(true);
        try {
            coded(OutputFailed.class, 1301, () -> prepare(feed(1, 1), target, it -> {}));
        } finally {
            sequences.fail(false);
        }
        nothingRemains(target);
    }

    /** PracticeContext: a number is "never repeated", whoever the practice is. */
    @Test
    void controlNumbersNeverRepeatNotEvenAmongPractices() {
        var target = RecordedTarget.sound();
        var seen = new ArrayList<String>();
        for (String practice : List.of(FIRST, SECOND, THIRD, SECOND, THIRD)) {
            Billing billing = mso.get(Billing.class, practice);
            for (String name : billing.prepare(feed(1, 1), target, it -> {}).interchanges()) {
                seen.add(Interchange837.of(target.text(name)).control());
            }
        }
        assertEquals(5, seen.size());
        assertEquals(5, new TreeSet<>(seen).size(), () -> "repeated: " + seen);
    }

    /** Capability: what it opens "must be safe from any thread". */
    @Test
    void twoThreadsMayBillAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        var meeting = new Meeting();
        try {
            var batches = new ArrayList<Future<Executable>>();
            for (int batch = 0; batch < 40; batch++) {
                int first = batch * 10 + 1;
                batches.add(pool.submit(() -> billed(first, meeting)));
            }
            for (Future<Executable> batch : batches) {
                assertAll(batch.get());
            }
        } finally {
            // Whatever still runs would disturb the tests that follow.
            pool.shutdown();
            assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES), "calls do not come back");
        }
    }

    private Executable billed(int first, Meeting meeting) {
        var target = RecordedTarget.sound();
        var heard = new RecordedOutcomes();
        BatchReport report =
                prepare(
                        sink -> {
                            feed(first, first + 4).feed(sink);
                            meeting.await();
                            feed(first + 5, first + 9).feed(sink);
                        },
                        target,
                        heard);
        List<String> expected =
                IntStream.rangeClosed(first, first + 9)
                        .mapToObj(it -> clean(it).number())
                        .sorted()
                        .toList();
        return () ->
                assertAll(
                        () -> assertEquals(10, report.ready()),
                        () -> assertEquals(expected, numbers(heard.ready())),
                        () ->
                                assertEquals(
                                        expected,
                                        Interchange837.of(target.text()).claims().stream()
                                                .sorted()
                                                .toList()));
    }

    /** {@link Billing#prepare}: it "holds at most 5,000 claims at a time". */
    @Test
    void aHugeFeedIsNotHeldInMemory() {
        long[] held = {0};
        prepare(
                sink -> {
                    var fed = new ArrayList<WeakReference<ProfessionalClaim>>();
                    for (int i = 1; i <= MANY; i++) {
                        ProfessionalClaim claim = clean(i);
                        fed.add(new WeakReference<>(claim));
                        sink.claim(claim, List.of());
                    }
                    held[0] = alive(fed);
                },
                RecordedTarget.sound(),
                it -> {});
        assertTrue(held[0] <= HELD, () -> held[0] + " claims were held at once");
    }

    /** One collection may not find all; the claims that stay after some are held. */
    private static long alive(List<WeakReference<ProfessionalClaim>> fed) {
        long alive = fed.size();
        for (int i = 0; i < 10 && alive > HELD; i++) {
            System.gc();
            alive = fed.stream().filter(it -> it.get() != null).count();
        }
        return alive;
    }

    private void aTargetThatFails(Step step) {
        var target = RecordedTarget.failingAt(step);
        coded(OutputFailed.class, 3102, () -> prepare(feed(1, 2), target, it -> {}));
        nothingRemains(target);
    }
}
