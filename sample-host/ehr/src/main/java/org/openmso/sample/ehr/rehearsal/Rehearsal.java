package org.openmso.sample.ehr.rehearsal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.openmso.api.Actor;
import org.openmso.api.Problem;
import org.openmso.api.host.NamedInput;
import org.openmso.api.host.Sequences;
import org.openmso.api.registry.Registry;
import org.openmso.embed.BundleStatus;
import org.openmso.embed.Mso;
import org.openmso.embed.SwapOutcome;
import org.openmso.embed.Trust;
import org.openmso.sample.ehr.SampleProblem;

/**
 * Replaces the host's own bundles by later versions of themselves, again and again, while threads
 * call. OpenMSO is started for it, in a directory of its own, and trusts a key that is made for it:
 * nothing of the operator's is touched.
 */
public final class Rehearsal {
    private static final Actor CALLER = Actor.practice("rehearsal");

    /** Collections until loaders count as held. */
    private static final int COLLECTIONS = 20;

    private final Plan plan;
    private final Load.Calm calm;
    private final NamedInput registry;
    private final Path directory;
    private final Clock clock;
    private final Consumer<String> progress;
    private final List<String> unexpected = new ArrayList<>();
    private final Map<String, TreeSet<String>> refusals = new TreeMap<>();
    private int bad;
    private int rolledBack;

    /**
     * What is rehearsed.
     *
     * @param capability whose bundle is replaced; empty for all bundles in turn
     * @param swaps how many candidates, at least 1
     * @param threads how many callers, at least 1
     * @param badEvery every so many candidates one is bad; 0 for none
     */
    public record Plan(Optional<String> capability, int swaps, int threads, int badEvery) {}

    /**
     * A rehearsal.
     *
     * @param registry tiers and practices
     * @param directory an empty directory that is deleted afterwards
     * @param progress hears a line now and then
     */
    public Rehearsal(
            Plan plan,
            NamedInput registry,
            Path directory,
            Clock clock,
            Consumer<String> progress) {
        this(plan, Load.Calm.USUAL, registry, directory, clock, progress);
    }

    /** The same with other numbers of calls before the first change. */
    Rehearsal(
            Plan plan,
            Load.Calm calm,
            NamedInput registry,
            Path directory,
            Clock clock,
            Consumer<String> progress) {
        this.plan = plan;
        this.calm = calm;
        this.registry = registry;
        this.directory = directory;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Runs it, once.
     *
     * @throws org.openmso.api.MsoException (MSO-9005) if no bundle provides the capability,
     *     (MSO-9016) if candidates cannot be signed, (MSO-9017) if bundles fail before any change
     */
    public Rehearsed run() throws InterruptedException {
        ThrowawayKey key = ThrowawayKey.in(directory, clock);
        try (Mso mso =
                Mso.builder()
                        .registry(registry)
                        .data(directory.resolve("data"))
                        .clock(clock)
                        .sequences(inMemory())
                        .trust(Trust.signedBy(key.trusted()))
                        .drain(Duration.ofMinutes(1))
                        .start()) {
            List<BundleStatus> chosen = chosen(mso.bundles().list());
            List<OwnBundle> bundles =
                    chosen.stream().map(status -> OwnBundle.of(status, key)).toList();
            return rehearsed(mso, chosen, bundles);
        }
    }

    private Rehearsed rehearsed(Mso mso, List<BundleStatus> chosen, List<OwnBundle> bundles)
            throws InterruptedException {
        var load =
                new Load(
                        MadeUpVisits.questions(mso, LocalDate.now(clock), CALLER),
                        plan.threads(),
                        calm);
        long steady;
        try (load) {
            progress.accept("calls without a change, for comparison");
            steady = load.steadyP999();
            Question reload = Question.answeredNow("registry", () -> reloaded(mso));
            for (int swap = 0; swap < plan.swaps(); swap++) {
                progress.accept(
                        "change "
                                + (swap + 1)
                                + " of "
                                + plan.swaps()
                                + ", "
                                + load.calls()
                                + " calls, "
                                + load.lost()
                                + " lost, "
                                + load.wrong()
                                + " wrong");
                // Each round begins one bundle later, so that bad ones reach them all.
                int turn = (swap + swap / bundles.size()) % bundles.size();
                change(mso, swap, bundles.get(turn));
                if (chosen.get(turn).capabilities().contains(Registry.CAPABILITY)) {
                    load.alsoAsked(reload);
                }
            }
        }
        unexpected.addAll(load.signs());
        var codes = new TreeMap<String, List<String>>();
        refusals.forEach((flaw, met) -> codes.put(flaw, List.copyOf(met)));
        return new Rehearsed(
                chosen.stream().map(it -> String.join(", ", it.capabilities())).toList(),
                load.calls(),
                load.lost(),
                load.wrong(),
                plan.swaps(),
                rolledBack,
                load.longest(),
                steady,
                loadersAlive(mso),
                codes,
                unexpected);
    }

    /**
     * Of those that serve: what stands by, as the store does until a bundle keeps data, is idle.
     */
    private List<BundleStatus> chosen(List<BundleStatus> all) {
        List<BundleStatus> serving =
                all.stream().filter(it -> it.state() == BundleStatus.State.IN_SERVICE).toList();
        List<BundleStatus> chosen =
                serving.stream()
                        .filter(
                                it ->
                                        plan.capability()
                                                .filter(name -> !it.capabilities().contains(name))
                                                .isEmpty())
                        .toList();
        if (chosen.isEmpty()) {
            var names = new TreeSet<String>();
            serving.forEach(it -> names.addAll(it.capabilities()));
            throw SampleProblem.VALUE_UNUSABLE.failed(
                    "--capability",
                    "No bundle provides " + plan.capability().orElse("anything") + ".",
                    "Give one of " + String.join(", ", names) + ".");
        }
        return chosen;
    }

    private void change(Mso mso, int swap, OwnBundle bundle) {
        boolean isBad = plan.badEvery() > 0 && (swap + 1) % plan.badEvery() == 0;
        Flaw flaw = Flaw.values()[bad % Flaw.values().length];
        NamedInput candidate = isBad ? bundle.next(flaw) : bundle.next();
        SwapOutcome outcome = mso.bundles().apply(candidate);
        List<String> codes = outcome.problems().stream().map(Problem::code).toList();
        if (!outcome.isDone()) {
            rolledBack++;
        }
        if (isBad) {
            bad++;
            refusals.computeIfAbsent(flaw.words(), it -> new TreeSet<>()).addAll(codes);
        }
        if (outcome.isDone() == isBad) {
            unexpected.add(
                    "change "
                            + (swap + 1)
                            + ", "
                            + bundle.name()
                            + ", "
                            + (isBad ? flaw.words() : "sound")
                            + ": "
                            + outcome.result()
                            + " "
                            + codes);
        }
    }

    /** Tiers and practices, read again by whoever reads now. */
    private static Object reloaded(Mso mso) {
        mso.reload();
        return List.of(
                List.copyOf(mso.registry().tiers()), List.copyOf(mso.registry().practices()));
    }

    private static int loadersAlive(Mso mso) {
        for (int i = 0; i < COLLECTIONS && alive(mso) > 0; i++) {
            System.gc();
            // Time for references that the collector has handed over.
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return alive(mso);
    }

    private static int alive(Mso mso) {
        return mso.bundles().list().stream().mapToInt(BundleStatus::loadersAlive).sum();
    }

    /** Numbers of interchanges that go nowhere. */
    private static Sequences inMemory() {
        var counters = new ConcurrentHashMap<String, AtomicLong>();
        return name -> counters.computeIfAbsent(name, it -> new AtomicLong()).incrementAndGet();
    }
}
