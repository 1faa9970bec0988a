package org.openmso.embed;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.openmso.api.Actor;
import org.openmso.api.Health;
import org.openmso.api.host.NamedInput;
import org.openmso.api.host.Sequences;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.embed.internal.HostChoices;
import org.openmso.embed.internal.RunningMso;

/**
 * OpenMSO, running inside a host's JVM. Start one for a host and close it at the end; all methods
 * are safe from any thread.
 *
 * <p>Starting takes about a second: it starts an OSGi framework, reads the registry file, and takes
 * into service the bundles that at least one practice's tier includes. A bundle that cannot be used
 * does not stop the host: {@link #health} says why.
 */
public final class Mso implements AutoCloseable {
    private final RunningMso running;

    private Mso(RunningMso running) {
        this.running = running;
    }

    /**
     * Begins the configuration; {@link Builder#registry} and {@link Builder#data} must be called.
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The services of a practice, asked for by an actor.
     *
     * @throws org.openmso.api.UnknownPractice (MSO-1202) if no such practice is registered
     */
    public PracticeServices practice(String id, Actor actor) {
        return new PracticeServices(running, running.practice(id).id(), actor);
    }

    /** Practices and tiers as they are now. */
    public RegistrySnapshot registry() {
        return running.registry();
    }

    /**
     * Reads the registry file again. From the moment this returns, every call is judged by the new
     * one; calls that are inside finish. Capabilities that no tier in use includes any more are
     * taken out of service after their last call; waits for those up to 30 seconds, so do not call
     * it from within a call.
     *
     * <p>Does what other nodes did that share the store of bundles, first.
     *
     * @throws org.openmso.api.InvalidRegistry (MSO-1101 to MSO-1108) if it cannot be used; the old
     *     one then stays in force
     * @throws org.openmso.api.MsoException (MSO-1037, MSO-1047) if the store of bundles cannot be
     *     had; the registry file was read all the same
     */
    public void reload() {
        running.reload();
    }

    /** The bundles, for the operator. */
    public Bundles bundles() {
        return new Bundles(running);
    }

    /** How the bundles are doing; returns at once. */
    public Health health() {
        return running.health();
    }

    /**
     * Refuses new calls (MSO-1206), waits up to 30 seconds for those inside, and ends the
     * framework. A second time does nothing.
     */
    @Override
    public void close() {
        running.close();
    }

    /** Collects what a host decides. */
    public static final class Builder {
        private NamedInput registry;
        private Path data;
        private Clock clock;
        private Sequences sequences;
        private Database database = Database.files();
        private ClassLoader bundles = Mso.class.getClassLoader();
        private Path store;
        private final Map<String, CallLimits> limits = new HashMap<>();
        private Trust trust = Trust.distributionOnly();
        private OnFailing onFailing = OnFailing.TELL;
        private Duration drain = Duration.ofSeconds(30);

        private Builder() {}

        /** The registry file: tiers and practices. Needed. */
        public Builder registry(Path file) {
            return registry(NamedInput.of(file));
        }

        /**
         * The registry file, from wherever the host keeps it. It is opened again at each reload.
         */
        public Builder registry(NamedInput file) {
            this.registry = file;
            return this;
        }

        /**
         * The directory for OpenMSO's own files; made when it is not there, for this process alone.
         * Needed. Keep it: it holds the counters of control numbers.
         */
        public Builder data(Path directory) {
            this.data = directory;
            return this;
        }

        /** What time it is, and in which zone days begin. Unless given: the system's. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Durable counters that several nodes share. Unless given: files of the data directory. */
        public Builder sequences(Sequences sequences) {
            this.sequences = Objects.requireNonNull(sequences, "sequences");
            return this;
        }

        /** Where the bundles' data is kept. Unless given: {@link Database#files}. */
        public Builder database(Database database) {
            this.database = Objects.requireNonNull(database, "database");
            return this;
        }

        /** The class path on which bundles are looked for. Unless given: that of OpenMSO itself. */
        public Builder bundles(ClassLoader classPath) {
            this.bundles = Objects.requireNonNull(classPath, "bundles");
            return this;
        }

        /**
         * Where bundles that an operator applies are kept, with the journal of changes. Nodes of
         * one host may share it; a node does what another did at its next start, change or {@link
         * Mso#reload}. Unless given: a part of the data directory.
         */
        public Builder bundleStore(Path directory) {
            this.store = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * Whose bundles may be applied beside the host's own. Unless given: {@link
         * Trust#distributionOnly}, nobody's.
         */
        public Builder trust(Trust trust) {
            this.trust = Objects.requireNonNull(trust, "trust");
            return this;
        }

        /**
         * What is granted to the calls of a capability. Unless given: {@link CallLimits#NONE}, and
         * {@link CallLimits#OF_STRANGERS} where a bundle provides it that is not one of the host's.
         */
        public Builder limits(String capability, CallLimits limits) {
            this.limits.put(
                    Objects.requireNonNull(capability, "capability"),
                    Objects.requireNonNull(limits, "limits"));
            return this;
        }

        /** What becomes of a bundle that keeps failing. Unless given: {@link OnFailing#TELL}. */
        public Builder onFailing(OnFailing policy) {
            this.onFailing = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * How long a change, a reload or the end waits for the calls inside what leaves; what they
         * are in then stays loaded, unrouted, until they left. Unless given: 30 seconds.
         */
        public Builder drain(Duration time) {
            this.drain = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * Starts.
         *
         * @throws org.openmso.api.LaunchFailed (MSO-1001 to MSO-1022) with what is missing and how
         *     to mend it
         * @throws org.openmso.api.InvalidRegistry (MSO-1101 to MSO-1108) if the registry file
         *     cannot be used
         */
        public Mso start() {
            return new Mso(RunningMso.start(choices()));
        }

        private HostChoices choices() {
            return new HostChoices(
                    registry,
                    data,
                    clock == null ? Clock.systemDefaultZone() : clock,
                    sequences,
                    database,
                    bundles,
                    store,
                    trust,
                    Map.copyOf(limits),
                    onFailing,
                    drain);
        }
    }
}
