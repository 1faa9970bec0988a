package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.NOWHERE;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Problem;
import org.openmso.api.billing.Billing;
import org.openmso.embed.SwapOutcome.Result;

/** Whether a change is kept, when something comes between it and the journal. */
@Tag("framework")
@Timeout(600)
class KeptChangeTest {
    private static final TestBundle NEXT = TestBundle.BILLING.version("2.0.0");

    @TempDir Path root;
    private TestHost host;
    private Mso mso;

    @BeforeEach
    void aHost() {
        host =
                TestHost.usual(
                        root, "tier plus billing fhir", "practice oak plus billing.do=version");
        mso = host.start();
    }

    @AfterEach
    void close() throws IOException {
        host.close();
    }

    private Path journal() {
        return host.data().resolve("bundles/journal");
    }

    private static List<String> codesOf(SwapOutcome outcome) {
        return outcome.problems().stream().map(Problem::code).toList();
    }

    private List<String> history() {
        return mso.bundles().history().stream()
                .map(it -> it.action() + " " + it.version())
                .toList();
    }

    private String version() {
        return call(billing(mso, "oak"));
    }

    private void restart() {
        mso.close();
        mso = host.start();
    }

    /** What an applier's thread is left with. */
    private record Applied(SwapOutcome outcome, boolean interrupted) {}

    /** Applies it while a call is inside the old version, and does this before the call leaves. */
    private Applied applyAnd(Meanwhile meanwhile) throws Exception {
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        Billing billing = billing(mso, "oak");
        var calling =
                CompletableFuture.runAsync(
                        () ->
                                billing.prepare(
                                        sink -> {
                                            inside.countDown();
                                            await(leave);
                                        },
                                        NOWHERE,
                                        outcome -> {}),
                        TestHost.OWN_THREAD);
        inside.await();
        var applier = new CompletableFuture<Thread>();
        var applied =
                CompletableFuture.supplyAsync(
                        () -> {
                            applier.complete(Thread.currentThread());
                            SwapOutcome outcome = mso.bundles().apply(NEXT.input());
                            return new Applied(outcome, Thread.interrupted());
                        },
                        TestHost.OWN_THREAD);
        while (!version().equals("2.0.0")) {
            Thread.onSpinWait();
        }
        meanwhile.happens(applier.get());
        leave.countDown();
        calling.get();
        return applied.get();
    }

    private interface Meanwhile {
        void happens(Thread applier) throws Exception;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anInterruptionInTheMiddleOfAChangeWaitsForItsEnd() throws Exception {
        Applied applied = applyAnd(Thread::interrupt);
        assertEquals(Result.DONE, applied.outcome().result());
        assertEquals(List.of(), applied.outcome().problems());
        assertTrue(applied.interrupted());
        assertEquals(List.of("APPLIED 2.0.0"), history());
        restart();
        assertEquals("2.0.0", version());
    }

    @Test
    void whoIsInterruptedBeforeAChangeIsRefusedWithTheTrueCause() {
        Thread.currentThread().interrupt();
        SwapOutcome applied = mso.bundles().apply(NEXT.input());
        SwapOutcome removed = mso.bundles().remove("org.openmso.test.billing");
        assertTrue(Thread.interrupted(), "it is left to whoever asked");
        assertEquals(Result.REFUSED, applied.result());
        assertEquals(List.of("MSO-1048"), codesOf(applied));
        assertEquals(List.of("MSO-1048"), codesOf(removed));
        assertEquals("1.0.0", version());
        assertEquals(Result.DONE, mso.bundles().apply(NEXT.input()).result());
    }

    @Test
    void whatCouldNotBeWrittenDownIsToldAndWrittenDownWhenItIsAppliedAgain() throws Exception {
        SwapOutcome outcome = applyAnd(applier -> Files.createDirectory(journal())).outcome();
        assertEquals(Result.NOT_KEPT, outcome.result());
        assertFalse(outcome.isDone());
        assertEquals(List.of("MSO-1049"), codesOf(outcome));
        assertTrue(outcome.problems().get(0).message().contains("MSO-1037"), outcome::toString);
        assertEquals("2.0.0", version());
        Files.delete(journal());
        mso.reload();
        assertEquals("2.0.0", version(), "a reload takes nothing back");
        assertEquals(Result.DONE, mso.bundles().apply(NEXT.input()).result());
        assertEquals(List.of("APPLIED 2.0.0"), history());
        assertEquals(Result.UNCHANGED, mso.bundles().apply(NEXT.input()).result());
        restart();
        assertEquals("2.0.0", version());
    }

    @Test
    void whatWasNotKeptAndIsForgottenServesNoMoreAfterARestart() throws Exception {
        applyAnd(applier -> Files.createDirectory(journal()));
        Files.delete(journal());
        restart();
        assertEquals("1.0.0", version());
        assertEquals(List.of(), history());
    }

    @Test
    void anIndexKeepsWhatServesAndWasNotWrittenDown() throws Exception {
        applyAnd(applier -> Files.createDirectory(journal()));
        Files.delete(journal());
        BundleIndex index = TestIndex.number(1).billing("2.0.0").in(root.resolve("published"));
        SwapOutcome outcome = mso.bundles().from(index).apply("org.openmso.test.billing");
        assertEquals(Result.DONE, outcome.result());
        assertEquals(List.of("APPLIED 2.0.0"), history());
    }
}
