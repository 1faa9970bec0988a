package org.openmso.embed.internal;

import java.time.Duration;

/**
 * How long OpenMSO waits for what bundles and other nodes do outside of calls; shorter in tests.
 */
final class StepLimits {
    /** For one to start, be made, probed and warmed up. */
    static volatile Duration arrival = Duration.ofSeconds(60);

    /** For its migrations, of tables with millions of rows. */
    static volatile Duration migration = Duration.ofMinutes(30);

    /** For one to be told that calls arrive. */
    static volatile Duration promotion = Duration.ofSeconds(60);

    /** For one to be told that it is over, and to stop. */
    static volatile Duration leaving = Duration.ofSeconds(60);

    /** For another node to give the store of bundles free. */
    static volatile Duration store = Duration.ofSeconds(60);

    /** For the framework to stop with what is still in it. */
    static volatile Duration framework = Duration.ofSeconds(30);

    /** How long the class loader of one that left stays unmentioned. */
    static volatile Duration grace = Duration.ofMinutes(1);

    private StepLimits() {}
}
