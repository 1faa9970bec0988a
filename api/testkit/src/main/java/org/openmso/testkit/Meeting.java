package org.openmso.testkit;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Brings two threads to the same point inside a call, so that their calls surely overlap. A
 * provider may let one wait for the other; then nobody comes, and the meeting is called off.
 */
final class Meeting {
    private static final long PATIENCE_SECONDS = 2;

    private final CyclicBarrier barrier = new CyclicBarrier(2);

    void await() {
        try {
            barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | BrokenBarrierException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
