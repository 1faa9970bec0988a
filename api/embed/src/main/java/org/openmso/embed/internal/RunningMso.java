package org.openmso.embed.internal;

import java.nio.file.Path;
import java.time.Clock;
import org.openmso.api.Actor;
import org.openmso.api.Health;
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
    private final NamedInput registryFile;
    private final Registry registry;
    private final DataDirectory data;
    private final Installation installation;
    private final Switchboard board;
    private final PracticeServiceContext.Shared shared;

    private RunningMso(
            NamedInput registryFile,
            Registry registry,
            DataDirectory data,
            Installation installation,
            Switchboard board,
            PracticeServiceContext.Shared shared) {
        this.registryFile = registryFile;
        this.registry = registry;
        this.data = data;
        this.installation = installation;
        this.board = board;
        this.shared = shared;
    }

    /** Starts; whatever fails, nothing is left running. */
    public static RunningMso start(
            NamedInput registryFile,
            Path dataPath,
            Clock clock,
            Sequences sequences,
            ClassLoader bundles) {
        if (registryFile == null) {
            throw Launch.NOT_CONFIGURED.failed("registry", null);
        }
        if (dataPath == null) {
            throw Launch.NOT_CONFIGURED.failed("data", null);
        }
        ApiPackages packages = ApiPackages.ofHost();
        var files = BundleFile.on(bundles);
        if (files.isEmpty()) {
            throw Launch.NO_BUNDLES.failed("", null);
        }
        DataDirectory data = DataDirectory.open(dataPath);
        FrameworkHost framework = null;
        try {
            framework = FrameworkHost.start(packages, data.framework(), bundles);
            var installation = Installation.survey(framework, new Preflight(packages), files);
            Registry registry = installation.registry();
            RegistrySnapshot snapshot = registry.read(registryFile);
            var board = new Switchboard(snapshot);
            var shared =
                    new PracticeServiceContext.Shared(
                            clock,
                            sequences == null ? new FileSequences(data.sequences()) : sequences,
                            data.scratch(),
                            board);
            installation.serve(snapshot, board, shared);
            LoggerFactory.getLogger(RunningMso.class)
                    .info(
                            "started in {} with {} practices",
                            framework.name(),
                            snapshot.practices().size());
            return new RunningMso(registryFile, registry, data, installation, board, shared);
        } catch (RuntimeException | Error e) {
            if (framework != null) {
                framework.close();
            }
            data.close();
            throw e;
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
        RegistrySnapshot snapshot = registry.read(registryFile);
        board.registry(snapshot);
        installation.serve(snapshot, board, shared);
    }

    /** How the bundles are doing. */
    public Health health() {
        return installation.health();
    }

    @Override
    public synchronized void close() {
        if (!board.state().closed()) {
            board.close();
            installation.close();
            data.close();
        }
    }
}
