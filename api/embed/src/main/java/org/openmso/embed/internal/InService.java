package org.openmso.embed.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openmso.api.Problem;
import org.openmso.api.registry.Registry;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bundle that takes calls.
 *
 * @param generations its capabilities, by contract
 * @param registry its registry, if it is the bundle that provides it
 * @param end what follows when its providers have been told that it is over
 * @param problems what its probe found, and how its promotion failed, though it works
 * @param since when it arrived, by the host's clock
 */
record InService(
        Found found,
        Bundle bundle,
        Map<Class<?>, Generation> generations,
        Optional<Registry> registry,
        Runnable end,
        List<Problem> problems,
        Instant since) {
    private static final Logger LOG = LoggerFactory.getLogger(InService.class);

    InService {
        generations = Map.copyOf(generations);
        problems = List.copyOf(problems);
    }

    /** The same with one more problem. */
    InService with(Problem problem) {
        var all = new ArrayList<>(problems);
        all.add(problem);
        return new InService(found, bundle, generations, registry, end, all, since);
    }

    /** Takes no more calls. */
    void shut() {
        generations.values().forEach(Generation::shut);
    }

    /**
     * Waits for the calls inside.
     *
     * @param deadline by {@link System#nanoTime}
     * @return false when calls were still inside then; may be asked again
     */
    boolean isEmpty(long deadline) {
        shut();
        boolean empty = true;
        for (Generation generation : generations.values()) {
            empty &= generation.awaitNone(deadline);
        }
        return empty;
    }

    /** Tells the providers that it is over; whatever a bundle throws on its way out, it is out. */
    void retire() {
        for (Generation generation : generations.values()) {
            try {
                generation.retire();
            } catch (Throwable t) {
                LOG.warn("{} failed when it was retired", found.name(), t);
            }
        }
        end.run();
    }

    /** Calls that were given up and whose code has not returned. */
    int givenUp() {
        return generations.values().stream().mapToInt(Generation::givenUp).sum();
    }

    /** Calls now inside. */
    long inside() {
        return generations.values().stream().mapToLong(Generation::inside).sum();
    }
}
