package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestHost.codes;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.CapabilityUnavailable;
import org.openmso.api.Health;
import org.openmso.api.billing.Billing;
import org.openmso.embed.bundles.trace.Trace;

/** The end: every call out, everything given back. */
@Tag("framework")
class CloseTest {
    private static final String[] REGISTRY = {
        "tier plus billing", "tier essential fhir",
        "practice oak-street plus", "practice low-road essential"
    };

    @TempDir Path root;

    @Test
    void closingWaitsForTheCallInsideAndRefusesTheNext() throws Exception {
        Trace.take();
        try (var host = TestHost.usual(root, REGISTRY)) {
            Mso mso = host.start();
            Billing billing = billing(mso, "oak-street");
            HeldBatch held = HeldBatch.inside(billing);
            var closing = CompletableFuture.runAsync(mso::close, TestHost.OWN_THREAD);
            while (mso.health().status() != Health.Status.DOWN) {
                Thread.onSpinWait();
            }
            var refused = assertThrows(CapabilityUnavailable.class, () -> call(billing));
            assertEquals("MSO-1206", refused.code());
            assertFalse(closing.isDone());

            held.letGo();
            assertEquals(1, held.ready());
            closing.get();
            var events = Trace.take();
            assertTrue(
                    events.indexOf("call leaves") < events.indexOf("billing retired"),
                    events::toString);
        }
    }

    @Test
    void aClosedOneRefusesEverythingWithTheSameCodeAndClosesTwiceForNothing() throws Exception {
        try (var host = TestHost.usual(root, REGISTRY)) {
            Mso mso = host.start();
            Billing entitled = billing(mso, "oak-street");
            Billing notEntitled = billing(mso, "low-road");
            mso.close();
            mso.close();
            for (Billing billing : List.of(entitled, notEntitled)) {
                var refused = assertThrows(CapabilityUnavailable.class, () -> call(billing));
                assertEquals("MSO-1206", refused.code());
            }
            assertEquals("MSO-1206", assertThrows(CapabilityUnavailable.class, mso::reload).code());
            assertEquals(List.of("MSO-1206"), codes(mso.health()));
            assertEquals(2, mso.registry().practices().size());
        }
    }

    @Test
    void theDataDirectoryIsFreeAgainAndNoThreadKeepsTheHostAlive() throws Exception {
        try (var host = TestHost.usual(root, REGISTRY)) {
            var before = new HashSet<>(Thread.getAllStackTraces().keySet());
            host.configure().start().close();
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (!before.contains(thread) && !thread.isDaemon()) {
                    thread.join(60_000);
                    assertFalse(thread.isAlive(), thread::toString);
                }
            }
            Mso again = host.start();
            assertEquals("done", call(billing(again, "oak-street")));
        }
    }

    @Test
    void theThreadsContextClassLoaderIsTheHosts() throws Exception {
        try (var host = TestHost.usual(root, REGISTRY);
                var own = new URLClassLoader(new URL[0], getClass().getClassLoader())) {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(own);
            try {
                Mso mso = host.configure().start();
                call(billing(mso, "oak-street"));
                mso.reload();
                mso.close();
                assertSame(own, Thread.currentThread().getContextClassLoader());
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }
    }

    @Test
    void anInterruptedHostStillClosesInOrderAndKeepsItsInterrupt() throws Exception {
        Trace.take();
        try (var host = TestHost.usual(root, REGISTRY)) {
            Mso mso = host.start();
            call(billing(mso, "oak-street"));
            Thread.currentThread().interrupt();
            mso.close();
            assertTrue(Thread.interrupted());
            assertTrue(Trace.take().contains("billing retired"));
            Mso again = host.start();
            assertEquals("done", call(billing(again, "oak-street")));
        }
    }
}
