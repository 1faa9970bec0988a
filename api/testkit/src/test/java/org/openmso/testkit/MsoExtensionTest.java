package org.openmso.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.openmso.api.billing.Billing;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.embed.Mso;
import org.openmso.embed.SwapOutcome;
import org.openmso.testkit.sample.Mistaken;
import org.openmso.testkit.sample.SampleBilling;
import org.openmso.testkit.sample.SampleIntake;

/** The host of the tests starts, serves and ends as it says. */
@Tag("framework")
class MsoExtensionTest {
    private static Path bundle;
    private static UnaryOperator<MsoExtension> configured;
    private static Path folder;
    private static final Set<Mso> SEEN = new HashSet<>();

    @TempDir Path given;

    @Test
    void inAnInstanceFieldEachTestHasAHostOfItsOwn() {
        configure(SampleBilling.class, it -> it);
        SEEN.clear();
        assertEquals(List.of(), told(run(Instance.class)));
        assertEquals(2, SEEN.size());
    }

    @Test
    void inAStaticFieldAllTestsShareOne() {
        configure(SampleBilling.class, it -> it);
        SEEN.clear();
        assertEquals(List.of(), told(run(Shared.class)));
        assertEquals(1, SEEN.size());
    }

    @Test
    void aBundleThatIsDegradedFailsTheClassUnlessThatIsExpected() {
        configure(Mistaken.IsDegraded.class, it -> it);
        List<String> told = told(run(Shared.class));
        assertEquals(1, told.size());
        assertTrue(told.get(0).contains("The table is old."), told::toString);

        configure(Mistaken.IsDegraded.class, it -> it.expecting("MSO-3001"));
        assertEquals(List.of(), told(run(Shared.class)));
    }

    @Test
    void aBundleThatKeepsFailingFailsTheClassAtItsEnd() {
        configure(Mistaken.FailsEachBatch.class, it -> it);
        EngineExecutionResults results = run(KeepsFailing.class);
        assertEquals(0, results.testEvents().failed().count());
        List<String> told = told(results);
        assertEquals(1, told.size());
        assertTrue(told.get(0).contains("MSO-1038"), told::toString);
    }

    @Test
    void aJarThatIsWorseIsRolledBackAndTheSameJarChangesNothing() {
        configure(SampleBilling.class, it -> it);
        assertEquals(List.of(), told(run(Applies.class)));
    }

    @Test
    void theDistributionsBundlesAreThereButForWhatTheTestsOwnProvide() throws Exception {
        configure(SampleBilling.class, MsoExtension::withDistribution);
        Path intake = SampleJar.of(SampleIntake.class, given);
        Path other = SampleJar.of(Mistaken.IsDown.class, given);
        var thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (var classPath = new URLClassLoader(new URL[] {indexed(intake, other)}, before)) {
            thread.setContextClassLoader(classPath);
            assertEquals(List.of(), told(run(ReadsToo.class)));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void nothingOfAHostIsLeftInTheTemporaryDirectory() throws IOException {
        Path temporary = Files.createDirectory(given.resolve("temporary"));
        configure(SampleBilling.class, it -> it.temporary(temporary));
        SEEN.clear();
        assertEquals(List.of(), told(run(Shared.class)));
        assertEquals(1, SEEN.size());
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    @Timeout(300)
    void aBundleThatDoesNotReturnFromOpenFailsTheClassAtItsStart() {
        configure(Mistaken.HangsWhenOpened.class, it -> it.patience(Duration.ofMillis(500)));
        List<String> told = told(run(Shared.class));
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.get(0).contains("MSO-1210 at oak-street/billing"), told::toString);
        assertTrue(told.get(0).contains("within 500 ms"), told::toString);
    }

    @Test
    void whatIsNoBundleIsRefusedWithAReason() throws IOException {
        Path empty = Files.createDirectory(given.resolve("classes"));
        assertTrue(
                assertThrows(IllegalArgumentException.class, () -> MsoExtension.with(empty))
                        .getMessage()
                        .contains("has no manifest"));
        assertThrows(IllegalArgumentException.class, MsoExtension::with);
    }

    @Test
    void withoutBeingRegisteredItSaysWhatToDo() {
        MsoExtension host = MsoExtension.with(SampleJar.of(SampleBilling.class, given));
        assertTrue(
                assertThrows(IllegalStateException.class, host::mso)
                        .getMessage()
                        .contains("@RegisterExtension"));
    }

    private void configure(Class<?> provider, UnaryOperator<MsoExtension> further) {
        folder = given;
        bundle = SampleJar.of(provider, given);
        configured = further;
    }

    static MsoExtension host() {
        return configured.apply(MsoExtension.with(bundle));
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
    }

    /** What failed, in words. */
    private static List<String> told(EngineExecutionResults results) {
        return results.allEvents().failed().stream()
                .map(it -> it.getRequiredPayload(TestExecutionResult.class))
                .map(it -> it.getThrowable().map(Throwable::toString).orElse(""))
                .toList();
    }

    private URL indexed(Path... jars) throws Exception {
        Path root = Files.createDirectories(given.resolve("classpath"));
        Path bundles = Files.createDirectories(root.resolve("META-INF/openmso/bundles"));
        var index = new StringBuilder();
        for (Path jar : jars) {
            byte[] bytes = Files.readAllBytes(jar);
            Files.write(bundles.resolve(jar.getFileName()), bytes);
            index.append(
                            HexFormat.of()
                                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                    .append(' ')
                    .append(jar.getFileName())
                    .append('\n');
        }
        Files.writeString(bundles.resolveSibling("bundles.index"), index);
        return root.toUri().toURL();
    }

    /** Two tests that look at their host. */
    static class Instance {
        @RegisterExtension final MsoExtension mso = host();

        @Test
        void one() {
            assertTrue(SEEN.add(mso.mso()));
        }

        @Test
        void two() {
            assertTrue(SEEN.add(mso.mso()));
        }
    }

    /** Two tests that look at the host of both. */
    static class Shared {
        @RegisterExtension static final Forwarding MSO = new Forwarding();

        @Test
        void one() {
            SEEN.add(MSO.host.mso());
            assertNotNull(MSO.host.get(Billing.class));
        }

        @Test
        void two() {
            SEEN.add(MSO.host.mso());
            assertThrows(IllegalStateException.class, () -> MSO.host.practice("late"));
        }
    }

    /** Calls that fail more often than not. */
    static class KeepsFailing {
        @RegisterExtension static final Forwarding MSO = new Forwarding();

        @Test
        void allFail() {
            Billing billing = MSO.host.get(Billing.class);
            for (int i = 0; i < 12; i++) {
                assertThrows(
                        IllegalStateException.class,
                        () -> billing.prepare(sink -> {}, RecordedTarget.sound(), it -> {}));
            }
        }
    }

    /** Applies jars. */
    static class Applies {
        @RegisterExtension static final Forwarding MSO = new Forwarding();

        @Test
        void worseAndTheSame() {
            assertEquals(SwapOutcome.Result.UNCHANGED, MSO.host.apply(bundle).result());
            SwapOutcome outcome = MSO.host.apply(SampleJar.of(Mistaken.IsDown.class, folder));
            assertEquals(SwapOutcome.Result.ROLLED_BACK, outcome.result());
        }
    }

    /** Reads with what the distribution has. */
    static class ReadsToo {
        @RegisterExtension static final Forwarding MSO = new Forwarding();

        @Test
        void reads() {
            var claims = new RecordedClaims();
            MSO.host
                    .get(FhirIntake.class)
                    .read(
                            List.of(RecordedInput.of("visits", MadeUpVisits.claim(1))),
                            claims,
                            new RecordedIntake());
            assertEquals(1, claims.claims().size());
            assertNotNull(MSO.host.get(Billing.class).scrub(MadeUpClaims.visit(1)));
        }
    }
}
