package org.openmso.embed.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.openmso.api.Actor;
import org.openmso.api.Health;
import org.openmso.api.LaunchFailed;
import org.openmso.api.Practice;
import org.openmso.api.host.NamedInput;
import org.openmso.api.host.Sequences;
import org.openmso.api.registry.Registry;
import org.openmso.api.registry.RegistrySnapshot;
import org.slf4j.LoggerFactory;

/**
 * What stands behind {@code Mso}: the walk from configuration to a running installation, and back.
 */
public final class RunningMso implements AutoCloseable {
    /** How long a reload or the end waits for calls inside what leaves. */
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final NamedInput registryFile;
    private final Registry registry;
    private final Installation installation;
    private final Switchboard board;
    private final PracticeServiceContext.Shared shared;

    /** The way back: what was opened last is closed first. */
    private final Deque<AutoCloseable> opened;

    private RunningMso(
            NamedInput registryFile,
            Path dataPath,
            Clock clock,
            Sequences sequences,
            ClassLoader bundles,
            Duration drain,
            Deque<AutoCloseable> opened) {
        this.registryFile = registryFile;
        this.opened = opened;
        ApiPackages packages = ApiPackages.ofHost();
        List<BundleFile> files = BundleFile.on(bundles);
        if (files.isEmpty()) {
            throw Launch.NO_BUNDLES.failed("", null);
        }
        DataDirectory data = DataDirectory.open(dataPath);
        opened.push(data);
        Clock time = clock == null ? Clock.systemDefaultZone() : clock;
        var facades = new FacadeFactory();
        // The framework starts while this thread reads the bundles and makes their facades.
        var starting =
                Background.begin(
                        "mso-framework", () -> FrameworkHost.start(packages, data.framework()));
        opened.push(() -> end(starting));
        Installation.read(files, facades);
        FrameworkHost framework = started(starting);
        Sequences numbers = sequences;
        if (numbers == null) {
            var counters = new FileSequences(data.sequences());
            opened.push(counters);
            numbers = counters;
        }
        installation = Installation.survey(framework, files, drain);
        registry = installation.registry();
        RegistrySnapshot snapshot = registry.read(registryFile);
        board = new Switchboard(snapshot, facades);
        shared = new PracticeServiceContext.Shared(time, numbers, data.scratch(), board);
        opened.push(installation);
        opened.push(board::close);
        installation.serve(snapshot, board, shared);
        files.forEach(BundleFile::release);
        LoggerFactory.getLogger(RunningMso.class)
                .info(
                        "started in {} with {} practices",
                        framework.name(),
                        snapshot.practices().size());
    }

    private static FrameworkHost started(Background<FrameworkHost> starting) {
        try {
            return starting.await();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LaunchFailed failed
                    ? failed
                    : Launch.FRAMEWORK_FAILED.failed("", e.getCause());
        }
    }

    private static void end(Background<FrameworkHost> starting) {
        try {
            starting.await().close();
        } catch (ExecutionException e) {
            // It never started; whoever waited for it has been told why.
            return;
        }
    }

    /** Starts; whatever fails, nothing is left running. */
    public static RunningMso start(
            NamedInput registryFile,
            Path dataPath,
            Clock clock,
            Sequences sequences,
            ClassLoader bundles) {
        return start(registryFile, dataPath, clock, sequences, bundles, DRAIN);
    }

    static RunningMso start(
            NamedInput registryFile,
            Path dataPath,
            Clock clock,
            Sequences sequences,
            ClassLoader bundles,
            Duration drain) {
        if (registryFile == null) {
            throw Launch.NOT_CONFIGURED.failed("registry", null);
        }
        if (dataPath == null) {
            throw Launch.NOT_CONFIGURED.failed("data", null);
        }
        HostLibraries.require();
        var opened = new ArrayDeque<AutoCloseable>();
        try {
            return new RunningMso(registryFile, dataPath, clock, sequences, bundles, drain, opened);
        } catch (Throwable t) {
            closeAll(opened);
            throw t;
        }
    }

    /** The practice, as registered now. */
    public Practice practice(String id) {
        return registry().practice(id).orElseThrow(() -> Refusals.unknownPractice(id));
    }

    /** Practices and tiers as they are now. */
    public RegistrySnapshot registry() {
        return board.state().registry();
    }

    /** A guarded service. */
    public <S> S facade(Class<S> contract, String practice, Actor actor) {
        return board.facade(contract, practice, actor);
    }

    /** Whether a call would be served now. */
    public boolean offers(Class<?> contract, String practice) {
        return board.offers(contract, practice);
    }

    /** Reads the registry file again and judges by it from now on. */
    public synchronized void reload() {
        if (board.state().closed()) {
            throw Refusals.closed();
        }
        installation.serve(registry.read(registryFile), board, shared);
    }

    /** How the bundles are doing. */
    public Health health() {
        return board.state().closed()
                ? Health.down(Refusals.closed().problem())
                : installation.health();
    }

    @Override
    public synchronized void close() {
        closeAll(opened);
    }

    /** Closes all of them, whatever one throws; a second time there is nothing left. */
    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LoggerFactory.getLogger(RunningMso.class).warn("did not close cleanly", e);
            }
        }
    }
}
