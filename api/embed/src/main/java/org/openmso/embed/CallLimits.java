package org.openmso.embed;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a host grants to the calls of one capability. Made by hosts, for {@link Mso.Builder#limits}.
 *
 * <p>With a deadline the capability's calls, and the host's callbacks within them, run on threads
 * of OpenMSO's own while the caller waits; that costs some microseconds a call, and where a
 * practice did not call for a tenth of a second, those of a new thread. No thread serves two
 * practices, so that none finds what another's call left in thread locals; none has those of its
 * caller. When the time is over the caller gets {@link org.openmso.api.CapabilityTimedOut}
 * (MSO-1207), and the thread of the call is interrupted. A bundle that takes no notice of that
 * keeps its thread, and its place among the concurrent calls; everybody else goes on. Without a
 * deadline, calls run on their callers' threads and cost nanoseconds.
 *
 * @param deadline how long a call may take; positive
 * @param concurrency how many calls of all practices may be inside at a time; at least 1. One call
 *     more gets {@link org.openmso.api.CapabilityBusy} (MSO-1208) at once
 */
public record CallLimits(Optional<Duration> deadline, OptionalInt concurrency) {
    /** No limits. */
    public static final CallLimits NONE = new CallLimits(Optional.empty(), OptionalInt.empty());

    /**
     * For a bundle that is not one of the host's own, unless the host says otherwise: 60 seconds,
     * 64 calls.
     */
    public static final CallLimits OF_STRANGERS = of(Duration.ofSeconds(60), 64);

    /** Checks the ranges. */
    public CallLimits {
        if (deadline.filter(it -> it.isNegative() || it.isZero()).isPresent()) {
            throw new IllegalArgumentException("a deadline is positive: " + deadline.get());
        }
        if (concurrency.isPresent() && concurrency.getAsInt() < 1) {
            throw new IllegalArgumentException("at least one call: " + concurrency.getAsInt());
        }
    }

    /** Both limits. */
    public static CallLimits of(Duration deadline, int concurrency) {
        return new CallLimits(Optional.of(deadline), OptionalInt.of(concurrency));
    }

    /** Whether nothing is limited. */
    public boolean isNone() {
        return deadline.isEmpty() && concurrency.isEmpty();
    }
}
