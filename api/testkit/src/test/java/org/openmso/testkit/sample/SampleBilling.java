package org.openmso.testkit.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openmso.api.Health;
import org.openmso.api.InvalidSettings;
import org.openmso.api.Money;
import org.openmso.api.OutputFailed;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.billing.OutcomeListener;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.host.InterchangeTarget;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;
import org.openmso.api.spi.ProvidesCapability;

/**
 * The smallest billing that keeps its contract's promises; {@link Mistaken} breaks them one at a
 * time, by overriding a step.
 */
@ProvidesCapability(contract = Billing.class)
public class SampleBilling implements Capability<Billing> {
    private static final List<String> NEEDED =
            List.of(
                    "submitter.name",
                    "submitter.id",
                    "submitter.contact",
                    "submitter.phone",
                    "receiver.name",
                    "receiver.id",
                    "usage");

    private volatile boolean retired;

    @Override
    public Billing open(PracticeContext practice) {
        return new Desk(practice);
    }

    @Override
    public Health probe() {
        return Health.up();
    }

    @Override
    public void retired() {
        retired = true;
    }

    /** What a claim is told, once settings are checked. */
    List<Problem> scrubbed(ProfessionalClaim claim) {
        return judged(claim);
    }

    /** What is wrong with a claim. */
    List<Problem> judged(ProfessionalClaim claim) {
        return claim.lines().isEmpty() ? List.of(error("There is no line.")) : List.of();
    }

    /** A new batch. */
    Batch batch(PracticeContext practice, InterchangeTarget target, OutcomeListener outcomes) {
        return new Batch(practice, target, outcomes);
    }

    /** The next interchange's number. */
    long number(PracticeContext practice) {
        return practice.nextShared("interchange");
    }

    /** One practice's billing. */
    class Desk implements Billing {
        private final PracticeContext practice;

        Desk(PracticeContext practice) {
            this.practice = practice;
        }

        @Override
        public List<Problem> scrub(ProfessionalClaim claim) {
            inService();
            practice.settings()
                    .forEach(
                            (key, value) -> {
                                if (key.startsWith("payers.") && !value.matches("true|false")) {
                                    throw invalid(key);
                                }
                            });
            return scrubbed(claim);
        }

        @Override
        public BatchReport prepare(
                ClaimFeed feed, InterchangeTarget target, OutcomeListener outcomes) {
            inService();
            for (String key : NEEDED) {
                if (!practice.settings().containsKey(key)) {
                    throw invalid(key);
                }
            }
            try (Batch batch = batch(practice, target, outcomes)) {
                feed.feed(batch);
                return batch.end();
            }
        }

        private void inService() {
            if (retired) {
                throw new IllegalStateException("called after it was retired");
            }
        }
    }

    /** One batch; writes as it goes. */
    class Batch implements ClaimSink, AutoCloseable {
        final PracticeContext practice;
        final InterchangeTarget target;
        final OutcomeListener outcomes;
        private final Set<String> seen = new HashSet<>();
        private String name = "";
        InterchangeTarget.Interchange interchange;
        long ready;
        private long blocked;
        private Money charge = Money.ZERO;

        Batch(PracticeContext practice, InterchangeTarget target, OutcomeListener outcomes) {
            this.practice = practice;
            this.target = target;
            this.outcomes = outcomes;
        }

        @Override
        public void claim(ProfessionalClaim claim, List<Problem> warnings) {
            take(claim, warnings);
        }

        final synchronized void take(ProfessionalClaim claim, List<Problem> warnings) {
            var problems = new ArrayList<>(warnings);
            problems.addAll(judged(claim));
            if (!seen.add(claim.number())) {
                problems.add(error("It came before."));
            }
            if (problems.stream().anyMatch(Problem::isError)) {
                blocked(claim, problems);
                return;
            }
            write(claim);
            ready++;
            charge = charge.plus(claim.total());
            tell(
                    new ClaimOutcome(
                            claim.origin(),
                            claim.number(),
                            ClaimOutcome.Status.READY,
                            problems,
                            claim.total()));
        }

        @Override
        public void blocked(ProfessionalClaim claim, List<Problem> problems) {
            blocked++;
            tell(
                    new ClaimOutcome(
                            claim.origin(),
                            claim.number(),
                            ClaimOutcome.Status.BLOCKED,
                            problems,
                            Money.ZERO));
        }

        void tell(ClaimOutcome outcome) {
            outcomes.decided(outcome);
        }

        BatchReport end() {
            if (interchange == null) {
                return new BatchReport(ready, blocked, charge, List.of());
            }
            put("SE*3*0001~GE*1*1~IEA*1*000000001~");
            try {
                commit();
            } catch (IOException e) {
                throw unwritten(e);
            }
            return new BatchReport(ready, blocked, charge, List.of(name));
        }

        void commit() throws IOException {
            interchange.commit();
        }

        void write(ProfessionalClaim claim) {
            if (interchange == null) {
                long number = number(practice);
                name = "sample-" + practice.nextShared("file") + ".837";
                try {
                    interchange = target.create(name);
                } catch (IOException e) {
                    throw unwritten(e);
                }
                put(
                        String.format(
                                "ISA*00*%10s*00*%10s*ZZ*%-15s*ZZ*%-15s*261005*0915*^*00501*%09d*0*T*:~"
                                        + "GS*HC*SUBMIT01*PAYER01*20261005*0915*1*X*005010X222A1~"
                                        + "ST*837*0001*005010X222A1~",
                                "", "", "SUBMIT01", "PAYER01", number));
            }
            put("CLM*" + claim.number() + "*" + claim.total() + "~");
        }

        void put(String text) {
            try {
                interchange.stream().write(text.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw unwritten(e);
            }
        }

        @Override
        public void close() {
            if (interchange != null) {
                try {
                    interchange.close();
                } catch (IOException e) {
                    throw unwritten(e);
                }
            }
        }
    }

    static RuntimeException unwritten(IOException cause) {
        return new OutputFailed(
                Problem.error("MSO-3102", "", "It cannot be written.", "Free space."), cause);
    }

    private static InvalidSettings invalid(String key) {
        return new InvalidSettings(Problem.error("MSO-3101", key, "Unusable.", "Set it."));
    }

    static Problem error(String message) {
        return Problem.error("MSO-3001", "Claim", message, "Mend it.");
    }
}
