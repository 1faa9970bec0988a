package org.openmso.embed.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.openmso.api.Actor;
import org.openmso.api.Health;
import org.openmso.api.LaunchFailed;
import org.openmso.api.MsoException;
import org.openmso.api.Practice;
import org.openmso.api.Problem;
import org.openmso.api.host.NamedInput;
import org.openmso.api.host.Sequences;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.api.store.Store;
import org.openmso.embed.BundleIndex;
import org.openmso.embed.BundleOffers;
import org.openmso.embed.BundleStatus;
import org.openmso.embed.CallLimits;
import org.openmso.embed.OnFailing;
import org.openmso.embed.SwapOutcome;
import org.openmso.embed.SwapPlan;
import org.openmso.embed.SwapRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands behind {@code Mso}: the walk from configuration to a running installation, and back.
 */
public final class RunningMso implements AutoCloseable {
    /** How long before its end a certificate is spoken of. */
    private static final Duration ENDS_SOON = Duration.ofDays(30);

    /** Between two attempts to take bundles in whose database was away, in milliseconds. */
    private static final long FIRST_RETRY = 500;

    private static final long LAST_RETRY = 30_000;

    private final HostChoices choices;
    private final Installation installation;
    private final BundleStore store;
    private final Swaps swaps;
    private final IndexedSwaps indexed;
    private final Switchboard board;
    private final Databases databases;
    private Background<Boolean> retrying;

    /** The way back: what was opened last is closed first. */
    private final Deque<AutoCloseable> opened;

    private RunningMso(HostChoices choices, Deque<AutoCloseable> opened) {
        this.choices = choices;
        this.opened = opened;
        ApiPackages packages = ApiPackages.ofHost();
        List<BundleFile> files = BundleFile.on(choices.bundles());
        if (files.isEmpty()) {
            throw Launch.NO_BUNDLES.failed("", null);
        }
        DataDirectory data = DataDirectory.open(choices.data());
        opened.push(data);
        var facades = new FacadeFactory();
        // The framework starts while this thread reads the bundles and makes their facades.
        var starting =
                Background.begin(
                        "mso-framework", () -> FrameworkHost.start(packages, data.framework()));
        opened.push(() -> end(starting));
        Installation.read(files, facades);
        store = BundleStore.open(choices.store() == null ? data.bundles() : choices.store());
        FrameworkHost framework = started(starting);
        Sequences numbers = choices.sequences();
        if (numbers == null) {
            var counters = new FileSequences(data.sequences());
            opened.push(counters);
            numbers = counters;
        }
        var preflight = new Preflight(framework.packages());
        var inventory = Inventory.survey(files, preflight, this::judge);
        swaps = overlaid(inventory, store);
        indexed =
                new IndexedSwaps(
                        new Indexes(choices.trust(), choices.clock(), store),
                        new Selection(preflight, inventory),
                        swaps,
                        this::whileOpen);
        installation = new Installation(framework, inventory, choices.drain());
        RegistrySnapshot snapshot = installation.registry().read(choices.registry());
        board = new Switchboard(snapshot, facades);
        swaps.connect(installation, () -> board.state().registry());
        var shared =
                new PracticeServiceContext.Shared(choices.clock(), numbers, data.scratch(), board);
        databases =
                new Databases(
                        framework,
                        () -> choices.database().place(data::database),
                        () -> inventory.providing(Store.class),
                        choices.drain());
        opened.push(databases);
        installation.connect(
                new Arrival.Hall(
                        framework,
                        shared,
                        (capability, found) -> limits(inventory, capability, found),
                        choices.registry(),
                        databases),
                board,
                this::failing,
                this::retryLater);
        opened.push(installation);
        opened.push(board::close);
        installation.serve(snapshot);
        files.forEach(BundleFile::release);
        log().info(
                        "started in {} with {} practices",
                        framework.name(),
                        snapshot.practices().size());
    }

    private Instant judge(String file, byte[] jar, Optional<Instant> applied) throws Refusal {
        Instant now = choices.clock().instant();
        // A clock that was wrong then does not make certificates valid that are not yet.
        Instant when = applied.filter(it -> it.isBefore(now)).orElse(now);
        List<SignedJar.Signer> signers = SignedJar.trusted(choices.trust(), when, file, jar);
        log().info("{} is signed by {}", file, signers.get(0).subject());
        return signers.stream()
                .map(SignedJar.Signer::until)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Swaps overlaid(Inventory inventory, BundleStore store) {
        try {
            return Swaps.over(inventory, store, choices.clock());
        } catch (Refusal e) {
            throw new LaunchFailed(e.problem(), e);
        }
    }

    /** What the host grants; to a stranger's bundle about which it says nothing, not everything. */
    private CallLimits limits(Inventory inventory, String capability, Found found) {
        boolean stranger = inventory.hostsOwn(found.name()).isEmpty();
        return choices.limits()
                .getOrDefault(capability, stranger ? CallLimits.OF_STRANGERS : CallLimits.NONE);
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
    public static RunningMso start(HostChoices choices) {
        if (choices.registry() == null) {
            throw Launch.NOT_CONFIGURED.failed("registry", null);
        }
        if (choices.data() == null) {
            throw Launch.NOT_CONFIGURED.failed("data", null);
        }
        HostLibraries.require();
        var opened = new ArrayDeque<AutoCloseable>();
        try {
            return new RunningMso(choices, opened);
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

    /** Opens a service, within a time. */
    public void open(Class<?> contract, String practice, Actor actor, Duration within) {
        Gate gate = board.gate(contract, practice, actor);
        long deadline = System.nanoTime() + within.toNanos();
        var opening = Background.begin("mso-open-" + practice, () -> entered(gate));
        try {
            opening.await(deadline);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (TimeoutException e) {
            installation.givenUp(contract, opening);
            throw Refusals.notOpenInTime(practice, contract, within);
        }
    }

    private static boolean entered(Gate gate) {
        CallChain chain = gate.enter();
        chain.exit(chain.depth());
        return true;
    }

    /** Whether a call would be served now. */
    public boolean offers(Class<?> contract, String practice) {
        return board.offers(contract, practice);
    }

    /** Reads the registry file again and judges by it from now on; follows the store. */
    public void reload() {
        changed(
                () -> {
                    Optional<Refusal> notFollowed = followed();
                    installation.serve(installation.registry().read(choices.registry()));
                    if (notFollowed.isPresent()) {
                        throw new MsoException(notFollowed.get().problem(), notFollowed.get());
                    }
                    return null;
                });
    }

    /** A store that cannot be had keeps no registry file from being read. */
    private Optional<Refusal> followed() {
        try {
            swaps.follow();
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(e);
        }
    }

    /** How the bundles are doing. */
    public Health health() {
        return board.state().closed()
                ? Health.down(Refusals.closed().problem())
                : healthOf(installation.problems());
    }

    private Health healthOf(List<Problem> problems) {
        var all = new ArrayList<>(problems);
        all.addAll(swaps.problems());
        all.addAll(endingCertificates());
        if (choices.trust().acceptsUnsigned()) {
            all.add(Launch.UNSIGNED_ACCEPTED.warning(""));
        }
        return all.isEmpty() ? Health.up() : Health.degraded(all.toArray(Problem[]::new));
    }

    /** Nothing more of those signers is accepted when they have ended; what serves goes on. */
    private List<Problem> endingCertificates() {
        Instant soon = choices.clock().instant().plus(ENDS_SOON);
        return installation.view().serving().stream()
                .map(InService::found)
                .filter(it -> it.signedUntil().isBefore(soon))
                .map(
                        it ->
                                Launch.CERTIFICATE_ENDS.warning(
                                        it.name(),
                                        "It signed "
                                                + it.version()
                                                + "; the end is "
                                                + it.signedUntil()
                                                + "."))
                .toList();
    }

    /** The bundles, in no order. */
    public List<BundleStatus> bundles() {
        return installation.bundles();
    }

    /** What applying a jar would do. */
    public SwapPlan plan(NamedInput jar) {
        requireOpen();
        try {
            Incoming read = Incoming.byHand(jar.name(), store.staged(jar));
            return whileOpen(() -> swaps.plan(read));
        } catch (Refusal e) {
            return Swaps.refused(jar.name(), "", e.problem());
        }
    }

    /** Puts a jar into service. */
    public SwapOutcome apply(NamedInput jar) {
        requireOutside();
        requireOpen();
        try {
            Incoming read = Incoming.byHand(jar.name(), store.staged(jar));
            return changed(() -> swaps.apply(read));
        } catch (Refusal e) {
            return Swaps.refused(jar.name(), "", e);
        }
    }

    /** What an index offers. */
    public BundleOffers offered(BundleIndex index) {
        try {
            return indexed.offered(index);
        } catch (Refusal e) {
            throw new MsoException(e.problem(), e);
        }
    }

    /** What applying a bundle of an index would do. */
    public SwapPlan plan(BundleIndex index, Wanted wanted) {
        return indexed.plan(index, wanted);
    }

    /** Puts a bundle of an index into service. */
    public SwapOutcome apply(BundleIndex index, Wanted wanted) {
        requireOutside();
        return indexed.apply(index, wanted);
    }

    /** Takes a bundle out; one that a tier in use needs only if that is said. */
    public SwapOutcome remove(String name, boolean inUse) {
        return changed(() -> swaps.remove(name, inUse));
    }

    /** Brings the host's own bundle of a name back. */
    public SwapOutcome restore(String name) {
        return changed(() -> swaps.restore(name));
    }

    /** What was done to the bundles. */
    public List<SwapRecord> history() {
        try {
            return swaps.history().stream()
                    .map(
                            it ->
                                    new SwapRecord(
                                            it.sequence(),
                                            it.at(),
                                            it.action().name(),
                                            it.name(),
                                            it.version(),
                                            it.reason().equals("-") ? "" : it.reason()))
                    .toList();
        } catch (Refusal e) {
            throw new MsoException(e.problem(), e);
        }
    }

    private <T> T changed(Supplier<T> change) {
        requireOutside();
        synchronized (this) {
            requireOpen();
            return change.get();
        }
    }

    private synchronized <T> T whileOpen(BundleStore.Work<T> work) throws Refusal {
        requireOpen();
        return work.run();
    }

    private void requireOutside() {
        if (CallChain.ofThread().isInside(board)) {
            throw new MsoException(Launch.WITHIN_A_CALL.at(""));
        }
    }

    private void requireOpen() {
        if (board.state().closed()) {
            throw Refusals.closed();
        }
    }

    /** On the thread of the call that failed last. */
    private void failing(Found found) {
        log().warn("{} {} keeps failing", found.name(), found.version());
        if (choices.onFailing() == OnFailing.ROLL_BACK) {
            Background.begin(
                    "mso-roll-back",
                    () -> {
                        synchronized (this) {
                            if (!board.state().closed()) {
                                swaps.revert(found);
                            }
                        }
                        return null;
                    });
        }
    }

    /** Bundles wait for the database: they come by themselves when it is back. */
    private synchronized void retryLater() {
        if (retrying == null) {
            retrying = Background.begin("mso-database-retry", this::retry);
        }
    }

    private boolean retry() throws InterruptedException {
        long pause = FIRST_RETRY;
        while (true) {
            synchronized (this) {
                long until = System.nanoTime() + pause * 1_000_000;
                for (long left = pause;
                        left > 0 && !board.state().closed();
                        left = (until - System.nanoTime()) / 1_000_000) {
                    wait(left);
                }
                if (board.state().closed() || servedWaiting()) {
                    retrying = null;
                    return true;
                }
            }
            pause = Math.min(2 * pause, LAST_RETRY);
        }
    }

    private boolean servedWaiting() {
        try {
            return installation.serveWaiting(registry());
        } catch (RuntimeException e) {
            log().warn("bundles that wait for the database did not come", e);
            return false;
        }
    }

    @Override
    public void close() {
        // Who waits for another node holds our lock.
        store.close();
        closeAlone();
    }

    private synchronized void closeAlone() {
        if (opened.isEmpty()) {
            return;
        }
        closeAll(opened);
        notifyAll();
        installation
                .keepingTheJvm()
                .forEach(it -> log().warn("{}", Launch.KEEPS_THE_JVM.at("", "It is " + it + ".")));
    }

    /** Closes all of them, whatever one throws; a second time there is nothing left. */
    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                log().warn("did not close cleanly", e);
            }
        }
    }

    /** Not a field: that SLF4J is there is found out after this class was loaded. */
    private static Logger log() {
        return LoggerFactory.getLogger(RunningMso.class);
    }
}
