package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.openmso.embed.TestHost.DESK;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;
import static org.openmso.embed.TestHost.codes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openmso.api.CapabilityTimedOut;
import org.openmso.api.Health;
import org.openmso.api.Problem;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;

/**
 * A bundle is blamed for what its own code does, not for its caller's, nor for another bundle's.
 */
@Tag("framework")
@Timeout(300)
class WhoseFaultTest {
    private static final int MANY = 30;

    @TempDir Path root;
    private final CountDownLatch hold = new CountDownLatch(1);
    private TestHost host;

    @AfterEach
    void close() throws IOException {
        hold.countDown();
        host.close();
    }

    /** With a deadline, calls run on threads of OpenMSO's; without, on their callers'. */
    private Mso start(boolean deadline, String... registry) {
        host = TestHost.usual(root, registry);
        var limits = deadline ? CallLimits.of(Duration.ofMinutes(5), 8) : CallLimits.NONE;
        return host.keep(host.configure().limits("billing", limits).limits("fhir", limits).start());
    }

    private static void fails(Billing billing, ClaimFeed feed, Class<? extends Throwable> with) {
        for (int i = 0; i < MANY; i++) {
            assertThrows(with, () -> billing.prepare(feed, TestHost.NOWHERE, outcome -> {}));
        }
    }

    @ParameterizedTest(name = "with a deadline: {0}")
    @ValueSource(booleans = {false, true})
    void aCallbackThatThrowsIsNotTheBundlesFault(boolean deadline) {
        Mso mso = start(deadline, "tier plus billing fhir", "practice elm plus");
        fails(
                billing(mso, "elm"),
                sink -> {
                    throw new IllegalStateException("the host's own");
                },
                IllegalStateException.class);
        fails(billing(mso, "elm"), sink -> List.of().iterator().next(), RuntimeException.class);
        assertEquals(Health.up(), mso.health());
    }

    @ParameterizedTest(name = "with a deadline: {0}")
    @ValueSource(booleans = {false, true})
    void whatACalledBundleThrowsIsItsFaultAndNotItsCallers(boolean deadline) {
        Mso mso =
                start(
                        deadline,
                        "tier plus billing fhir",
                        "practice elm plus fhir.do=throw billing.do=ask");
        for (int i = 0; i < MANY; i++) {
            assertThrows(IllegalStateException.class, () -> call(billing(mso, "elm")));
        }
        assertEquals(
                List.of("fhir"),
                mso.health().problems().stream().map(Problem::path).toList(),
                () -> mso.health().toString());
    }

    @ParameterizedTest(name = "with a deadline: {0}")
    @ValueSource(booleans = {false, true})
    void whatABundleThrowsInItsSinkIsItsFaultAndNotThatOfWhoFeedsIt(boolean deadline) {
        Mso mso = start(deadline, "tier plus billing fhir", "practice elm plus fhir.do=feed");
        FhirIntake intake = mso.practice("elm", DESK).get(FhirIntake.class);
        fails(
                billing(mso, "elm"),
                sink -> intake.read(List.of(), sink, IntakeListener.NONE),
                IllegalStateException.class);
        assertEquals(
                List.of("billing"),
                mso.health().problems().stream().map(Problem::path).toList(),
                () -> mso.health().toString());
    }

    @ParameterizedTest(name = "with a deadline: {0}")
    @ValueSource(booleans = {false, true})
    void whatItsOwnCodeThrowsIsItsFault(boolean deadline) {
        Mso mso = start(deadline, "tier plus billing fhir", "practice elm plus billing.do=throw");
        fails(billing(mso, "elm"), sink -> {}, IllegalStateException.class);
        assertEquals(List.of("MSO-1038"), codes(mso.health()));
    }

    @Test
    void aCallbackThatHangsRollsNothingBack() {
        int places = 2;
        host = TestHost.usual(root, "tier plus billing", "practice elm plus");
        var policy = host.configure().onFailing(OnFailing.ROLL_BACK);
        Mso mso =
                host.keep(
                        policy.limits("billing", CallLimits.of(Duration.ofSeconds(1), places))
                                .start());
        mso.bundles().apply(TestBundle.BILLING.version("2.0.0").input());
        for (int i = 0; i < places; i++) {
            assertThrows(
                    CapabilityTimedOut.class,
                    () ->
                            billing(mso, "elm")
                                    .prepare(
                                            sink -> {
                                                while (hold.getCount() > 0) {
                                                    Thread.onSpinWait();
                                                }
                                            },
                                            TestHost.NOWHERE,
                                            outcome -> {}));
        }
        assertEquals(List.of("MSO-1038"), codes(mso.health()), "that nobody gets in is told");
        hold.countDown();
        while (!mso.health().equals(Health.up())) {
            Thread.onSpinWait();
        }
        mso.close();
        assertEquals(1, host.start().bundles().history().size(), "nothing was rolled back");
    }
}
