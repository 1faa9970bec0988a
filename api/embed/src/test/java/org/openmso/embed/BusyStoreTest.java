package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestHost.codes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.MsoException;
import org.openmso.api.Problem;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.SwapOutcome.Result;
import org.openmso.embed.internal.Shortened;

/** The store of bundles while another node, or what a jar lies on, hangs. */
@Tag("framework")
@Timeout(600)
class BusyStoreTest {
    private static final TestBundle NEXT = TestBundle.BILLING.version("2.0.0");

    @TempDir Path root;
    private TestHost host;
    private Mso mso;

    @BeforeEach
    void aNode() {
        host =
                TestHost.usual(
                        root, "tier plus billing fhir", "practice oak plus billing.do=version");
        mso = node("one");
    }

    @AfterEach
    void close() throws IOException {
        host.close();
    }

    private Mso node(String name) {
        return host.keep(
                host.configure().data(root.resolve("data-" + name)).bundleStore(store()).start());
    }

    private Path store() {
        return root.resolve("store");
    }

    /** Holds the store's lock as another OpenMSO does, loaded a second time in this JVM. */
    private void whileAnotherHangs(Body body) throws Exception {
        var lock =
                FileChannel.open(
                        store().resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        lock.lock();
        try {
            body.happens();
        } finally {
            lock.close();
        }
    }

    private void whileAnotherHangsForLong(Body body) throws Exception {
        Shortened shortened = Shortened.store();
        try {
            whileAnotherHangs(body);
        } finally {
            shortened.close();
        }
    }

    private interface Body {
        void happens() throws Exception;
    }

    private static List<String> codesOf(SwapOutcome outcome) {
        return outcome.problems().stream().map(Problem::code).toList();
    }

    private static String version(Mso mso) {
        return call(billing(mso, "oak"));
    }

    @Test
    void aChangeWhileAnotherNodeHangsIsRefusedAfterAWhile() throws Exception {
        whileAnotherHangsForLong(
                () -> {
                    SwapOutcome outcome = mso.bundles().apply(NEXT.input());
                    assertEquals(Result.REFUSED, outcome.result());
                    assertEquals(List.of("MSO-1047"), codesOf(outcome));
                    assertEquals("1.0.0", version(mso));
                });
        assertEquals(Result.DONE, mso.bundles().apply(NEXT.input()).result());
    }

    @Test
    void theRegistryFileIsReadAlthoughAnotherNodeHangs() throws Exception {
        whileAnotherHangsForLong(
                () -> {
                    host.registry("tier plus billing fhir", "practice elm plus billing.do=who");
                    mso.reload();
                    assertEquals("elm", call(billing(mso, "elm")), "nothing is to be followed");
                });
        node("two").bundles().apply(NEXT.input());
        whileAnotherHangsForLong(
                () -> {
                    host.registry("tier plus billing fhir", "practice oak plus billing.do=version");
                    assertEquals("MSO-1047", assertThrows(MsoException.class, mso::reload).code());
                    assertEquals("1.0.0", version(mso));
                });
        mso.reload();
        assertEquals("2.0.0", version(mso));
    }

    @Test
    void aNodeStartsAlthoughAnotherHangs() throws Exception {
        mso.bundles().apply(NEXT.input());
        whileAnotherHangs(
                () -> {
                    assertEquals("2.0.0", version(node("two")));
                });
    }

    @Test
    void aChangeThatWaitsForAnotherNodeKeepsTheEndFromNothing() throws Exception {
        whileAnotherHangs(
                () -> {
                    var applying =
                            CompletableFuture.supplyAsync(
                                    () -> mso.bundles().apply(NEXT.input()), TestHost.OWN_THREAD);
                    while (Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(it -> it.getName().equals("mso-store"))) {
                        Thread.onSpinWait();
                    }
                    mso.close();
                    assertEquals(List.of("MSO-1206"), codesOf(applying.get()));
                });
    }

    @Test
    void aJarOnADriveThatHangsKeepsNobodyElseWaiting() throws Exception {
        var asked = new CountDownLatch(1);
        var mounted = new CountDownLatch(1);
        byte[] jar = TestBundle.BILLING.version("3.0.0").signed();
        NamedInput hanging =
                NamedInput.of(
                        "hanging.jar",
                        () -> {
                            asked.countDown();
                            await(mounted);
                            return new ByteArrayInputStream(jar);
                        });
        var applying =
                CompletableFuture.supplyAsync(
                        () -> mso.bundles().apply(hanging), TestHost.OWN_THREAD);
        asked.await();
        assertEquals(Result.DONE, mso.bundles().apply(NEXT.input()).result());
        assertEquals(
                Result.DONE, node("two").bundles().restore("org.openmso.test.billing").result());
        mso.reload();
        assertFalse(applying.isDone());
        mounted.countDown();
        assertEquals(Result.DONE, applying.get().result());
        assertEquals("3.0.0", version(mso));
        assertEquals(List.of(), codes(mso.health()));
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
