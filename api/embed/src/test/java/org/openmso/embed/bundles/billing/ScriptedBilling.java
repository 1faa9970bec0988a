package org.openmso.embed.bundles.billing;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;
import org.openmso.api.spi.ProvidesCapability;
import org.openmso.embed.bundles.trace.Trace;
import org.osgi.framework.FrameworkUtil;

/**
 * Billing that does what the practice's setting {@code do} says, and answers with words in the
 * report's interchanges. Fails every call that reaches it after it was retired.
 */
@ProvidesCapability(contract = Billing.class)
public final class ScriptedBilling implements Capability<Billing> {
    static {
        Trace.add("billing loaded");
    }

    private volatile boolean retired;

    /** Made by OpenMSO. */
    public ScriptedBilling() {
        Trace.add("billing made");
        Trace.leave("billing-loader", new WeakReference<>(getClass().getClassLoader()));
    }

    @Override
    public Billing open(PracticeContext practice) {
        Trace.add("billing opened for " + practice.practice().id());
        if ("refuse to open".equals(System.getProperty("openmso.test.billing"))) {
            throw new IllegalStateException("cannot open");
        }
        return switch (practice.settings().getOrDefault("open", "well")) {
            case "nothing" -> null;
            case "error" -> throw new ExceptionInInitializerError("cannot open");
            case "itself" -> {
                practice.find(Billing.class).orElseThrow().scrub(null);
                throw new IllegalStateException("never reached");
            }
            default -> new OnePractice(practice);
        };
    }

    @Override
    public Health probe() {
        return "fail its probe".equals(System.getProperty("openmso.test.billing"))
                ? Health.down(Problem.error("MSO-9900", "", "Not now.", "Wait."))
                : Health.up();
    }

    @Override
    public void promoted() {
        Trace.add("billing promoted");
    }

    @Override
    public void retired() {
        retired = true;
        Trace.add("billing retired");
    }

    private final class OnePractice implements Billing {
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
            stillInService();
            var answers = new ArrayList<String>();
            switch (practice.settings().getOrDefault("do", "answer")) {
                case "answer" -> answers.add(practice.settings().getOrDefault("answer", "done"));
                case "who" -> answers.add(practice.practice().id());
                case "ask" ->
                        answers.add(
                                practice.find(FhirIntake.class)
                                        .map(it -> it.read(List.of(), NOBODY, IntakeListener.NONE))
                                        .map(it -> "read " + it.resources())
                                        .orElse("no fhir here"));
                case "number" -> answers.add("number " + practice.next("interchange"));
                case "shared" -> answers.add("number " + practice.nextShared("interchange"));
                case "longname" -> answers.add("number " + practice.next("n".repeat(101)));
                case "day" -> answers.add(java.time.LocalDate.now(practice.clock()).toString());
                case "scratch" -> answers.add("directory " + Files.isDirectory(practice.scratch()));
                case "framework" ->
                        answers.add(
                                FrameworkUtil.getBundle(ScriptedBilling.class)
                                        .getBundleContext()
                                        .getBundle(0)
                                        .getSymbolicName());
                case "log" -> {
                    org.slf4j.LoggerFactory.getLogger(ScriptedBilling.class).debug("a word");
                    answers.add(org.slf4j.LoggerFactory.class.getClassLoader() + "");
                }
                case "version" ->
                        answers.add(
                                FrameworkUtil.getBundle(ScriptedBilling.class)
                                        .getVersion()
                                        .toString());
                case "hang" -> hang();
                case "throw" -> throw new IllegalStateException("the bundle's own");
                case "error" -> throw new AssertionError("the bundle's own");
                default -> throw new IllegalArgumentException("no such script");
            }
            feed.feed(NOBODY);
            stillInService();
            return new BatchReport(1, 0, Money.ZERO, answers);
        }

        /** Takes no notice of being interrupted. */
        private void hang() {
            var hold = (CountDownLatch) System.getProperties().get("openmso.test.hang");
            while (hold.getCount() > 0) {
                Thread.onSpinWait();
            }
        }

        private void stillInService() {
            if (retired) {
                throw new IllegalStateException("called after it was retired");
            }
        }
    }

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
}
