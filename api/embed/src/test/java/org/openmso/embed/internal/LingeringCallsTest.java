package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestHost.codes;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Actor;
import org.openmso.api.Health;
import org.openmso.api.NotEntitled;
import org.openmso.api.billing.Billing;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.Database;
import org.openmso.embed.OnFailing;
import org.openmso.embed.TestBundle;
import org.openmso.embed.TestHost;
import org.openmso.embed.Trust;
import org.openmso.embed.bundles.trace.Trace;

/** A batch that does not end while its capability is taken out of service; nobody waits for it. */
@Tag("framework")
@SuppressWarnings("try")
class LingeringCallsTest {
    private static final String[] WITH = {"tier plus billing", "practice oak-street plus"};
    private static final String[] WITHOUT = {
        "tier plus billing", "tier basic", "practice oak-street basic"
    };

    @TempDir Path root;
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);

    private CompletableFuture<Long> longBatch(Billing billing) throws InterruptedException {
        var batch =
                CompletableFuture.supplyAsync(
                        () ->
                                billing.prepare(
                                                sink -> {
                                                    inside.countDown();
                                                    await(leave);
                                                },
                                                TestHost.NOWHERE,
                                                outcome -> {})
                                        .ready(),
                        TestHost.OWN_THREAD);
        inside.await();
        return batch;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RunningMso start(TestHost host) {
        return RunningMso.start(
                new HostChoices(
                        NamedInput.of(host.registryFile()),
                        host.data(),
                        Clock.systemUTC(),
                        key -> 1,
                        Database.files(),
                        host.classPath(),
                        null,
                        Trust.distributionOnly(),
                        Map.of(),
                        OnFailing.TELL,
                        Duration.ZERO));
    }

    @Test
    void isNamedInHealthAndItsBundleGoesWithTheNextReload() throws Exception {
        Trace.take();
        try (var host = TestHost.usual(root, WITH);
                RunningMso mso = start(host)) {
            Billing billing = mso.facade(Billing.class, "oak-street", Actor.system("night"));
            var batch = longBatch(billing);
            host.registry(WITHOUT);
            mso.reload();
            assertEquals(List.of("MSO-1024"), codes(mso.health()));
            assertThrows(NotEntitled.class, () -> call(billing));
            assertFalse(Trace.take().contains("billing retired"));

            leave.countDown();
            assertEquals(1, batch.get());
            mso.reload();
            assertEquals(Health.up(), mso.health());
            assertEquals(List.of("billing retired"), Trace.take());
        }
    }

    @Test
    void doesNotKeepTheCapabilityFromComingBackBesideIt() throws Exception {
        Trace.take();
        try (var host = TestHost.usual(root, WITH);
                RunningMso mso = start(host)) {
            Billing billing = mso.facade(Billing.class, "oak-street", Actor.system("night"));
            var batch = longBatch(billing);
            host.registry(WITHOUT);
            mso.reload();
            host.registry(WITH);
            mso.reload();
            assertEquals("done", call(billing), "the new one answers");
            assertEquals(List.of("MSO-1024"), codes(mso.health()), "the old one is still there");

            leave.countDown();
            assertEquals(1, batch.get(), "the old one finished its batch");
            mso.reload();
            assertEquals(Health.up(), mso.health());
            assertEquals("done", call(billing));
        }
    }

    @Test
    void aProbeThatDoesNotReturnIsGivenUpAndWhatComesLaterIsDiscarded() throws Exception {
        var hold = new CountDownLatch(1);
        var discarded = new CountDownLatch(1);
        System.getProperties().put("openmso.test.hold", hold);
        System.getProperties().put("openmso.test.discarded", discarded);
        try (var shortened = Shortened.arrival();
                var host = TestHost.withRegistryAnd(root, TestBundle.odd("ProbeHangs"), WITH);
                RunningMso mso = start(host)) {
            assertEquals(Health.Status.DEGRADED, mso.health().status());
            assertEquals(List.of("MSO-1016", "MSO-1044"), codes(mso.health()));
            hold.countDown();
            discarded.await();
            while (codes(mso.health()).contains("MSO-1044")) {
                Thread.onSpinWait();
            }
            assertFalse(mso.offers(Billing.class, "oak-street"));
        } finally {
            System.getProperties().remove("openmso.test.hold");
            System.getProperties().remove("openmso.test.discarded");
        }
    }

    @Test
    void isCutOffByTheEndWhichFreesTheDataDirectory() throws Exception {
        try (var host = TestHost.usual(root, WITH)) {
            RunningMso mso = start(host);
            Billing billing = mso.facade(Billing.class, "oak-street", Actor.system("night"));
            var batch = longBatch(billing);
            mso.close();
            try (RunningMso next = start(host)) {
                assertTrue(next.offers(Billing.class, "oak-street"));
            }
            leave.countDown();
            assertEquals(1, batch.get());
        }
    }
}
