package org.openmso.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openmso.api.Actor;
import org.openmso.api.CapabilityTimedOut;
import org.openmso.api.Health;
import org.openmso.api.ManagementAgreement;
import org.openmso.api.MsoException;
import org.openmso.api.MsoModel;
import org.openmso.api.Practice;
import org.openmso.api.Problem;
import org.openmso.api.Tier;
import org.openmso.api.host.NamedInput;
import org.openmso.api.host.Sequences;
import org.openmso.api.store.Store;
import org.openmso.embed.CallLimits;
import org.openmso.embed.Database;
import org.openmso.embed.Mso;
import org.openmso.embed.PracticeServices;
import org.openmso.embed.SwapOutcome;
import org.openmso.embed.Trust;
import org.openmso.testkit.registry.GivenRegistry;

/**
 * Runs a bundle in a real framework, as a host would: OpenMSO in a temporary directory, with the
 * bundle, and with practices that the test describes. Register it in a static field, and it runs
 * for all tests of the class; in an instance field, for each test anew. Configure it before the
 * tests; everything else is for the tests, from any thread.
 *
 * <p>Without a word about practices there is one, {@link #PRACTICE}, whose tier includes all that
 * the bundles provide. Calls run on their callers' threads, without limits, unless {@link #limits}
 * says otherwise. At the start and at the end all must be well: the test class fails when a bundle
 * does not come into service or does not open for a practice in time ({@link #patience}), or when
 * {@link #health} is not {@code UP}.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MsoExtension MSO =
 *         MsoExtension.with(Path.of("target/classes"))
 *                 .setting(MsoExtension.PRACTICE, "coding", "edition", "2026");
 * }</pre>
 */
public final class MsoExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    /** The practice that there is when a test describes none. */
    public static final String PRACTICE = "oak-street";

    private static final String EVERYTHING = "everything";
    private static final Actor ACTOR = Actor.practice("tester");

    /** Health's word about unsigned bundles, which the testkit itself asked for. */
    private static final String UNSIGNED = Code.of(1033);

    private final List<BundleJar> bundles;
    private final Map<String, Set<String>> tiers = new LinkedHashMap<>();
    private final Map<String, String> practices = new LinkedHashMap<>();
    private final Map<String, Map<String, Map<String, String>>> settings = new TreeMap<>();
    private final Map<String, CallLimits> limits = new TreeMap<>();
    private final Set<String> expected = new HashSet<>();
    private Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    private boolean distribution;
    private Duration patience = Duration.ofSeconds(60);
    private Clock clock = Clock.systemUTC();
    private Sequences sequences = new RecordedSequences();
    private Database database = Database.files();

    private HostFolder folder;
    private Mso mso;
    private boolean forOneTest;
    private int revisions;

    private MsoExtension(List<BundleJar> bundles) {
        this.bundles = bundles;
    }

    /**
     * A host with these bundles.
     *
     * @param bundles jars, or folders as a build leaves them: classes and {@code
     *     META-INF/MANIFEST.MF}; the first is the one under test
     * @throws IllegalArgumentException if one is no bundle
     */
    public static MsoExtension with(Path... bundles) {
        if (bundles.length == 0) {
            throw new IllegalArgumentException("name at least one bundle");
        }
        return new MsoExtension(Arrays.stream(bundles).map(BundleJar::of).toList());
    }

    /**
     * Adds the distribution's bundles, from {@code mso-distribution} on the class path of the test:
     * all but those whose capability a bundle of the test provides.
     */
    public MsoExtension withDistribution() {
        requireNotStarted();
        distribution = true;
        return this;
    }

    /** Adds a tier; with {@link #practice(String, String)}. */
    public MsoExtension tier(String id, String... capabilities) {
        requireNotStarted();
        tiers.put(id, Set.of(capabilities));
        return this;
    }

    /** Adds a practice whose tier includes all that the bundles provide. */
    public MsoExtension practice(String id) {
        return practice(id, EVERYTHING);
    }

    /** Adds a practice of a tier. */
    public MsoExtension practice(String id, String tier) {
        requireNotStarted();
        practices.put(id, tier);
        return this;
    }

    /** Sets what a practice's capability needs to know; the contract names the keys. */
    public MsoExtension setting(String practice, String capability, String key, String value) {
        requireNotStarted();
        settings.computeIfAbsent(practice, unused -> new TreeMap<>())
                .computeIfAbsent(capability, unused -> new TreeMap<>())
                .put(key, value);
        return this;
    }

    /** Sets what a practice's capability needs to know; the contract names the keys. */
    public MsoExtension settings(String practice, String capability, Map<String, String> values) {
        values.forEach((key, value) -> setting(practice, capability, key, value));
        return this;
    }

    /** The host's clock. Unless given: the system's, in UTC. */
    public MsoExtension clock(Clock clock) {
        requireNotStarted();
        this.clock = clock;
        return this;
    }

    /** The host's counters. Unless given: {@link RecordedSequences}. */
    public MsoExtension sequences(Sequences sequences) {
        requireNotStarted();
        this.sequences = sequences;
        return this;
    }

    /**
     * Where the bundles' data is kept, for one that keeps any; the store's bundle must be among the
     * bundles, or come {@link #withDistribution}. Unless given: files that are deleted at the end.
     */
    public MsoExtension database(Database database) {
        requireNotStarted();
        this.database = database;
        return this;
    }

    /** Limits for the calls of a capability. Unless given: none. */
    public MsoExtension limits(String capability, CallLimits limits) {
        requireNotStarted();
        this.limits.put(capability, limits);
        return this;
    }

    /**
     * How long a bundle may take to open for a practice, and calls to leave it at the end. Unless
     * given: 60 seconds.
     */
    public MsoExtension patience(Duration time) {
        requireNotStarted();
        patience = Objects.requireNonNull(time, "time");
        return this;
    }

    /** Problems that may stand in {@link #health} at start and end, by their codes. */
    public MsoExtension expecting(String... codes) {
        requireNotStarted();
        expected.addAll(List.of(codes));
        return this;
    }

    /** Where the host's folder is made. Unless given: the system's temporary directory. */
    MsoExtension temporary(Path directory) {
        requireNotStarted();
        temporary = directory;
        return this;
    }

    /** A service of {@link #PRACTICE}, or of the first practice that the test describes. */
    public <S> S get(Class<S> contract) {
        return get(contract, practices.keySet().iterator().next());
    }

    /** A service of a practice, guarded as a host has it. */
    public <S> S get(Class<S> contract, String practice) {
        return services(practice).get(contract);
    }

    /** The services of a practice. */
    public PracticeServices services(String practice) {
        return mso().practice(practice, ACTOR);
    }

    /** OpenMSO as it runs. */
    public Mso mso() {
        if (mso == null) {
            throw new IllegalStateException(
                    "OpenMSO does not run: register the extension in a field, with @RegisterExtension");
        }
        return mso;
    }

    /** How the bundles are doing, without what the test expects. */
    public Health health() {
        Health health = mso().health();
        List<Problem> problems =
                health.problems().stream()
                        .filter(it -> !it.code().equals(UNSIGNED) && !expected.contains(it.code()))
                        .toList();
        return problems.isEmpty() ? Health.up() : new Health(health.status(), problems);
    }

    /** The symbolic name of the bundle under test. */
    public String bundle() {
        return bundles.get(0).name();
    }

    /** Puts a jar into service, in the place of the bundle of its name; signed or not. */
    public SwapOutcome apply(Path jar) {
        BundleJar bundle = BundleJar.of(jar);
        return mso().bundles().apply(NamedInput.of(jar.toString(), bundle.bytes()));
    }

    /** Puts a copy of the bundle under test into its place, in the next version. */
    synchronized SwapOutcome applyRevised() {
        BundleJar next = bundles.get(0).later(++revisions);
        return mso().bundles().apply(NamedInput.of(next.name() + ".jar", next.bytes()));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (mso == null) {
            start();
            forOneTest = true;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (forOneTest) {
            end();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end();
    }

    private void start() {
        var offered = new TreeSet<String>();
        folder = new HostFolder(temporary);
        folder.add(HostFolder.registry());
        for (BundleJar bundle : bundles) {
            offered.addAll(bundle.capabilities());
            folder.add(bundle.bytes());
        }
        if (distribution) {
            addDistribution(offered);
        }
        if (practices.isEmpty()) {
            practices.put(PRACTICE, EVERYTHING);
        }
        // OpenMSO's own: no tier has it.
        offered.remove(Store.CAPABILITY);
        tiers.put(EVERYTHING, offered);
        byte[] registry = registry();
        Mso.Builder host =
                Mso.builder()
                        .bundles(folder.classPath())
                        .registry(NamedInput.of("the test's practices", registry))
                        .data(folder.data())
                        .clock(clock)
                        .sequences(sequences)
                        .drain(patience)
                        .database(database)
                        .trust(Trust.unsignedForDevelopment());
        offered.forEach(it -> host.limits(it, limits.getOrDefault(it, CallLimits.NONE)));
        try {
            mso = host.start();
        } finally {
            if (mso == null) {
                delete();
            }
        }
        Health health = health();
        if (health.status() != Health.Status.UP) {
            close();
            throw notWell("after the start", health);
        }
        openAll();
    }

    /**
     * Opens what the bundles provide, for a first call has no limit. One that fails is a matter of
     * the tests that call it.
     */
    private void openAll() {
        for (BundleJar bundle : bundles) {
            bundle.published()
                    .forEach(
                            (capability, contract) ->
                                    practices.forEach(
                                            (practice, tier) -> {
                                                if (tiers.get(tier).contains(capability)) {
                                                    open(contract, practice);
                                                }
                                            }));
        }
    }

    private void open(Class<?> contract, String practice) {
        try {
            services(practice).open(contract, patience);
        } catch (CapabilityTimedOut e) {
            close();
            throw new AssertionError("a bundle does not open: " + e.problem(), e);
        } catch (MsoException e) {
            return;
        } catch (Error e) {
            close();
            throw e;
        }
    }

    private void addDistribution(Set<String> offered) {
        for (byte[] jar : HostFolder.onClassPath()) {
            try {
                BundleJar bundle = BundleJar.of("the distribution's", jar);
                boolean needed = bundle.capabilities().stream().noneMatch(offered::contains);
                if (needed && !bundle.capabilities().contains("registry")) {
                    offered.addAll(bundle.capabilities());
                    folder.add(jar);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private byte[] registry() {
        var described = new ArrayList<Practice>();
        practices.forEach(
                (id, tier) ->
                        described.add(
                                new Practice(
                                        id,
                                        "The practice " + id,
                                        tier,
                                        new ManagementAgreement(
                                                MsoModel.SERVICE_ONLY,
                                                "IL",
                                                LocalDate.of(2026, 1, 1)),
                                        settings.getOrDefault(id, Map.of()))));
        return GivenRegistry.written(
                tiers.entrySet().stream()
                        .map(it -> new Tier(it.getKey(), it.getKey(), it.getValue()))
                        .toList(),
                described);
    }

    private void end() {
        if (mso != null) {
            Health health = health();
            close();
            if (health.status() != Health.Status.UP) {
                throw notWell("at the end", health);
            }
        }
    }

    private void close() {
        forOneTest = false;
        try {
            mso.close();
        } finally {
            mso = null;
            delete();
        }
    }

    private void delete() {
        try {
            folder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AssertionError notWell(String when, Health health) {
        var words = new StringBuilder("not all is well " + when + ":");
        health.problems().forEach(it -> words.append("\n  ").append(it));
        return new AssertionError(words.toString());
    }

    private void requireNotStarted() {
        if (mso != null) {
            throw new IllegalStateException("configure it before the tests begin");
        }
    }
}
