package org.openmso.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.TestHost.billing;
import static org.openmso.embed.TestHost.call;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Health;
import org.openmso.api.billing.Billing;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.SwapOutcome.Result;
import org.openmso.embed.bundles.trace.Trace;

/**
 * Bundles are replaced again and again while eight threads call: no call is lost, none is answered
 * by a version that has left (the test's billing throws then), none goes back to an earlier
 * version, and every fifth candidate, each bad in another way, is sent away. {@code
 * -Dopenmso.swaps=1000} makes it longer.
 */
@Tag("framework")
class SwapUnderLoadTest {
    private static final int SWAPS = Integer.getInteger("openmso.swaps", 40);
    private static final int THREADS = 8;
    private static final List<String> BAD =
            List.of(
                    "Down",
                    "ProbeThrows",
                    "truncated",
                    "ConstructorThrows",
                    "lacking import",
                    "StaticsThrow",
                    "unresolvable",
                    "OpensSomethingElse",
                    "later contract",
                    "ProbeSaysNothing");

    @TempDir Path root;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<Caller> callers = new ArrayList<>();

    @Test
    void noCallIsLostOrWrongWhileBundlesAreReplacedAndEveryBadOneIsSentAway() throws Exception {
        Trace.take();
        try (var host =
                TestHost.usual(
                        root,
                        "tier plus billing fhir",
                        "practice oak-street plus billing.do=version",
                        "practice elm plus billing.do=version")) {
            Mso mso = host.keep(host.configure().drain(Duration.ofSeconds(60)).start());
            for (int i = 0; i < THREADS; i++) {
                var caller = new Caller(billing(mso, i % 2 == 0 ? "oak-street" : "elm"));
                callers.add(caller);
                caller.start();
            }
            int good = 0;
            for (int swap = 1; swap <= SWAPS; swap++) {
                boolean bad = swap % 5 == 0;
                SwapOutcome outcome =
                        mso.bundles()
                                .apply(
                                        bad
                                                ? bad(BAD.get(swap / 5 % BAD.size()))
                                                : TestBundle.BILLING
                                                        .version(swap + 1 + ".0.0")
                                                        .input());
                assertEquals(!bad, outcome.isDone(), outcome::toString);
                good += outcome.result() == Result.DONE ? 1 : 0;
                Trace.take();
            }
            end();
            assertEquals(SWAPS - SWAPS / 5, good);
            long calls = 0;
            for (Caller caller : callers) {
                assertEquals(List.of(), caller.wrong);
                assertTrue(caller.calls > 0);
                calls += caller.calls;
            }
            assertEquals(Health.up(), mso.health());
            System.out.printf(
                    "%d swaps, %d calls, longest %.1f ms, 99.9 %% within %.3f ms%n",
                    SWAPS, calls, longest() / 1e6, steady() / 1e6);
        }
    }

    private static NamedInput bad(String how) {
        TestBundle next = TestBundle.BILLING.version("9999");
        return switch (how) {
            case "truncated" -> {
                byte[] whole = next.signed();
                yield NamedInput.of("torn.jar", Arrays.copyOf(whole, whole.length / 2));
            }
            case "lacking import" -> next.with("Import-Package", "com.example.lacking,*").input();
            case "unresolvable" -> next.with("Require-Bundle", "com.example.base").input();
            case "later contract" ->
                    next.with("Import-Package", "org.openmso.api.billing;version=\"[9,10)\",*")
                            .input();
            default -> TestBundle.oddSuccessor(how).input();
        };
    }

    private void end() throws InterruptedException {
        ended.set(true);
        for (Caller caller : callers) {
            caller.join();
        }
    }

    private long longest() {
        return callers.stream().mapToLong(it -> it.longest).max().orElse(0);
    }

    private long steady() {
        return callers.stream().mapToLong(Caller::steady).max().orElse(0);
    }

    /** Calls without a pause, and remembers what it was answered. */
    private final class Caller extends Thread {
        private final Billing billing;
        private final List<String> wrong = new ArrayList<>();

        /** Calls by their duration, in powers of two of a nanosecond. */
        private final long[] durations = new long[64];

        private long calls;
        private long longest;
        private int version;

        Caller(Billing billing) {
            super("caller");
            this.billing = billing;
        }

        @Override
        public void run() {
            while (!ended.get() && wrong.isEmpty()) {
                long began = System.nanoTime();
                try {
                    String answer = call(billing);
                    int now = Integer.parseInt(answer.substring(0, answer.indexOf('.')));
                    if (now < version || now > SWAPS + 1) {
                        wrong.add(answer + " after " + version);
                    }
                    version = now;
                } catch (Throwable t) {
                    wrong.add("lost: " + t);
                }
                long took = System.nanoTime() - began;
                calls++;
                longest = Math.max(longest, took);
                durations[64 - Long.numberOfLeadingZeros(took)]++;
            }
        }

        private long steady() {
            long slower = calls / 1000;
            for (int i = 63; i > 0; i--) {
                slower -= durations[i];
                if (slower < 0) {
                    return 1L << i;
                }
            }
            return 0;
        }
    }
}
