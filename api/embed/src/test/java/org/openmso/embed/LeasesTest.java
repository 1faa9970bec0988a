package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Health;
import org.openmso.api.NotEntitled;
import org.openmso.api.billing.Billing;
import org.openmso.embed.bundles.trace.Trace;

/** Calls keep coming while a capability is taken away and brought back. */
@Tag("framework")
class LeasesTest {
    private static final int SWAPS = 200;

    @TempDir Path root;

    @Test
    void noCallIsAnsweredByAProviderThatWasRetired() throws Exception {
        String[] with = {"tier lower fhir", "tier upper fhir billing", "practice oak-street upper"};
        String[] without = {with[0], with[1], "practice oak-street lower"};
        Trace.take();
        try (var host = TestHost.usual(root, with)) {
            Mso mso = host.start();
            var ended = new AtomicBoolean();
            var served = new AtomicLong();
            var refused = new AtomicLong();
            var wrong = Collections.synchronizedList(new ArrayList<Throwable>());
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 4; i++) {
                Billing kept = billing(mso, "oak-street");
                var thread =
                        new Thread(
                                () -> {
                                    while (!ended.get() && wrong.isEmpty()) {
                                        try {
                                            call(kept);
                                            served.incrementAndGet();
                                        } catch (NotEntitled e) {
                                            refused.incrementAndGet();
                                            Thread.yield();
                                        } catch (Throwable t) {
                                            wrong.add(t);
                                        }
                                    }
                                },
                                "caller-" + i);
                thread.start();
                threads.add(thread);
            }
            for (int i = 0; i < SWAPS && wrong.isEmpty(); i++) {
                host.registry(without);
                mso.reload();
                host.registry(with);
                mso.reload();
                long servedBefore = served.get();
                while (served.get() == servedBefore && wrong.isEmpty()) {
                    Thread.yield();
                }
            }
            ended.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of(), wrong);
            assertTrue(served.get() >= SWAPS, () -> "served " + served);
            assertEquals(Health.up(), mso.health());
            assertEquals(SWAPS, Trace.take().stream().filter("billing retired"::equals).count());
        }
    }
}
