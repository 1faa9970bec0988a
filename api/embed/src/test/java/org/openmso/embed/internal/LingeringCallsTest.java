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
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Actor;
import org.openmso.api.Health;
import org.openmso.api.NotEntitled;
import org.openmso.api.billing.Billing;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.Database;
import org.openmso.embed.HeldBatch;
import org.openmso.embed.OnFailing;
import org.openmso.embed.TestBundle;
import org.openmso.embed.TestHost;
import org.openmso.embed.Trust;
import org.openmso.embed.bundles.trace.Trace;

/** A batch that does not end while its capability is taken out of service; nobody waits for it. */
@Tag("framework")
@SuppressWarnings("try")
@Timeout(300)
class LingeringCallsTest {
    private static final String[] WITH = {"tier plus billing", "practice oak-street plus"};
    private static final String[] WITHOUT = {
        "tier plus billing", "tier basic", "practice oak-street basic"
    };

    /** So many that whoever waits in each of them does not come to the end. */
    private static final int LATER_CHANGES = 200;

    @TempDir Path root;

    private static RunningMso start(TestHost host) {
        return start(host, Duration.ZERO);
    }

    private static RunningMso start(TestHost host, Duration drain) {
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
                        drain));
    }

    @Test
    void isNamedInHealthAndItsBundleGoesWithTheNextReload() throws Exception {
        Trace.take();
        try (var host = TestHost.usual(root, WITH);
                RunningMso mso = start(host)) {
            Billing billing = mso.facade(Billing.class, "oak-street", Actor.system("night"));
            HeldBatch held = HeldBatch.inside(billing);
            host.registry(WITHOUT);
            mso.reload();
            assertEquals(List.of("MSO-1024"), codes(mso.health()));
            assertThrows(NotEntitled.class, () -> call(billing));
            assertFalse(Trace.take().contains("billing retired"));

            held.letGo();
            assertEquals(1, held.ready());
            mso.reload();
            assertEquals(Health.up(), mso.health());
            assertEquals(List.of("call leaves", "billing retired"), Trace.take());
        }
    }

    @Test
    void itsBundleGoesAtOnceWhenItsLastCallHasLeft() throws Exception {
        Trace.take();
        try (var host = TestHost.usual(root, WITH);
                RunningMso mso = start(host)) {
            Billing billing = mso.facade(Billing.class, "oak-street", Actor.system("night"));
            var batch = HeldBatch.inside(billing);
            host.registry(WITHOUT);
            mso.reload();
            assertEquals(List.of("MSO-1024"), codes(mso.health()));
            batch.letGo();
            assertEquals(1, batch.ready());
            while (!mso.health().equals(Health.up())) {
                Thread.onSpinWait();
            }
            assertTrue(Trace.take().contains("billing retired"), "nobody changed anything");
        }
    }

    @Test
    void isAwaitedOnceAndByNoLaterChange() throws Exception {
        try (var host = TestHost.usual(root, WITH);
                RunningMso mso = start(host, Duration.ofSeconds(2))) {
            Billing billing = mso.facade(Billing.class, "oak-street", Actor.system("night"));
            var batch = HeldBatch.inside(billing);
            host.registry(WITHOUT);
            mso.reload();
            assertEquals(List.of("MSO-1024"), codes(mso.health()));
            for (int i = 0; i < LATER_CHANGES; i++) {
                mso.reload();
            }
            batch.letGo();
            assertEquals(1, batch.ready());
        }
    }

    @Test
    void doesNotKeepTheCapabilityFromComingBackBesideIt() throws Exception {
        Trace.take();
        try (var host = TestHost.usual(root, WITH);
                RunningMso mso = start(host)) {
            Billing billing = mso.facade(Billing.class, "oak-street", Actor.system("night"));
            HeldBatch held = HeldBatch.inside(billing);
            host.registry(WITHOUT);
            mso.reload();
            host.registry(WITH);
            mso.reload();
            assertEquals("done", call(billing), "the new one answers");
            assertEquals(List.of("MSO-1024"), codes(mso.health()), "the old one is still there");

            held.letGo();
            assertEquals(1, held.ready(), "the old one finished its batch");
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
            HeldBatch held = HeldBatch.inside(billing);
            mso.close();
            try (RunningMso next = start(host)) {
                assertTrue(next.offers(Billing.class, "oak-street"));
            }
            held.letGo();
            assertEquals(1, held.ready());
        }
    }
}
