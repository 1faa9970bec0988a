package org.openmso.testkit.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.openmso.api.Health;
import org.openmso.api.Money;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.OutcomeListener;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.host.InterchangeTarget;
import org.openmso.api.spi.PracticeContext;

/** Billings that each make one mistake. */
public final class Mistaken {
    private Mistaken() {}

    /** Answers null where there is nothing to say. */
    public static final class ScrubsToNull extends SampleBilling {
        @Override
        List<Problem> scrubbed(ProfessionalClaim claim) {
            List<Problem> problems = super.scrubbed(claim);
            return problems.isEmpty() ? null : problems;
        }
    }

    /** Lets the target's own exception out when the commit fails. */
    public static final class ThrowsUncoded extends SampleBilling {
        @Override
        Batch batch(PracticeContext practice, InterchangeTarget target, OutcomeListener outcomes) {
            return new Batch(practice, target, outcomes) {
                @Override
                void commit() {
                    try {
                        super.commit();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            };
        }
    }

    /** Cannot take in any batch. */
    public static final class FailsEachBatch extends SampleBilling {
        @Override
        public Billing open(PracticeContext practice) {
            return new Desk(practice) {
                @Override
                public BatchReport prepare(
                        ClaimFeed feed, InterchangeTarget target, OutcomeListener outcomes) {
                    throw new IllegalStateException("no batch today");
                }
            };
        }
    }

    /** Goes on when the listener throws. */
    public static final class SwallowsTheListenersException extends SampleBilling {
        @Override
        Batch batch(PracticeContext practice, InterchangeTarget target, OutcomeListener outcomes) {
            return new Batch(practice, target, outcomes) {
                @Override
                void tell(ClaimOutcome outcome) {
                    try {
                        super.tell(outcome);
                    } catch (RuntimeException e) {
                        return;
                    }
                }
            };
        }
    }

    /** Commits once it has four claims, and again at the end. */
    public static final class CommitsEarly extends SampleBilling {
        @Override
        Batch batch(PracticeContext practice, InterchangeTarget target, OutcomeListener outcomes) {
            return new Batch(practice, target, outcomes) {
                @Override
                void write(ProfessionalClaim claim) {
                    super.write(claim);
                    if (ready == 3) {
                        try {
                            commit();
                        } catch (IOException e) {
                            throw unwritten(e);
                        }
                    }
                }
            };
        }
    }

    /** Counts its interchanges for each practice, though partners count them all together. */
    public static final class RepeatsNumbers extends SampleBilling {
        @Override
        long number(PracticeContext practice) {
            return practice.next("interchange");
        }
    }

    /** Keeps the batch that it works on where a second one takes its place. */
    public static final class SharesItsBatch extends SampleBilling {
        private volatile Batch current;

        @Override
        Batch batch(PracticeContext practice, InterchangeTarget target, OutcomeListener outcomes) {
            current =
                    new Batch(practice, target, outcomes) {
                        @Override
                        public void claim(ProfessionalClaim claim, List<Problem> told) {
                            current.take(claim, told);
                        }
                    };
            return current;
        }
    }

    /** Closes a stream that is not its own. */
    public static final class ClosesTheStream extends SampleBilling {
        @Override
        Batch batch(PracticeContext practice, InterchangeTarget target, OutcomeListener outcomes) {
            return new Batch(practice, target, outcomes) {
                @Override
                void commit() throws IOException {
                    super.commit();
                    interchange.stream().close();
                }
            };
        }
    }

    /** Keeps every claim until the batch is over. */
    public static final class KeepsEveryClaim extends SampleBilling {
        @Override
        Batch batch(PracticeContext practice, InterchangeTarget target, OutcomeListener outcomes) {
            return new Batch(practice, target, outcomes) {
                private final List<ProfessionalClaim> all = new ArrayList<>();

                @Override
                public void claim(ProfessionalClaim claim, List<Problem> warnings) {
                    all.add(claim);
                    super.claim(claim, warnings);
                }
            };
        }
    }

    /** Tells the outcomes on a thread of its own. */
    public static final class TellsOnItsOwnThread extends SampleBilling {
        @Override
        Batch batch(PracticeContext practice, InterchangeTarget target, OutcomeListener outcomes) {
            return new Batch(practice, target, outcomes) {
                @Override
                void tell(ClaimOutcome outcome) {
                    var failure = new RuntimeException[1];
                    var thread =
                            new Thread(
                                    () -> {
                                        try {
                                            super.tell(outcome);
                                        } catch (RuntimeException e) {
                                            failure[0] = e;
                                        }
                                    });
                    thread.start();
                    try {
                        thread.join();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    if (failure[0] != null) {
                        throw failure[0];
                    }
                }
            };
        }
    }

    /** Counts what is blocked as money. */
    public static final class SumsUpWrongly extends SampleBilling {
        @Override
        Batch batch(PracticeContext practice, InterchangeTarget target, OutcomeListener outcomes) {
            return new Batch(practice, target, outcomes) {
                @Override
                BatchReport end() {
                    BatchReport sums = super.end();
                    return new BatchReport(
                            sums.ready(),
                            sums.blocked(),
                            sums.charge().plus(Money.ofCents(sums.blocked())),
                            sums.interchanges());
                }
            };
        }
    }

    /** Names the patient when something is wrong. */
    public static final class TellsThePatientsName extends SampleBilling {
        @Override
        List<Problem> judged(ProfessionalClaim claim) {
            return super.judged(claim).isEmpty()
                    ? List.of()
                    : List.of(error("Nothing was done for " + claim.patient().lastName()));
        }
    }

    /** Leaves something of its own on every thread that calls it. */
    public static final class KeepsAThreadLocal extends SampleBilling {
        private static final ThreadLocal<Object> LAST = new ThreadLocal<>();

        @Override
        List<Problem> scrubbed(ProfessionalClaim claim) {
            LAST.set(this);
            return super.scrubbed(claim);
        }
    }

    /** Starts a thread and never ends it. */
    public static final class LeavesAThread extends SampleBilling {
        @Override
        public void promoted() {
            var forever = new CountDownLatch(1);
            var thread =
                    new Thread(
                            () -> {
                                try {
                                    forever.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            },
                            "left");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Needs what only one version can hold at a time, and its predecessor still does. */
    public static final class TakesWhatItsPredecessorHolds extends SampleBilling {
        private static final String KEY = "openmso.testkit.taken";
        private final boolean taken = System.setProperty(KEY, "taken") == null;

        @Override
        public void retired() {
            super.retired();
            System.clearProperty(KEY);
        }

        @Override
        List<Problem> scrubbed(ProfessionalClaim claim) {
            if (!taken) {
                throw new IllegalStateException("another one holds it");
            }
            return super.scrubbed(claim);
        }
    }

    /** Lets into its answers since when it judges. */
    public static final class AnswersByItsAge extends SampleBilling {
        private final long began = System.nanoTime();

        @Override
        List<Problem> scrubbed(ProfessionalClaim claim) {
            return List.of(error("Judged since " + began + "."));
        }
    }

    /** Does not return when it opens. */
    public static final class HangsWhenOpened extends SampleBilling {
        @Override
        public Billing open(PracticeContext practice) {
            while (true) {
                LockSupport.park();
            }
        }
    }

    /** Says that it works, but. */
    public static final class IsDegraded extends SampleBilling {
        @Override
        public Health probe() {
            return Health.degraded(error("The table is old."));
        }
    }

    /** Says that it does not work. */
    public static final class IsDown extends SampleBilling {
        @Override
        public Health probe() {
            return Health.down(error("The table is empty."));
        }
    }
}
