package org.openmso.embed.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of service. What leaves is given a time for the calls inside; what is empty then is
 * told, and uninstalled. What is not lingers: nobody waits for it again, and it goes as soon as its
 * last call has left.
 */
final class Leavers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leavers.class);
    private static final long FOR_EVER = Duration.ofDays(36_500).toNanos();

    private final FrameworkHost framework;
    private final Duration drain;

    /** Each with the thread that waits for its last call. */
    private final Map<InService, Background<?>> lingering = new ConcurrentHashMap<>();

    private boolean closed;

    /** A way out of a framework, with this much time for the calls inside. */
    Leavers(FrameworkHost framework, Duration drain) {
        this.framework = framework;
        this.drain = drain;
    }

    /** Those that calls were still inside when their time was over. */
    List<InService> lingering() {
        return List.copyOf(lingering.keySet());
    }

    /**
     * Takes these out; when this returns, each is gone or lingers, and so does each that lingered
     * before.
     */
    void letGo(Collection<InService> leaving) {
        leaving.forEach(InService::shut);
        long deadline = System.nanoTime() + drain.toNanos();
        for (InService one : leaving) {
            if (one.isEmpty(deadline)) {
                takeLeave(one);
            } else {
                LOG.warn(
                        "calls are still inside {}; it stays loaded, unrouted",
                        one.found().file().name());
                linger(one);
            }
        }
        lingering.forEach(this::seeOut);
    }

    /** Under the lock, so that it is noted down before it can be gone. */
    private synchronized void linger(InService one) {
        lingering.put(one, Background.begin("mso-drain-" + one.found().name(), last(one)));
    }

    /** Waits for the last call, and for it only. */
    private Callable<Boolean> last(InService one) {
        return () -> {
            one.isEmpty(System.nanoTime() + FOR_EVER);
            synchronized (this) {
                if (!closed) {
                    takeLeave(one);
                }
                lingering.remove(one);
            }
            return true;
        };
    }

    /** One that is empty by now is gone when the next change is done. */
    private void seeOut(InService one, Background<?> leaving) {
        if (one.isEmpty(System.nanoTime())) {
            try {
                leaving.await();
            } catch (ExecutionException e) {
                LOG.warn("{} failed on its way out", one.found().name(), e.getCause());
            }
        }
    }

    /**
     * Tells a bundle that it is over, and uninstalls it. That is its code, too: who does not return
     * keeps nobody from going on.
     */
    private void takeLeave(InService leaving) {
        Found found = leaving.found();
        ClassLoader loader = leaving.bundle().adapt(BundleWiring.class).getClassLoader();
        var going =
                Background.begin(
                        "mso-retire-" + found.name(),
                        () -> {
                            Thread.currentThread().setContextClassLoader(loader);
                            leaving.retire();
                            framework.uninstall(leaving.bundle());
                            return true;
                        });
        try {
            going.await(System.nanoTime() + StepLimits.leaving.toNanos());
        } catch (ExecutionException e) {
            LOG.warn("{} failed on its way out", found.name(), e.getCause());
        } catch (TimeoutException e) {
            LOG.warn("{}", Launch.DOES_NOT_RETURN.at(found.name()));
            framework.departed().givenUp(found.name(), going);
        }
        LOG.info("out of service: {} {}", found.name(), found.version());
    }

    /** What lingers stays as it is: the framework goes next. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
