package org.openmso.embed.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openmso.api.Health;
import org.openmso.api.Problem;
import org.openmso.api.spi.Capability;
import org.openmso.embed.internal.Installation.Found;
import org.openmso.embed.internal.Installation.InService;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bundle on its way into service, on a thread of its own: installed, its provider made, probed
 * and promoted. When one of these fails, nothing of it stays installed; when one does not return,
 * it is given up, and what it makes later is taken out again.
 */
final class Arrival {
    private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);

    /** How long a bundle may take to start, be made, probed and promoted; shorter in tests. */
    static volatile Duration limit = Duration.ofSeconds(60);

    /** Whether it arrived, or was given up: whoever sets it first decides. */
    private final AtomicBoolean decided = new AtomicBoolean();

    private final long deadline = System.nanoTime() + limit.toNanos();
    private final FrameworkHost framework;
    private final Found found;
    private final PracticeServiceContext.Shared shared;
    private Background<InService> arriving;

    private Arrival(FrameworkHost framework, Found found, PracticeServiceContext.Shared shared) {
        this.framework = framework;
        this.found = found;
        this.shared = shared;
    }

    /** Sets out. */
    static Arrival begin(
            FrameworkHost framework, Found found, PracticeServiceContext.Shared shared) {
        var arrival = new Arrival(framework, found, shared);
        arrival.arriving = Background.begin("mso-start-" + found.name(), arrival::takeIn);
        return arrival;
    }

    /**
     * Waits until it takes calls.
     *
     * @throws Refusal if it cannot; with whatever its code threw as cause
     */
    InService await() throws Refusal {
        try {
            return awaited();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refusal refusal
                    ? refusal
                    : new Refusal(Launch.FRAMEWORK_FAILED.at(found.name()), e.getCause());
        }
    }

    private InService awaited() throws Refusal, ExecutionException {
        try {
            return arriving.await(deadline);
        } catch (TimeoutException e) {
            if (decided.compareAndSet(false, true)) {
                throw new Refusal(
                        Launch.PROBE_FAILED.at(
                                found.name(),
                                "Its start, constructor or self-check did not return in time."));
            }
            return arriving.await();
        }
    }

    private InService takeIn() throws Refusal {
        Bundle bundle = framework.install(found.name(), found.file().bytes());
        boolean serving = false;
        try {
            Capability<?> provider =
                    FrameworkHost.provider(
                            found.name(), bundle, found.provided().provider(), Capability.class);
            var problems = new ArrayList<>(probe(provider));
            promote(provider, problems);
            String name = found.provided().capability();
            if (!decided.compareAndSet(false, true)) {
                provider.retired();
                throw new Refusal(Launch.PROBE_FAILED.at(found.name(), "It came too late."));
            }
            var generation =
                    new Generation(found.provided().contract(), name, provider, shared.of(name));
            LOG.info("in service: {} {}", name, bundle.getVersion());
            var arrived = new InService(found, bundle, generation, List.copyOf(problems));
            serving = true;
            return arrived;
        } finally {
            if (!serving) {
                framework.uninstall(bundle);
            }
        }
    }

    private List<Problem> probe(Capability<?> provider) throws Refusal {
        Health health;
        try {
            health = Objects.requireNonNull(provider.probe(), "probe");
        } catch (Throwable t) {
            throw new Refusal(Launch.PROBE_FAILED.at(found.name(), "It threw."), t);
        }
        if (health.status() == Health.Status.DOWN) {
            var reasons = new StringBuilder("It said:");
            health.problems().forEach(it -> reasons.append(' ').append(it));
            throw new Refusal(Launch.PROBE_FAILED.at(found.name(), reasons.toString()));
        }
        return health.problems();
    }

    private void promote(Capability<?> provider, List<Problem> problems) {
        try {
            provider.promoted();
        } catch (Throwable t) {
            LOG.warn("{} failed when it was promoted", found.name(), t);
            problems.add(Launch.PROMOTION_FAILED.at(found.name()));
        }
    }
}
