package org.openmso.embed.internal;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * One of the times that OpenMSO waits for a bundle, shortened until closed. Only for steps that
 * never end by themselves: no sound bundle may be on its way meanwhile.
 */
public final class Shortened implements AutoCloseable {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Consumer<Duration> limit;
    private final Duration usual;

    private Shortened(Consumer<Duration> limit, Duration usual) {
        this(limit, usual, SHORT);
    }

    private Shortened(Consumer<Duration> limit, Duration usual, Duration now) {
        this.limit = limit;
        this.usual = usual;
        limit.accept(now);
    }

    /** For the arrival of a bundle. */
    public static Shortened arrival() {
        return new Shortened(it -> StepLimits.arrival = it, StepLimits.arrival);
    }

    /** For a bundle to be promoted. */
    public static Shortened promotion() {
        return new Shortened(it -> StepLimits.promotion = it, StepLimits.promotion);
    }

    /** For a bundle to be retired and stopped. */
    public static Shortened leaving() {
        return new Shortened(it -> StepLimits.leaving = it, StepLimits.leaving);
    }

    /** For the framework to stop. */
    public static Shortened framework() {
        return new Shortened(it -> StepLimits.framework = it, StepLimits.framework);
    }

    /** For the store of bundles to be free. */
    public static Shortened store() {
        return new Shortened(it -> StepLimits.store = it, StepLimits.store);
    }

    /** What left is spoken of at once. */
    public static Shortened grace() {
        return new Shortened(it -> StepLimits.grace = it, StepLimits.grace, Duration.ofNanos(-1));
    }

    @Override
    public void close() {
        limit.accept(usual);
    }
}
