package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.DESK;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestHost.codes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openmso.api.CapabilityUnavailable;
import org.openmso.api.Health;
import org.openmso.api.MsoException;
import org.openmso.api.Problem;
import org.openmso.api.billing.Billing;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.BundleStatus.State;
import org.openmso.embed.SwapOutcome.Result;
import org.openmso.embed.SwapPlan.Action;
import org.openmso.embed.bundles.trace.Trace;

/** An operator replaces bundles while the host holds its facades. */
@Tag("framework")
class SwapTest {
    private static final String NAME = "org.openmso.test.billing";
    private static final String[] REGISTRY = {
        "tier plus billing fhir", "practice oak-street plus billing.do=version"
    };

    @TempDir Path root;
    private TestHost host;

    @BeforeEach
    void prepare() {
        Trace.take();
        host = TestHost.usual(root, REGISTRY);
    }

    @AfterEach
    void close() throws IOException {
        host.close();
    }

    private static SwapOutcome apply(Mso mso, TestBundle bundle) {
        return mso.bundles().apply(bundle.input());
    }

    private static List<String> codesOf(List<Problem> problems) {
        return problems.stream().map(Problem::code).toList();
    }

    private static List<String> listed(Mso mso) {
        return mso.bundles().list().stream()
                .filter(it -> it.name().equals(NAME))
                .map(it -> it.version() + " " + it.state())
                .toList();
    }

    private static List<String> history(Mso mso) {
        return mso.bundles().history().stream()
                .map(it -> (it.action() + " " + it.version() + " " + it.reason()).strip())
                .toList();
    }

    @Test
    void theFacadeThatTheHostHoldsIsAnsweredByTheNewVersion() {
        Mso mso = host.start();
        Billing kept = billing(mso, "oak-street");
        assertEquals("1.0.0", call(kept));
        Trace.take();
        SwapOutcome outcome = apply(mso, TestBundle.BILLING.version("2.0.0"));
        assertEquals(new SwapOutcome(Result.DONE, NAME, "2.0.0", List.of()), outcome);
        assertEquals("2.0.0", call(kept));
        assertEquals(
                List.of(
                        "billing loaded",
                        "billing made",
                        "billing opened for oak-street",
                        "billing promoted",
                        "billing retired"),
                Trace.take(),
                "opened before calls arrive, promoted before the old one is retired");
        assertEquals(List.of("2.0.0 IN_SERVICE"), listed(mso));
        assertEquals(List.of("APPLIED 2.0.0"), history(mso));
        assertEquals(Health.up(), mso.health());
    }

    @Test
    void aPlanSaysWhatApplyWouldDoAndChangesNothing() throws IOException {
        Mso mso = host.start();
        SwapPlan plan = mso.bundles().plan(TestBundle.BILLING.version("2.0.0").input());
        assertEquals(Action.REPLACE, plan.action());
        assertEquals("1.0.0", plan.replaces().orElseThrow());
        assertEquals(1, plan.practices());
        assertEquals(List.of("billing"), plan.capabilities());
        assertEquals("Install " + NAME + " 2.0.0 beside 1.0.0", plan.steps().get(0));
        assertEquals(List.of(), plan.problems());
        assertEquals("1.0.0", call(billing(mso, "oak-street")));
        assertEquals(List.of(), mso.bundles().history());
        try (Stream<Path> left = Files.walk(host.data().resolve("bundles"))) {
            assertEquals(
                    List.of(),
                    left.filter(Files::isRegularFile).filter(it -> !it.endsWith("lock")).toList());
        }
    }

    static Stream<Arguments> badCandidates() {
        TestBundle next = TestBundle.BILLING.version("2.0.0");
        return Stream.of(
                Arguments.of("says it is down", TestBundle.oddSuccessor("Down"), "MSO-1016"),
                Arguments.of(
                        "throws when probed", TestBundle.oddSuccessor("ProbeThrows"), "MSO-1016"),
                Arguments.of(
                        "cannot be made", TestBundle.oddSuccessor("ConstructorThrows"), "MSO-1012"),
                Arguments.of(
                        "cannot be loaded", TestBundle.oddSuccessor("StaticsThrow"), "MSO-1012"),
                Arguments.of(
                        "opens something else",
                        TestBundle.oddSuccessor("OpensSomethingElse"),
                        "MSO-1035"),
                Arguments.of(
                        "throws in its activator",
                        next.with(
                                        "Private-Package",
                                        "org.openmso.embed.bundles.billing,org.openmso.embed.bundles.odd,"
                                                + "org.openmso.embed.bundles.trace")
                                .with(
                                        "Provide-Capability",
                                        "org.openmso.capability;contract=\""
                                                + Billing.class.getName()
                                                + "\";provider=\"org.openmso.embed.bundles.billing.ScriptedBilling\"")
                                .with(
                                        "Bundle-Activator",
                                        "org.openmso.embed.bundles.odd.ThrowingActivator"),
                        "MSO-1017"),
                Arguments.of(
                        "imports what the host lacks",
                        next.with("Import-Package", "com.example.lacking,*"),
                        "MSO-1009"),
                Arguments.of(
                        "was built for a later contract",
                        next.with("Import-Package", "org.openmso.api.billing;version=\"[9,10)\",*"),
                        "MSO-1009"),
                Arguments.of(
                        "cannot be resolved",
                        next.with("Require-Bundle", "com.example.base"),
                        "MSO-1017"),
                Arguments.of(
                        "provides what another bundle provides",
                        TestBundle.FHIR.with("Bundle-SymbolicName", "com.example.intake"),
                        "MSO-1015"),
                Arguments.of(
                        "no longer provides what tiers include",
                        TestBundle.FHIR.with("Bundle-SymbolicName", NAME),
                        "MSO-1015"));
    }

    @ParameterizedTest(name = "a candidate that {0}")
    @MethodSource("badCandidates")
    void whatFailsBeforeTheFlipIsTakenOutAndTheOldVersionNeverStopped(
            String how, TestBundle candidate, String code) {
        Mso mso = host.start();
        Billing kept = billing(mso, "oak-street");
        assertEquals("1.0.0", call(kept));
        Trace.take();
        SwapOutcome outcome = apply(mso, candidate);
        assertFalse(outcome.isDone());
        assertEquals(code, outcome.problems().get(0).code());
        assertEquals("1.0.0", call(kept));
        assertFalse(Trace.take().contains("billing retired"), "the old one was not asked to stop");
        assertEquals(List.of("1.0.0 IN_SERVICE"), listed(mso));
        assertEquals(Health.up(), mso.health());
        assertEquals(
                Result.DONE, apply(mso, TestBundle.BILLING.version("3.0.0")).result(), "no harm");
        assertEquals("3.0.0", call(kept));
    }

    @Test
    void aJarThatIsNoneIsRefusedWithItsName() {
        Mso mso = host.start();
        SwapOutcome garbage = mso.bundles().apply(NamedInput.of("x.jar", new byte[] {1, 2, 3}));
        assertEquals(Result.REFUSED, garbage.result());
        assertEquals("x.jar", garbage.problems().get(0).path());
        SwapOutcome missing = mso.bundles().apply(NamedInput.of(root.resolve("nowhere.jar")));
        assertEquals(List.of("MSO-1041"), codesOf(missing.problems()));
        SwapPlan plan = mso.bundles().plan(NamedInput.of("x.jar", new byte[0]));
        assertFalse(plan.isPossible());
    }

    @Test
    void theSameJarTwiceChangesNothing() {
        Mso mso = host.start();
        assertEquals(Result.DONE, apply(mso, TestBundle.BILLING.version("2.0.0")).result());
        assertEquals(Result.UNCHANGED, apply(mso, TestBundle.BILLING.version("2.0.0")).result());
        assertEquals(
                Action.NOTHING,
                mso.bundles().plan(TestBundle.BILLING.version("2.0.0").input()).action());
        assertEquals(List.of("APPLIED 2.0.0"), history(mso));
    }

    @Test
    void whatWasAppliedServesAfterARestart() throws IOException {
        Mso first = host.start();
        apply(first, TestBundle.BILLING.version("2.0.0"));
        apply(first, TestBundle.oddSuccessor("Down"));
        first.close();
        Mso second = host.start();
        assertEquals("2.0.0", call(billing(second, "oak-street")));
        assertEquals(List.of("APPLIED 2.0.0", "ROLLED_BACK 2.0.0 MSO-1016"), history(second));
    }

    @Test
    void theHostsNewerVersionServesInPlaceOfAnOlderAppliedOne() {
        Mso first = host.start();
        apply(first, TestBundle.BILLING.version("1.5.0"));
        first.close();
        TestHost upgraded =
                new TestHost(root.resolve("upgrade"))
                        .with(
                                TestBundle.REGISTRY,
                                TestBundle.FHIR,
                                TestBundle.BILLING.version("2.0.0"));
        Mso second =
                host.keep(
                        Mso.builder()
                                .bundles(upgraded.classPath())
                                .registry(host.registryFile())
                                .data(host.data())
                                .trust(TestHost.TRUST)
                                .start());
        assertEquals("2.0.0", call(billing(second, "oak-street")));
        assertEquals(List.of("MSO-1042"), codes(second.health()));
    }

    @Test
    void aDamagedAppliedJarLeavesItsPlaceToTheHostsOwn() throws IOException {
        Mso first = host.start();
        apply(first, TestBundle.BILLING.version("2.0.0"));
        first.close();
        try (Stream<Path> jars = Files.list(host.data().resolve("bundles/jars"))) {
            Files.write(jars.findFirst().orElseThrow(), new byte[] {1});
        }
        Mso second = host.start();
        assertEquals("1.0.0", call(billing(second, "oak-street")));
        assertEquals(List.of("MSO-1043"), codes(second.health()));
    }

    @Test
    void aLineThatACrashTornCountsAsNotWritten() throws IOException {
        Mso first = host.start();
        apply(first, TestBundle.BILLING.version("2.0.0"));
        apply(first, TestBundle.BILLING.version("3.0.0"));
        first.close();
        Path journal = host.data().resolve("bundles/journal");
        byte[] whole = Files.readAllBytes(journal);
        Files.write(journal, java.util.Arrays.copyOf(whole, whole.length - 7));
        Mso second = host.start();
        assertEquals("2.0.0", call(billing(second, "oak-street")));
        assertEquals(Result.DONE, apply(second, TestBundle.BILLING.version("4.0.0")).result());
        second.close();
        Mso third = host.start();
        assertEquals("4.0.0", call(billing(third, "oak-street")));
        assertEquals(List.of("APPLIED 2.0.0", "APPLIED 4.0.0"), history(third));
    }

    @Test
    void removingAnAppliedBundleBringsTheHostsOwnBack() {
        Mso mso = host.start();
        Billing kept = billing(mso, "oak-street");
        apply(mso, TestBundle.BILLING.version("2.0.0"));
        assertEquals(Result.DONE, mso.bundles().remove(NAME).result());
        assertEquals("1.0.0", call(kept));
        SwapOutcome refused = mso.bundles().remove(NAME);
        assertEquals(Result.REFUSED, refused.result(), "a tier in use includes it");
        assertEquals(List.of("MSO-1034"), codesOf(refused.problems()));
        assertEquals("1.0.0", call(kept));
        assertEquals(Result.DONE, mso.bundles().removeInUse(NAME).result());
        assertEquals(
                "MSO-1203", assertThrows(CapabilityUnavailable.class, () -> call(kept)).code());
        assertEquals(List.of("MSO-1021"), codes(mso.health()));
        assertEquals(
                List.of("MSO-1036"), codesOf(mso.bundles().remove("com.example.none").problems()));
        assertEquals(Result.DONE, apply(mso, TestBundle.BILLING.version("2.0.0")).result());
        assertEquals("2.0.0", call(kept));
    }

    @Test
    void whatARestartFindsRemovedStaysRemoved() {
        Mso first = host.start();
        first.bundles().removeInUse(NAME);
        first.close();
        Mso second = host.start();
        assertThrows(CapabilityUnavailable.class, () -> call(billing(second, "oak-street")));
        assertEquals(List.of("1.0.0 REMOVED"), listed(second));
    }

    @Test
    void oneOfTheHostsOwnThatWasRemovedIsRestored() {
        Mso mso = host.start();
        mso.bundles().removeInUse(NAME);
        assertEquals(Result.DONE, mso.bundles().restore(NAME).result());
        assertEquals("1.0.0", call(billing(mso, "oak-street")));
        assertEquals(Result.UNCHANGED, mso.bundles().restore(NAME).result());
        apply(mso, TestBundle.BILLING.version("2.0.0"));
        assertEquals(Result.DONE, mso.bundles().restore(NAME).result());
        assertEquals(List.of("1.0.0 IN_SERVICE"), listed(mso));
        assertEquals(Health.up(), mso.health());
        assertEquals(
                List.of("MSO-1036"), codesOf(mso.bundles().restore("com.example.none").problems()));
        mso.close();
        Mso again = host.start();
        assertEquals("1.0.0", call(billing(again, "oak-street")));
        assertEquals(
                List.of("REMOVED 1.0.0", "APPLIED 1.0.0", "APPLIED 2.0.0", "APPLIED 1.0.0"),
                history(again));
    }

    @Test
    void aJarOfTheDistributionComesBackWithoutASignature() throws IOException {
        Mso mso = host.keep(host.configure().trust(Trust.distributionOnly()).start());
        mso.bundles().removeInUse(NAME);
        NamedInput jar = NamedInput.of("billing.jar", TestBundle.BILLING.jar());
        assertEquals(Action.ADD, mso.bundles().plan(jar).action());
        assertEquals(Result.DONE, mso.bundles().apply(jar).result());
        assertEquals("1.0.0", call(billing(mso, "oak-street")));
        try (Stream<Path> jars = Files.list(host.data().resolve("bundles/jars"))) {
            assertEquals(0, jars.count(), "the host has it");
        }
        mso.close();
        TestHost upgraded =
                new TestHost(root.resolve("upgrade"))
                        .with(
                                TestBundle.REGISTRY,
                                TestBundle.FHIR,
                                TestBundle.BILLING.version("1.1.0"));
        Mso later = upgrade(upgraded);
        assertEquals("1.1.0", call(billing(later, "oak-street")), "the host's own, whichever");
        assertEquals(Health.up(), later.health());
    }

    private Mso upgrade(TestHost upgraded) {
        return host.keep(host.configure().bundles(upgraded.classPath()).start());
    }

    @Test
    void removingWhatTheHostHasSupersededLeavesTheHostsOwnInService() {
        Mso first = host.start();
        apply(first, TestBundle.BILLING.version("1.5.0"));
        first.close();
        TestHost upgraded =
                new TestHost(root.resolve("upgrade"))
                        .with(
                                TestBundle.REGISTRY,
                                TestBundle.FHIR,
                                TestBundle.BILLING.version("2.0.0"));
        Mso second = upgrade(upgraded);
        assertEquals(
                new SwapOutcome(Result.DONE, NAME, "1.5.0", List.of()),
                second.bundles().remove(NAME));
        assertEquals("2.0.0", call(billing(second, "oak-street")));
        assertEquals(Health.up(), second.health());
    }

    @Test
    void theRegistryIsReplacedLikeAnyOtherButNeverTakenAway() {
        Mso mso = host.start();
        SwapOutcome outcome = apply(mso, TestBundle.REGISTRY.version("2.0.0"));
        assertEquals(
                new SwapOutcome(Result.DONE, "org.openmso.test.registry", "2.0.0", List.of()),
                outcome);
        host.registry("tier plus billing fhir", "practice elm plus billing.do=who");
        mso.reload();
        assertEquals("elm", call(billing(mso, "elm")));
        mso.bundles().remove("org.openmso.test.registry");
        SwapOutcome last = mso.bundles().remove("org.openmso.test.registry");
        assertEquals(List.of("MSO-1034"), codesOf(last.problems()));
        mso.reload();
        assertEquals("elm", call(billing(mso, "elm")));
    }

    @Test
    void aNewcomerThatNoTierIncludesShowsThatItWorksAndStandsBy() {
        host.registry("tier less fhir", "practice oak-street less billing.do=version");
        Mso mso = host.start();
        assertEquals(Result.DONE, apply(mso, TestBundle.BILLING.version("2.0.0")).result());
        assertEquals(List.of("2.0.0 STANDING_BY"), listed(mso));
        assertEquals(Result.ROLLED_BACK, apply(mso, TestBundle.oddSuccessor("Down")).result());
        host.registry(REGISTRY);
        mso.reload();
        assertEquals("2.0.0", call(billing(mso, "oak-street")));
    }

    @Test
    void bundlesCannotBeChangedFromWithinACall() {
        Mso mso = host.start();
        Billing kept = billing(mso, "oak-street");
        var codes = new ArrayList<String>();
        kept.prepare(
                sink -> {
                    for (Runnable change :
                            List.<Runnable>of(
                                    () -> apply(mso, TestBundle.BILLING.version("2.0.0")),
                                    () -> mso.bundles().remove(NAME),
                                    mso::reload)) {
                        codes.add(assertThrows(MsoException.class, change::run).code());
                    }
                },
                TestHost.NOWHERE,
                outcome -> {});
        assertEquals(List.of("MSO-1040", "MSO-1040", "MSO-1040"), codes);
        assertEquals("1.0.0", call(kept));
    }

    @Test
    void aCallChainStaysWithTheVersionThatItEnteredAndOthersGoToTheNewOne() throws Exception {
        Mso mso = host.start();
        Billing kept = billing(mso, "oak-street");
        FhirIntake intake = mso.practice("oak-street", DESK).get(FhirIntake.class);
        var within = new ArrayList<String>();
        var others = new ArrayList<String>();
        var swapped = new ArrayList<CompletableFuture<SwapOutcome>>();
        kept.prepare(
                sink -> {
                    within.add(call(kept));
                    swapped.add(swapBesides(mso, kept, others));
                    within.add(call(kept));
                    within.add(call(billing(mso, "oak-street")));
                    within.add(
                            "read " + intake.read(List.of(), null, IntakeListener.NONE).claims());
                },
                TestHost.NOWHERE,
                outcome -> {});
        assertEquals(List.of("1.0.0", "1.0.0", "1.0.0", "read 0"), within);
        assertEquals(List.of("2.0.0"), others);
        assertEquals(Result.DONE, swapped.get(0).get().result(), "it waited for the chain");
        assertEquals("2.0.0", call(kept));
    }

    @Test
    void aCallIntoAnotherOpenMsoOfTheSameHostIsThatOnesOwn() {
        Mso mso = host.start();
        Mso other =
                host.keep(
                        host.configure()
                                .registry(
                                        NamedInput.of(
                                                "other",
                                                "tier plus billing\npractice elm plus billing.do=who"
                                                        .getBytes(
                                                                java.nio.charset.StandardCharsets
                                                                        .UTF_8)))
                                .data(root.resolve("other"))
                                .start());
        var answers = new ArrayList<String>();
        billing(mso, "oak-street")
                .prepare(
                        sink -> {
                            answers.add(call(billing(other, "elm")));
                            answers.add(
                                    apply(other, TestBundle.BILLING.version("2.0.0"))
                                            .result()
                                            .toString());
                        },
                        TestHost.NOWHERE,
                        outcome -> {});
        assertEquals(List.of("elm", "DONE"), answers);
    }

    /** Begins a swap on a thread of its own, and waits until other threads get the new version. */
    private static CompletableFuture<SwapOutcome> swapBesides(
            Mso mso, Billing kept, List<String> others) {
        var swap =
                CompletableFuture.supplyAsync(
                        () -> apply(mso, TestBundle.BILLING.version("2.0.0")), TestHost.OWN_THREAD);
        String other = "";
        while (!other.equals("2.0.0")) {
            other = CompletableFuture.supplyAsync(() -> call(kept), TestHost.OWN_THREAD).join();
        }
        others.add(other);
        return swap;
    }

    @Test
    void twoThreadsThatApplyAtTheSameTimeTakeTurns() throws Exception {
        Mso mso = host.start();
        var together = new CountDownLatch(1);
        var outcomes = new ArrayList<CompletableFuture<SwapOutcome>>();
        for (String version : List.of("2.0.0", "3.0.0", "2.0.0", "3.0.0")) {
            outcomes.add(
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    together.await();
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                                return apply(mso, TestBundle.BILLING.version(version));
                            },
                            TestHost.OWN_THREAD));
        }
        together.countDown();
        for (var outcome : outcomes) {
            assertTrue(outcome.get().isDone());
        }
        String serving = call(billing(mso, "oak-street"));
        assertEquals(List.of(serving + " IN_SERVICE"), listed(mso));
        List<SwapRecord> history = mso.bundles().history();
        assertEquals(serving, history.get(history.size() - 1).version());
        for (int i = 0; i < history.size(); i++) {
            assertEquals(i + 1, history.get(i).sequence());
        }
    }

    @Test
    void twoNodesThatShareAStoreFollowEachOther() {
        Path store = root.resolve("store");
        Mso one = host.keep(host.configure().bundleStore(store).start());
        Mso two =
                host.keep(
                        Mso.builder()
                                .bundles(host.classPath())
                                .registry(host.registryFile())
                                .data(root.resolve("data-of-two"))
                                .bundleStore(store)
                                .trust(TestHost.TRUST)
                                .start());
        apply(one, TestBundle.BILLING.version("2.0.0"));
        assertEquals("1.0.0", call(billing(two, "oak-street")));
        two.reload();
        assertEquals("2.0.0", call(billing(two, "oak-street")));
        assertEquals(Result.UNCHANGED, apply(two, TestBundle.BILLING.version("2.0.0")).result());
        apply(two, TestBundle.BILLING.version("3.0.0"));
        one.bundles().remove(NAME);
        assertEquals("1.0.0", call(billing(one, "oak-street")), "it followed, then removed");
        assertEquals(List.of("APPLIED 2.0.0", "APPLIED 3.0.0", "REMOVED 3.0.0"), history(one));
        two.reload();
        assertEquals("1.0.0", call(billing(two, "oak-street")));
    }

    @Test
    void ofManyVersionsOnlyTheLastAndItsPredecessorAreKept() throws IOException {
        Mso mso = host.start();
        for (int version = 2; version < 7; version++) {
            apply(mso, TestBundle.BILLING.version(version + ".0.0"));
        }
        try (Stream<Path> jars = Files.list(host.data().resolve("bundles/jars"))) {
            assertEquals(2, jars.count());
        }
        assertEquals(
                Map.of(NAME, State.IN_SERVICE), Map.of(NAME, mso.bundles().list().get(0).state()));
    }
}
