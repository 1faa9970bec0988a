package org.openmso.sample.ehr;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Pauses between two looks, until the process is told to end (Ctrl-C). The process then waits for
 * {@link #close}, so that OpenMSO is closed and its temporary files are gone.
 */
final class UntilEnded implements DevelopCommand.Pause, AutoCloseable {
    private static final long LONGEST_END_SECONDS = 40;

    private final Duration pause;
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "end of develop");

    UntilEnded(Duration pause) {
        this.pause = pause;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public boolean lookAgain() {
        try {
            return !told.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        ended.countDown();
        if (told.getCount() > 0) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process began to end just now; the hook waits for nothing any more.
            }
        }
    }

    private void end() {
        told.countDown();
        try {
            ended.await(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
