package org.openmso.embed;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an index of bundles is, and how it is read. Immutable; made by the host or its operator,
 * and read by {@link Bundles#from}.
 *
 * <p>An index is a jar, signed like a bundle, with a {@code bundles.json} inside whose form {@code
 * index.schema.json} beside this class tells. The jars that it offers lie in its folder, or below.
 */
public final class BundleIndex {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration READ = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final URI address;
    private final Optional<Path> file;
    private final Duration connect;
    private final Duration read;
    private final boolean plainHttp;

    private BundleIndex(
            URI address, Optional<Path> file, Duration connect, Duration read, boolean plainHttp) {
        this.address = address;
        this.file = file;
        this.connect = connect;
        this.read = read;
        this.plainHttp = plainHttp;
    }

    /** A file. */
    public static BundleIndex at(Path jar) {
        return new BundleIndex(jar.toUri(), Optional.of(jar), CONNECT, READ, false);
    }

    /**
     * An address with {@code https}, {@code http} or {@code file}, without user, query and
     * fragment. Whether it can be used shows when it is read (MSO-1050, MSO-1051).
     */
    public static BundleIndex at(URI address) {
        return new BundleIndex(
                Objects.requireNonNull(address, "address"), Optional.empty(), CONNECT, READ, false);
    }

    /**
     * The same, where a server must accept the connection within this time. Unless given: 10
     * seconds.
     *
     * @throws IllegalArgumentException if it is not more than zero, or more than a day
     */
    public BundleIndex connectWithin(Duration time) {
        return new BundleIndex(address, file, bounded(time), read, plainHttp);
    }

    /**
     * The same, where each file, the index and a jar, must have come whole within this time,
     * redirects included. Unless given: 5 minutes.
     *
     * @throws IllegalArgumentException if it is not more than zero, or more than a day
     */
    public BundleIndex readWithin(Duration time) {
        return new BundleIndex(address, file, connect, bounded(time), plainHttp);
    }

    /**
     * The same, where another machine may be asked over {@code http}. What comes is signed all the
     * same; but who listens learns what this host installs, and who can change the traffic can keep
     * newer indexes from it. Unless given, {@code http} goes to this machine only.
     */
    public BundleIndex overPlainHttp() {
        return new BundleIndex(address, file, connect, read, true);
    }

    /** Where it is. */
    public URI address() {
        return address;
    }

    /** The file, where one was given as such. */
    public Optional<Path> file() {
        return file;
    }

    /** Within which time a server must accept the connection. */
    public Duration connectWithin() {
        return connect;
    }

    /** Within which time each file must have come. */
    public Duration readWithin() {
        return read;
    }

    /** Whether another machine may be asked over {@code http}. */
    public boolean isOverPlainHttp() {
        return plainHttp;
    }

    /** Where it is, for a log: without what could be a secret. */
    @Override
    public String toString() {
        if (file.isPresent()) {
            return file.get().toString();
        }
        if (address.getHost() == null) {
            return address.getScheme() == null ? "an address" : address.getScheme() + ":";
        }
        return address.getScheme()
                + "://"
                + address.getHost()
                + (address.getPort() < 0 ? "" : ":" + address.getPort())
                + address.getRawPath();
    }

    private static Duration bounded(Duration time) {
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("not more than zero and at most a day: " + time);
        }
        return time;
    }
}
