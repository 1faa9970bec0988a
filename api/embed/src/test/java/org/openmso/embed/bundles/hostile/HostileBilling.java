package org.openmso.embed.bundles.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.openmso.api.CapabilityUnavailable;
import org.openmso.api.Health;
import org.openmso.api.Money;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.billing.OutcomeListener;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.host.InterchangeTarget;
import org.openmso.api.host.NamedInput;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;
import org.osgi.framework.FrameworkUtil;

/**
 * Billing that harms its host in one step of its life: a bundle's manifest names a nested class for
 * the steps outside of calls; within calls, and when it opens, the practice's settings {@code do}
 * and {@code open} say what. A loop goes on until {@link #HOLD} is let go.
 */
public class HostileBilling implements Capability<Billing> {
    /** The key of the latch among the JVM's properties that ends all loops. */
    public static final String HOLD = "openmso.test.hold";

    @Override
    public Billing open(PracticeContext practice) {
        Harm.doIt(practice.settings().getOrDefault("open", "nothing"));
        return new OnePractice(practice);
    }

    @Override
    public Health probe() {
        return Health.up();
    }

    /** Loops before it is made. */
    public static final class LoopsWhenLoaded extends HostileBilling {
        static {
            Harm.doIt("loop");
        }
    }

    /** Loops when it is made. */
    public static final class LoopsWhenMade extends HostileBilling {
        /** Does not return. */
        public LoopsWhenMade() {
            Harm.doIt("loop");
        }
    }

    /** Loops when probed. */
    public static final class LoopsWhenProbed extends HostileBilling {
        @Override
        public Health probe() {
            Harm.doIt("loop");
            return Health.up();
        }
    }

    /** Loops when it opens for a practice. */
    public static final class LoopsWhenOpened extends HostileBilling {
        @Override
        public Billing open(PracticeContext practice) {
            Harm.doIt("loop");
            return super.open(practice);
        }
    }

    /** Loops when promoted. */
    public static final class LoopsWhenPromoted extends HostileBilling {
        @Override
        public void promoted() {
            Harm.doIt("loop");
        }
    }

    /** Loops when retired. */
    public static final class LoopsWhenRetired extends HostileBilling {
        @Override
        public void retired() {
            Harm.doIt("loop");
        }
    }

    /** Takes all memory when probed. */
    public static final class AllocatesWhenProbed extends HostileBilling {
        @Override
        public Health probe() {
            Harm.doIt("allocate");
            return Health.up();
        }
    }

    /** Ends the process when probed. */
    public static final class ExitsWhenProbed extends HostileBilling {
        @Override
        public Health probe() {
            Harm.doIt("exit");
            return Health.up();
        }
    }

    /** Ends the process when promoted. */
    public static final class ExitsWhenPromoted extends HostileBilling {
        @Override
        public void promoted() {
            Harm.doIt("exit");
        }
    }

    /** Starts a thread when promoted, and never ends it. */
    public static final class StartsThread extends HostileBilling {
        @Override
        public void promoted() {
            Harm.doIt("thread");
        }
    }

    /** Starts a thread when probed, and fails. */
    public static final class StartsThreadAndFails extends HostileBilling {
        @Override
        public Health probe() {
            Harm.doIt("thread");
            throw new AssertionError("after it started a thread");
        }
    }

    /** Starts a thread when promoted that keeps the JVM from ending. */
    public static final class StartsObstinateThread extends HostileBilling {
        @Override
        public void promoted() {
            Harm.doIt("obstinate thread");
        }
    }

    /** What a call remembers on its thread: whose it was. */
    private static final ThreadLocal<String> LAST = new ThreadLocal<>();

    private static final class OnePractice implements Billing {
        private final PracticeContext practice;

        OnePractice(PracticeContext practice) {
            this.practice = practice;
        }

        @Override
        public List<Problem> scrub(ProfessionalClaim claim) {
            return List.of();
        }

        @Override
        public BatchReport prepare(
                ClaimFeed feed, InterchangeTarget target, OutcomeListener outcomes) {
            String what = practice.settings().getOrDefault("do", "nothing");
            var answers = new ArrayList<String>();
            switch (what) {
                case "recursion_through_the_host" ->
                        practice.find(Billing.class).orElseThrow().prepare(feed, target, outcomes);
                case "first_call_at_the_brink" -> {
                    Objects.requireNonNull(CAUGHT);
                    callAtTheBrink(practice.find(FhirIntake.class).orElseThrow());
                }
                case "traces" -> {
                    answers.add(String.valueOf(Thread.currentThread().isInterrupted()));
                    answers.add(String.valueOf(Thread.currentThread().getContextClassLoader()));
                    answers.add(String.valueOf(LAST.get()));
                    Thread.currentThread().interrupt();
                    Thread.currentThread()
                            .setContextClassLoader(HostileBilling.class.getClassLoader());
                    LAST.set(practice.practice().id());
                }
                default -> Harm.doIt(what);
            }
            answers.add(0, FrameworkUtil.getBundle(HostileBilling.class).getVersion().toString());
            feed.feed(NOBODY);
            return new BatchReport(0, 0, Money.ZERO, answers);
        }
    }

    /**
     * Runs out of stack, and calls another bundle with whatever little is left on each level until
     * it is answered.
     */
    private static boolean callAtTheBrink(FhirIntake other) {
        try {
            if (callAtTheBrink(other)) {
                return true;
            }
        } catch (StackOverflowError e) {
            // This level has a little more.
        }
        try {
            other.read(NO_INPUT, NOBODY, NOT_HEARD);
            return true;
        } catch (CapabilityUnavailable | StackOverflowError e) {
            return false;
        }
    }

    /** What is needed at the brink: no class can be loaded there. */
    private static final IntakeListener NOT_HEARD = IntakeListener.NONE;

    private static final List<NamedInput> NO_INPUT = List.of();
    private static final Class<?> CAUGHT = CapabilityUnavailable.class;

    private static final ClaimSink NOBODY =
            new ClaimSink() {
                @Override
                public void claim(ProfessionalClaim claim, List<Problem> warnings) {
                    throw new IllegalStateException("nobody feeds");
                }

                @Override
                public void blocked(ProfessionalClaim claim, List<Problem> problems) {
                    throw new IllegalStateException("nobody feeds");
                }
            };

    /** The harms. */
    static final class Harm {
        private Harm() {}

        static void doIt(String what) {
            switch (what) {
                case "nothing", "version" -> {}
                case "loop" -> loop();
                case "allocate" -> allocate();
                case "error" -> throw new AssertionError("the bundle's own");
                case "recursion" -> recurse(1);
                case "exit" -> System.exit(3);
                case "thread" -> thread(true);
                case "obstinate thread" -> thread(false);
                default -> throw new IllegalArgumentException(what);
            }
        }

        private static void loop() {
            var hold = (CountDownLatch) System.getProperties().get(HOLD);
            while (hold.getCount() > 0) {
                Thread.onSpinWait();
            }
        }

        private static void allocate() {
            var held = new ArrayList<byte[]>();
            while (true) {
                held.add(new byte[1 << 16]);
            }
        }

        private static long recurse(long depth) {
            return recurse(depth + 1) + depth;
        }

        /** Ends with the hold; without one, tells when the host's own code has ended. */
        private static void thread(boolean daemon) {
            var hold = (CountDownLatch) System.getProperties().get(HOLD);
            Thread host = (Thread) System.getProperties().get("openmso.test.main");
            var thread =
                    new Thread(
                            () -> {
                                try {
                                    if (host == null) {
                                        hold.await();
                                    } else {
                                        host.join();
                                        System.out.println("the bundle's thread goes on");
                                    }
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            "sleepless");
            thread.setDaemon(daemon);
            thread.start();
        }
    }
}
