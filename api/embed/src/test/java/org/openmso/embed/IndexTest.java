package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestIndex.jarOf;
import static org.openmso.embed.TestIndex.number;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.MsoException;
import org.openmso.api.Problem;
import org.openmso.embed.SwapOutcome.Result;
import org.openmso.embed.SwapPlan.Action;
import org.openmso.embed.internal.signing.Identity;
import org.openmso.embed.internal.signing.Jars;

/** An operator installs bundles from an index that a publisher signed. */
@Tag("framework")
class IndexTest {
    private static final String NAME = "org.openmso.test.billing";

    @TempDir Path root;
    private TestHost host;

    @BeforeEach
    void prepare() {
        host =
                TestHost.usual(
                        root, "tier plus billing fhir", "practice oak plus billing.do=version");
    }

    @AfterEach
    void close() throws IOException {
        host.close();
    }

    private BundleIndex published(TestIndex index) {
        return index.in(root.resolve("published"));
    }

    private static void refused(SwapOutcome outcome, String code, String words) {
        assertEquals(Result.REFUSED, outcome.result());
        assertEquals(1, outcome.problems().size());
        Problem problem = outcome.problems().get(0);
        assertEquals(code, problem.code(), problem::toString);
        assertTrue(problem.message().contains(words), problem::toString);
    }

    private static SwapOutcome apply(Mso mso, BundleIndex index) {
        return mso.bundles().from(index).apply(NAME);
    }

    private static String offersOf(Mso mso, BundleIndex index) {
        return mso.bundles().from(index).offered().offers().stream()
                .map(
                        it ->
                                it.name().replaceAll(".*\\.", "")
                                        + " "
                                        + it.version()
                                        + " "
                                        + it.standing())
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }

    @Test
    void offersStandBesideWhatIsThere() {
        Mso mso = host.start();
        mso.bundles().apply(TestBundle.BILLING.version("2.0.0").input());
        BundleIndex index =
                published(
                        number(7)
                                .saying("\"expiresAt\": \"2999-01-01T00:00:00Z\",")
                                .billing("1.5.0")
                                .billing("2.0.0")
                                .billing("2.1.0")
                                .billingNeeding("3.0.0", "[9,10)")
                                .offers(
                                        TestBundle.BILLING
                                                .named("a.jar")
                                                .with("Bundle-SymbolicName", "com.example.aging"),
                                        "1",
                                        "1",
                                        new byte[5]));
        BundleOffers offers = mso.bundles().from(index).offered();
        assertEquals("Made Up Bundles", offers.publisher());
        assertEquals(7, offers.sequence());
        assertEquals(Instant.parse("2026-11-01T08:00:00Z"), offers.issuedAt());
        assertEquals(Instant.parse("2999-01-01T00:00:00Z"), offers.expiresAt().orElseThrow());
        assertEquals(
                "aging 1.0.0 NEW, billing 3.0.0 NOT_LOADABLE, billing 2.1.0 NEWER, billing 2.0.0 SAME,"
                        + " billing 1.5.0 NOT_NEWER",
                offersOf(mso, index));
        BundleOffer unloadable = offers.offers().get(1);
        assertEquals("MSO-1009", unloadable.problems().get(0).code());
        assertTrue(
                unloadable
                        .problems()
                        .get(0)
                        .message()
                        .contains("org.openmso.api.billing [9.0.0,10"),
                unloadable.problems()::toString);
        assertEquals(List.of("billing"), unloadable.capabilities());
        assertEquals("2.0.0", unloadable.present().orElseThrow());
        assertEquals(5, offers.offers().get(0).size());
    }

    @Test
    void theNewestThatCanBeLoadedComesIntoServiceAndServesAfterARestart() {
        Mso mso = host.start();
        BundleIndex index =
                published(
                        number(1)
                                .billing("1.1.0")
                                .billing("1.2.0")
                                .billingNeeding("9.0.0", "[9,10)"));
        SwapPlan plan = mso.bundles().from(index).plan(NAME);
        assertEquals(Action.REPLACE, plan.action(), plan.problems()::toString);
        assertEquals("1.2.0", plan.version());
        assertEquals("1.0.0", plan.replaces().orElseThrow());
        assertEquals("1.0.0", call(billing(mso, "oak")));
        assertEquals(new SwapOutcome(Result.DONE, NAME, "1.2.0", List.of()), apply(mso, index));
        assertEquals("1.2.0", call(billing(mso, "oak")));
        mso.close();
        assertEquals("1.2.0", call(billing(host.start(), "oak")));
    }

    @Test
    void whatIsThereAlreadyIsNotFetchedAgain() throws IOException {
        Mso mso = host.start();
        BundleIndex index = published(number(1).billing("2.0.0"));
        assertEquals(Result.DONE, apply(mso, index).result());
        Files.delete(root.resolve("published/jars/billing-2.0.0.jar"));
        assertEquals(
                new SwapOutcome(Result.UNCHANGED, NAME, "2.0.0", List.of()), apply(mso, index));
        assertEquals(Action.NOTHING, mso.bundles().from(index).plan(NAME).action());
        assertEquals(Result.UNCHANGED, mso.bundles().from(index).apply(NAME, "2.0").result());
        assertEquals(1, mso.bundles().history().size());
    }

    @Test
    void anOlderVersionComesInOnlyWhenItIsAskedForByItsVersion() {
        Mso mso = host.start();
        apply(mso, published(number(1).billing("2.0.0")));
        BundleIndex index = published(number(2).billing("1.5.0").billingNeeding("3.0.0", "9"));
        refused(apply(mso, index), "MSO-1064", "Offered is 1.5.0, there is 2.0.0. 3.0.0 cannot");
        assertFalse(mso.bundles().from(index).plan(NAME).isPossible());
        assertEquals("2.0.0", call(billing(mso, "oak")));
        SwapPlan plan = mso.bundles().from(index).plan(NAME, "1.5.0");
        assertTrue(
                plan.steps().contains("Mind that this goes back to an earlier version"),
                plan.steps()::toString);
        assertEquals(Result.DONE, mso.bundles().from(index).apply(NAME, "1.5.0").result());
        assertEquals("1.5.0", call(billing(mso, "oak")));
    }

    @Test
    void anotherJarOfTheSameVersionIsNotNewer() {
        Mso mso = host.start();
        BundleIndex index = published(number(1).billing("1.0.0"));
        refused(apply(mso, index), "MSO-1064", "Offered is 1.0.0, there is 1.0.0.");
        assertEquals(Result.DONE, mso.bundles().from(index).apply(NAME, "1").result());
    }

    @Test
    void whatTheIndexDoesNotOfferIsRefusedWithWhatItHas() {
        Mso mso = host.start();
        BundleIndex index = published(number(1).billing("1.1.0").billing("2.0.0"));
        refused(
                mso.bundles().from(index).apply("com.example.x\n"),
                "MSO-1062",
                "no com.example.x?.");
        refused(
                mso.bundles().from(index).apply(NAME, "1.2"),
                "MSO-1062",
                "it has 2.0.0, 1.1.0, not 1.2.");
        refused(mso.bundles().from(index).apply(NAME, "one"), "MSO-1062", "not one.");
        SwapPlan plan = mso.bundles().from(index).plan(NAME, "1.2");
        assertEquals(Action.REFUSE, plan.action());
        assertEquals("1.2", plan.version());
    }

    @Test
    void whatCannotBeLoadedHereIsRefusedBeforeItIsFetched() throws IOException {
        Mso mso = host.start();
        BundleIndex index = published(number(1).billingNeeding("2.0.0", "[2,3)"));
        Files.delete(root.resolve("published/jars/billing-2.0.0.jar"));
        refused(apply(mso, index), "MSO-1009", "org.openmso.api.billing");
        refused(mso.bundles().from(index).apply(NAME, "2.0.0"), "MSO-1009", "the host has");
        String unknown =
                TestIndex.entry(
                        NAME, "2", "jars/b.jar", 1, "0".repeat(64), "com.example.Juggling", "1");
        refused(
                apply(mso, published(number(2).entry(unknown, "jars/b.jar", new byte[1]))),
                "MSO-1013",
                "com.example.Juggling");
    }

    @Test
    void whatNeedsALaterJavaIsToldAsSuchAndRefusedBeforeItIsFetched() throws IOException {
        Mso mso = host.start();
        BundleIndex index = published(number(1).billing("1.1.0").billingForJava("2.0.0", 99));
        Files.delete(root.resolve("published/jars/billing-2.0.0.jar"));
        assertEquals("billing 2.0.0 NOT_LOADABLE, billing 1.1.0 NEWER", offersOf(mso, index));
        Problem told = mso.bundles().from(index).offered().offers().get(0).problems().get(0);
        assertEquals("MSO-1019", told.code());
        String words = "It needs Java 99, the host runs " + Runtime.version().feature() + ".";
        assertTrue(told.message().endsWith(words), told::toString);
        SwapPlan plan = mso.bundles().from(index).plan(NAME, "2.0.0");
        assertEquals("MSO-1019", plan.problems().get(0).code());
        refused(mso.bundles().from(index).apply(NAME, "2.0.0"), "MSO-1019", words);
        assertEquals("1.1.0", mso.bundles().from(index).plan(NAME).version());
        assertEquals(Result.DONE, apply(mso, index).result());
    }

    @Test
    void anIndexIsJudgedLikeABundleByWhoSignedIt() {
        TestIndex index = number(1).billing("2.0.0");
        Mso mso = host.start();
        refused(apply(mso, index.in(root, index.unsigned())), "MSO-1030", "not signed");
        Identity stranger = Identity.named("X").valid("2020-01-01", "2099-12-31").selfSigned();
        refused(apply(mso, index.in(root, index.signed(stranger))), "MSO-1031", "CN=X");
        byte[] changed =
                Jars.changed(
                        index.signed(),
                        entries -> {
                            entries.put("bundles.json", Jars.text(number(2).json()));
                            return entries;
                        });
        refused(apply(mso, index.in(root, changed)), "MSO-1032", "Java says");
        BundleIndex good = index.in(root);
        mso.close();
        Mso alone = host.keep(host.configure().trust(Trust.distributionOnly()).start());
        refused(apply(alone, good), "MSO-1031", "CN=Author");
        assertEquals(
                "MSO-1031",
                assertThrows(MsoException.class, () -> alone.bundles().from(good).offered())
                        .code());
    }

    @Test
    void aDevelopersHostTakesAnUnsignedIndexAndRemembersNothingOfIt() {
        Mso mso = host.keep(host.configure().trust(Trust.unsignedForDevelopment()).start());
        TestIndex late = number(9).billing("2.0.0");
        assertEquals(Result.DONE, apply(mso, late.in(root, late.unsigned())).result());
        TestIndex early = number(3).billing("3.0.0");
        assertEquals(Result.DONE, apply(mso, early.in(root, early.unsigned())).result());
        mso.close();
        assertEquals("billing 3.0.0 SAME", offersOf(host.start(), early.in(root)));
    }

    @Test
    void anIndexOlderThanOneThatWasMetIsRefusedAlsoAfterARestart() {
        Mso first = host.start();
        TestIndex old = number(4).billing("1.1.0");
        assertEquals("billing 1.1.0 NEWER", offersOf(first, published(old)));
        assertEquals("billing 1.2.0 NEWER", offersOf(first, published(number(5).billing("1.2.0"))));
        refused(apply(first, published(old)), "MSO-1060", "has number 4, the highest met has 5");
        first.close();
        Mso second = host.start();
        refused(apply(second, published(old)), "MSO-1060", "Made Up Bundles");
        refused(apply(second, published(number(5).billing("1.3.0"))), "MSO-1061", "number 5");
        assertEquals(Result.DONE, apply(second, published(number(5).billing("1.2.0"))).result());
        assertEquals("1.2.0", call(billing(second, "oak")));
    }

    @Test
    void anotherTrustedSignerKeepsNobodysIndexesOutByAHighNumberUnderItsName() {
        Identity other = Identity.named("B").valid("2020-01-01", "2099-12-31").selfSigned();
        Trust both = Trust.signedBy(Identity.store(TestBundle.AUTHOR, other));
        Mso mso = host.keep(host.configure().trust(both).start());
        TestIndex high = number(4_000_000_000L).billing("1.1.0");
        assertEquals("billing 1.1.0 NEWER", offersOf(mso, high.in(root, high.signed(other))));
        assertEquals("billing 1.2.0 NEWER", offersOf(mso, published(number(7).billing("1.2.0"))));
        TestIndex old = number(6).billing("1.1.0");
        refused(apply(mso, published(old)), "MSO-1060", "the highest met has 7");
        byte[] again = Jars.signed(old.signed(), other);
        refused(apply(mso, old.in(root, again)), "MSO-1060", "the highest met has");
    }

    @Test
    void aListOfMetIndexesOfTheFirstFormCountsForAllSigners() throws IOException {
        Mso mso = host.start();
        Files.createDirectories(host.data().resolve("bundles"));
        Files.writeString(
                host.data().resolve("bundles/indexes"),
                "5 " + "a".repeat(64) + " Made Up Bundles\n");
        refused(apply(mso, published(number(4).billing("1.1.0"))), "MSO-1060", "highest met has 5");
        assertEquals("billing 1.1.0 NEWER", offersOf(mso, published(number(6).billing("1.1.0"))));
    }

    @Test
    void anExpiredIndexIsRefusedAndNotRemembered() {
        TestIndex good = number(8).saying("\"expiresAt\": \"2026-11-20T00:00:00Z\",").billing("2");
        Mso before = at("2026-11-19T23:59:59Z");
        assertEquals("billing 2.0.0 NEWER", offersOf(before, published(good)));
        before.close();
        Mso after = at("2026-11-20T00:00:00Z");
        refused(apply(after, published(good)), "MSO-1059", "good until 2026-11-20T00:00:00Z");
        TestIndex later = number(99).saying("\"expiresAt\": \"2026-11-02T00:00:00Z\",");
        refused(apply(after, published(later)), "MSO-1059", "it is 2026-11-20T00:00:00Z");
        assertEquals("billing 2.0.0 NEWER", offersOf(after, published(number(9).billing("2"))));
    }

    private Mso at(String time) {
        Clock clock = Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
        return host.keep(host.configure().clock(clock).start());
    }

    @Test
    void theJarsOwnSignatureIsJudgedToo() {
        Mso mso = host.start();
        byte[] unsigned = TestBundle.BILLING.version("2.0.0").jar();
        BundleIndex index = published(number(1).offers(TestBundle.BILLING, "2.0.0", "1", unsigned));
        refused(apply(mso, index), "MSO-1030", "not signed");
        assertEquals("MSO-1030", mso.bundles().from(index).plan(NAME).problems().get(0).code());
    }

    @Test
    void aJarThatIsNotAsTheIndexSaysIsRefusedAndNothingOfItIsKept() throws IOException {
        Mso mso = host.start();
        BundleIndex index = published(number(1).billing("2.0.0"));
        Path jar = root.resolve("published/jars/billing-2.0.0.jar");
        byte[] sound = Files.readAllBytes(jar);
        byte[] other = sound.clone();
        other[other.length / 2] ^= 1;
        Files.write(jar, other);
        refused(apply(mso, index), "MSO-1063", "Promised is SHA-256 " + TestIndex.digest(sound));
        Files.write(jar, java.util.Arrays.copyOf(sound, sound.length - 1));
        refused(apply(mso, index), "MSO-1063", "and it has " + (sound.length - 1) + ".");
        Files.write(jar, java.util.Arrays.copyOf(sound, sound.length + 1));
        refused(apply(mso, index), "MSO-1063", "and it has more.");
        Files.delete(jar);
        refused(apply(mso, index), "MSO-1052", "There is no such file.");
        Files.createDirectory(jar);
        refused(apply(mso, index), "MSO-1052", "it is no file");
        assertEquals("1.0.0", call(billing(mso, "oak")));
        assertEquals(List.of(), mso.bundles().history());
        assertEquals(List.of(), kept());
    }

    private List<String> kept() throws IOException {
        try (Stream<Path> all = Files.walk(host.data().resolve("bundles"))) {
            return all.filter(Files::isRegularFile)
                    .map(it -> it.getFileName().toString())
                    .filter(it -> !it.equals("lock") && !it.equals("indexes"))
                    .toList();
        }
    }

    @Test
    void aJarThatIsAnotherBundleThanTheIndexSaysIsRefused() {
        Mso mso = host.start();
        byte[] other = jarOf("2.0.0");
        refused(
                apply(mso, published(number(1).offers(TestBundle.BILLING, "2.0.1", "1", other))),
                "MSO-1065",
                "Promised is " + NAME + " 2.0.1 with 1 capabilities, found " + NAME + " 2.0.0");
        String location = "jars/x.jar";
        String intake =
                TestIndex.entry(
                        NAME,
                        "2.0.0",
                        location,
                        other.length,
                        TestIndex.digest(other),
                        "org.openmso.api.fhir.FhirIntake",
                        "1");
        refused(
                apply(mso, published(number(2).entry(intake, location, other))),
                "MSO-1065",
                "with others");
        assertEquals("1.0.0", call(billing(mso, "oak")));
    }

    @Test
    void nodesThatShareAStoreInstallFromAServerOneAfterTheOther() throws IOException {
        try (var server = new TestServer()) {
            server.serves("/one/", number(1).billing("2.0.0"))
                    .serves("/two/", number(2).billing("3.0.0"));
            BundleIndex first = BundleIndex.at(server.at("/one/index.jar"));
            BundleIndex second = BundleIndex.at(server.at("/two/index.jar"));
            Mso one = node("one");
            Mso two = node("two");
            assertEquals(Result.DONE, apply(one, first).result());
            assertEquals("1.0.0", call(billing(two, "oak")));
            assertEquals(
                    Result.UNCHANGED,
                    apply(two, first).result(),
                    "it followed, once it had the jar");
            assertEquals("2.0.0", call(billing(two, "oak")));
            assertEquals(Result.DONE, apply(two, second).result());
            refused(apply(one, first), "MSO-1060", "has number 1");
            one.reload();
            assertEquals("3.0.0", call(billing(one, "oak")));
            assertEquals(
                    List.of(
                            "/one/index.jar",
                            "/one/jars/billing-2.0.0.jar",
                            "/one/index.jar",
                            "/one/jars/billing-2.0.0.jar",
                            "/two/index.jar",
                            "/two/jars/billing-3.0.0.jar",
                            "/one/index.jar"),
                    server.asked());
        }
    }

    private Mso node(String name) {
        return host.keep(
                host.configure()
                        .data(root.resolve("data-" + name))
                        .bundleStore(root.resolve("store"))
                        .start());
    }

    @Test
    void aNodeThatMissedANewerVersionDoesNotGoBackFromIt() throws IOException {
        Mso one = node("one");
        Mso two = node("two");
        BundleIndex older = number(1).billing("1.5.0").in(root.resolve("older"));
        assertEquals(
                Result.DONE,
                one.bundles().apply(TestBundle.BILLING.version("2.0.0").input()).result());
        refused(apply(two, older), "MSO-1064", "Offered is 1.5.0, there is 2.0.0.");
        assertEquals("2.0.0", call(billing(two, "oak")), "it had followed");
    }

    @Test
    void anIndexWhoseJarWasReplacedMeanwhileInstallsNothing() throws IOException {
        TestIndex index = number(1).billing("2.0.0");
        try (var server = new TestServer()) {
            server.gives("/jars/billing-2.0.0.jar", jarOf("3.0.0"))
                    .gives("/index.jar", index.signed());
            Mso mso = host.start();
            SwapOutcome outcome = apply(mso, BundleIndex.at(server.at("/index.jar")));
            refused(outcome, "MSO-1063", "Promised");
            assertEquals("2.0.0", outcome.version());
            assertEquals("1.0.0", call(billing(mso, "oak")));
            assertEquals(List.of(), kept());
        }
    }

    @Test
    void fromWithinACallNothingIsFetched() throws IOException {
        Mso mso = host.start();
        var codes = new ArrayList<String>();
        try (var server = new TestServer()) {
            BundleIndex index = BundleIndex.at(server.at("/index.jar"));
            billing(mso, "oak")
                    .prepare(
                            sink ->
                                    codes.add(
                                            assertThrows(
                                                            MsoException.class,
                                                            () -> apply(mso, index))
                                                    .code()),
                            TestHost.NOWHERE,
                            outcome -> {});
            assertEquals(List.of("MSO-1040"), codes);
            mso.close();
            assertEquals(
                    "MSO-1206", assertThrows(MsoException.class, () -> apply(mso, index)).code());
            assertEquals(List.of(), server.asked());
        }
    }

    @Test
    void aListOfMetIndexesThatIsDamagedLetsNoneIn() throws IOException {
        Mso mso = host.start();
        Files.writeString(host.data().resolve("bundles/indexes"), "5 half a li");
        refused(apply(mso, published(number(1).billing("2.0.0"))), "MSO-1037", "cannot be read");
        assertEquals("1.0.0", call(billing(mso, "oak")));
    }
}
