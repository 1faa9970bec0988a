package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.openmso.embed.TestHost.DESK;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestHost.codes;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Health;
import org.openmso.api.MsoException;
import org.openmso.api.billing.Billing;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.SwapOutcome.Result;
import org.openmso.embed.bundles.trace.Trace;

/** What code may still do whose caller has left it. */
@Tag("framework")
@Timeout(300)
class GivenUpCallsTest {
    private static final CallLimits SHORT = CallLimits.of(Duration.ofSeconds(1), 4);

    @TempDir Path root;
    private final CountDownLatch hold = new CountDownLatch(1);
    private TestHost host;

    @BeforeEach
    void prepare() {
        Trace.take();
        host =
                TestHost.usual(
                        root, "tier plus billing fhir", "practice oak plus billing.do=version");
    }

    @AfterEach
    void close() throws IOException {
        hold.countDown();
        host.close();
    }

    /** What intake reads: nothing, once the hold is gone; then calls what it is to call. */
    private List<NamedInput> slow(Runnable afterwards) {
        return new AbstractList<>() {
            @Override
            public NamedInput get(int index) {
                throw new IndexOutOfBoundsException(index);
            }

            @Override
            public int size() {
                while (hold.getCount() > 0) {
                    Thread.onSpinWait();
                }
                afterwards.run();
                return 0;
            }
        };
    }

    private static String codeOr(Supplier<String> called) {
        try {
            return called.get();
        } catch (MsoException e) {
            return e.code();
        }
    }

    @Test
    void itReachesNoVersionThatItsCallerWasInside() throws Exception {
        Mso mso = host.keep(host.configure().limits("fhir", SHORT).start());
        Billing kept = billing(mso, "oak");
        FhirIntake intake = mso.practice("oak", DESK).get(FhirIntake.class);
        var later = new CompletableFuture<String>();
        var inner = new ArrayList<String>();
        kept.prepare(
                sink ->
                        inner.add(
                                codeOr(
                                        () ->
                                                intake.read(
                                                                slow(callsLater(kept, later)),
                                                                null,
                                                                IntakeListener.NONE)
                                                        .toString())),
                TestHost.NOWHERE,
                outcome -> {});
        assertEquals(List.of("MSO-1207"), inner);
        var old = (WeakReference<?>) Trace.pickUp("billing-loader");
        assertEquals(
                Result.DONE,
                mso.bundles().apply(TestBundle.BILLING.version("2.0.0").input()).result());
        assertEquals("2.0.0", call(kept));
        while (old.get() != null && !Thread.currentThread().isInterrupted()) {
            System.gc();
        }
        assertNull(old.get(), "nothing of what left is held");
        Trace.take();
        hold.countDown();
        assertEquals("MSO-1207", later.get());
        assertFalse(Trace.take().contains("billing opened for oak"));
        assertEquals("2.0.0", call(kept));
        assertEquals(List.of(), codes(mso.health()));
        assertEquals(Health.up(), mso.health());
    }

    private static Runnable callsLater(Billing billing, CompletableFuture<String> answer) {
        return () -> answer.complete(codeOr(() -> call(billing)));
    }
}
