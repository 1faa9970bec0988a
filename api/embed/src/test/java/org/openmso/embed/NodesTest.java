package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.DESK;
import static org.openmso.embed.TestHost.NOWHERE;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestHost.codes;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Health;
import org.openmso.api.Problem;
import org.openmso.api.billing.Billing;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.embed.SwapOutcome.Result;

/** Nodes of one host that share a store: each does what another did, or says why not. */
@Tag("framework")
@Timeout(600)
class NodesTest {
    private static final String BILLING = "org.openmso.test.billing";
    private static final String INTAKE = "org.openmso.test.fhir";
    private static final String SUITE = "com.acme.suite";

    @TempDir Path root;
    private TestHost host;
    private Mso one;
    private Mso two;

    @BeforeEach
    void twoNodes() {
        host =
                TestHost.usual(
                        root, "tier plus billing fhir", "practice oak plus billing.do=version");
        one = node("one");
        two = node("two");
    }

    @AfterEach
    void close() throws IOException {
        System.clearProperty("openmso.test.billing");
        host.close();
    }

    private Mso node(String name) {
        return host.keep(
                host.configure().data(root.resolve("data-" + name)).bundleStore(store()).start());
    }

    private Path store() {
        return root.resolve("store");
    }

    private static SwapOutcome apply(Mso mso, TestBundle bundle) {
        return mso.bundles().apply(bundle.input());
    }

    private static String version(Mso mso) {
        return call(billing(mso, "oak"));
    }

    private static long read(Mso mso) {
        FhirIntake intake = mso.practice("oak", DESK).get(FhirIntake.class);
        return intake.read(List.of(), null, IntakeListener.NONE).claims();
    }

    private static String told(Mso mso) {
        return mso.health().problems().stream().map(Problem::message).toList().toString();
    }

    private static TestBundle intakeOfAcme(String version) {
        return TestBundle.FHIR.with("Bundle-SymbolicName", SUITE).version(version);
    }

    private static TestBundle suiteOfAcme(String version) {
        return TestBundle.billingAndIntake().with("Bundle-SymbolicName", SUITE).version(version);
    }

    private static void takeOut(Mso mso, String name) {
        assertEquals(Result.DONE, mso.bundles().removeInUse(name).result());
    }

    private void whatAcmeTakesOver() {
        takeOut(one, INTAKE);
        assertEquals(Result.DONE, apply(one, intakeOfAcme("1.0.0")).result());
        takeOut(one, BILLING);
        assertEquals(Result.DONE, apply(one, suiteOfAcme("2.0.0")).result());
    }

    @Test
    void whatOneNodeMovedToAnotherBundleServesOnAllAndAfterARestart() {
        whatAcmeTakesOver();
        two.reload();
        for (Mso mso : List.of(one, two, node("three"))) {
            assertEquals("2.0.0", version(mso));
            assertEquals(0, read(mso));
            assertEquals(Health.up(), mso.health());
        }
    }

    @Test
    void whatANodeCannotTakeOverLeavesInServiceWhatServesThere() {
        whatAcmeTakesOver();
        System.setProperty("openmso.test.billing", "fail its probe");
        two.reload();
        assertEquals("1.0.0", version(two), "its own billing stays, though it was taken out there");
        assertEquals(0, read(two));
        assertEquals(List.of("MSO-1066", "MSO-1066", "MSO-1066"), codes(two.health()));
        System.clearProperty("openmso.test.billing");
        two.reload();
        assertEquals("2.0.0", version(two));
        assertEquals(Health.up(), two.health());
    }

    @Test
    void aNodeThatCannotFollowSaysSoAndTriesAgain() {
        apply(one, TestBundle.BILLING.version("2.0.0"));
        System.setProperty("openmso.test.billing", "fail its probe");
        two.reload();
        assertEquals("1.0.0", version(two));
        assertEquals(List.of("MSO-1066"), codes(two.health()));
        assertTrue(
                told(two).contains("There serves " + BILLING + " 2.0.0, here 1.0.0."),
                () -> told(two));
        assertTrue(told(two).contains("MSO-1016"), () -> told(two));
        System.clearProperty("openmso.test.billing");
        two.reload();
        assertEquals("2.0.0", version(two));
        assertEquals(Health.up(), two.health());
    }

    @Test
    void whatIsRefusedOnANodeThatCannotFollowTakesNothingBackOnTheOthers() {
        apply(one, TestBundle.BILLING.version("2.0.0"));
        System.setProperty("openmso.test.billing", "fail its probe");
        assertEquals(Result.ROLLED_BACK, apply(two, TestBundle.BILLING.version("3.0.0")).result());
        System.clearProperty("openmso.test.billing");
        one.reload();
        assertEquals("2.0.0", version(one));
        assertEquals("2.0.0", version(node("three")));
    }

    @Test
    void aJarThatANodeCannotReadTakesNothingOutOfServiceThere() throws IOException {
        takeOut(one, INTAKE);
        apply(one, intakeOfAcme("1.0.0"));
        two.reload();
        apply(one, intakeOfAcme("2.0.0"));
        Path jar = jarOf(intakeOfAcme("2.0.0"));
        byte[] bytes = Files.readAllBytes(jar);
        Files.delete(jar);
        two.reload();
        assertEquals(0, read(two));
        assertEquals(List.of("MSO-1066"), codes(two.health()));
        Files.write(jar, bytes);
        two.reload();
        assertEquals(List.of("2.0.0"), versionsOf(two, SUITE));
        assertEquals(Health.up(), two.health());
    }

    private Path jarOf(TestBundle bundle) {
        return store().resolve("jars/" + TestIndex.digest(bundle.signed()) + ".jar");
    }

    private static List<String> versionsOf(Mso mso, String name) {
        return mso.bundles().list().stream()
                .filter(it -> it.name().equals(name))
                .map(BundleStatus::version)
                .toList();
    }

    @Test
    void whileANodeFollowsNoOtherChangesTheStore() throws Exception {
        apply(one, TestBundle.BILLING.version("2.0.0"));
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        Billing kept = billing(two, "oak");
        var running =
                CompletableFuture.runAsync(
                        () ->
                                kept.prepare(
                                        sink -> {
                                            inside.countDown();
                                            await(leave);
                                        },
                                        NOWHERE,
                                        outcome -> {}),
                        TestHost.OWN_THREAD);
        inside.await();
        var following = CompletableFuture.runAsync(two::reload, TestHost.OWN_THREAD);
        while (!version(two).equals("2.0.0")) {
            Thread.onSpinWait();
        }
        try (var lock = FileChannel.open(store().resolve("lock"), StandardOpenOption.WRITE)) {
            assertThrows(OverlappingFileLockException.class, lock::tryLock);
        }
        leave.countDown();
        running.get();
        following.get();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void goingBackBelowTheHostsOwnHoldsOnAllNodesAndAfterARestart() {
        assertEquals(Result.DONE, apply(one, TestBundle.BILLING.version("0.9.0")).result());
        one.reload();
        two.reload();
        for (Mso mso : List.of(one, two, node("three"))) {
            assertEquals("0.9.0", version(mso));
            assertEquals(Health.up(), mso.health());
        }
    }

    @Test
    void aJarThatWasDamagedInTheStoreServesAgainOnceItIsMended() throws IOException {
        apply(one, TestBundle.BILLING.version("2.0.0"));
        Path jar = jarOf(TestBundle.BILLING.version("2.0.0"));
        byte[] bytes = Files.readAllBytes(jar);
        Files.write(jar, new byte[] {1});
        Mso three = node("three");
        three.reload();
        assertEquals("1.0.0", version(three));
        assertEquals(List.of("MSO-1043"), codes(three.health()));
        Files.write(jar, bytes);
        three.reload();
        assertEquals("2.0.0", version(three));
        assertEquals(Health.up(), three.health());
    }

    @Test
    void aJournalOfTheFirstFormIsReadAndTheHostsNewerVersionServesThen() throws IOException {
        apply(one, TestBundle.BILLING.version("0.9.0"));
        Path journal = store().resolve("journal");
        try (Stream<String> lines = Files.lines(journal)) {
            Files.write(journal, lines.map(NodesTest::ofTheFirstForm).toList());
        }
        Mso three = node("three");
        assertEquals("1.0.0", version(three));
        assertEquals(List.of("MSO-1042"), codes(three.health()));
    }

    /** Without the host's own version. */
    private static String ofTheFirstForm(String line) {
        String text = line.substring(0, line.lastIndexOf('\t'));
        text = text.substring(0, text.lastIndexOf('\t'));
        var crc = new java.util.zip.CRC32();
        crc.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return text + "\t" + String.format("%08x", crc.getValue());
    }
}
