package org.openmso.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that shows what a test sets, and counts how often it is read. Safe from any thread. */
public final class SetClock extends Clock {
    private final AtomicReference<Instant> now;
    private final AtomicInteger read;
    private final ZoneId zone;

    private SetClock(AtomicReference<Instant> now, AtomicInteger read, ZoneId zone) {
        this.now = now;
        this.read = read;
        this.zone = zone;
    }

    /** A clock in UTC that stands at a time, for example {@code 2026-10-05T09:15:00Z}. */
    public static SetClock at(String time) {
        return new SetClock(
                new AtomicReference<>(Instant.parse(time)), new AtomicInteger(), ZoneOffset.UTC);
    }

    /** Puts it forward, or back by a negative time. */
    public void advance(Duration time) {
        now.updateAndGet(it -> it.plus(time));
    }

    /** How often it was read, in whatever zone. */
    public int read() {
        return read.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock, seen in another zone. */
    @Override
    public Clock withZone(ZoneId other) {
        return new SetClock(now, read, other);
    }

    @Override
    public Instant instant() {
        read.incrementAndGet();
        return now.get();
    }
}
