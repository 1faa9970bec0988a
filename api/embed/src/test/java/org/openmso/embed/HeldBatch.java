package org.openmso.embed;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.openmso.api.billing.Billing;
import org.openmso.embed.bundles.trace.Trace;

/** A batch on a thread of its own that is inside billing until it is let go. */
public final class HeldBatch {
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private final CompletableFuture<Long> running;

    private HeldBatch(Billing billing) {
        running =
                CompletableFuture.supplyAsync(
                        () ->
                                billing.prepare(sink -> hold(), TestHost.NOWHERE, outcome -> {})
                                        .ready(),
                        TestHost.OWN_THREAD);
    }

    /** Begins one; it is inside when this returns. */
    public static HeldBatch inside(Billing billing) throws InterruptedException {
        var batch = new HeldBatch(billing);
        batch.inside.await();
        return batch;
    }

    private void hold() {
        inside.countDown();
        try {
            leave.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Trace.add("call leaves");
    }

    /** Lets it go on. */
    public void letGo() {
        leave.countDown();
    }

    /** How many claims were ready, once it has ended. */
    public long ready() throws Exception {
        return running.get();
    }
}
