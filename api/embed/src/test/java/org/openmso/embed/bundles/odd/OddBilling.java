package org.openmso.embed.bundles.odd;

import java.util.concurrent.CountDownLatch;
import org.openmso.api.Health;
import org.openmso.api.Problem;
import org.openmso.api.billing.Billing;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;

/**
 * Providers that go wrong, each in one way. A bundle's manifest names one of them; none is
 * annotated, so that one package serves all.
 */
public abstract class OddBilling implements Capability<Billing> {
    @Override
    public Billing open(PracticeContext practice) {
        throw new IllegalStateException("never opened");
    }

    @Override
    public Health probe() {
        return Health.up();
    }

    /** Says that it is down. */
    public static final class Down extends OddBilling {
        @Override
        public Health probe() {
            return Health.down(
                    Problem.error("MSO-9901", "", "The table is empty.", "Fill the table."));
        }
    }

    /** Says that it works, but. */
    public static final class Degraded extends OddBilling {
        @Override
        public Health probe() {
            return Health.degraded(
                    Problem.warning("MSO-9902", "", "The table is old.", "Renew the table."));
        }
    }

    /** Throws when probed. */
    public static final class ProbeThrows extends OddBilling {
        @Override
        public Health probe() {
            throw new AssertionError("made-up case failed");
        }
    }

    /** Does not return from its probe until somebody takes the hold away. */
    public static final class ProbeHangs extends OddBilling {
        @Override
        public Health probe() {
            try {
                ((CountDownLatch) System.getProperties().get("openmso.test.hold")).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Health.up();
        }

        @Override
        public void retired() {
            ((CountDownLatch) System.getProperties().get("openmso.test.discarded")).countDown();
        }
    }

    /** Says nothing when probed. */
    public static final class ProbeSaysNothing extends OddBilling {
        @Override
        public Health probe() {
            return null;
        }
    }

    /** Cannot be made. */
    public static final class ConstructorThrows extends OddBilling {
        /** Throws. */
        public ConstructorThrows() {
            throw new IllegalStateException("cannot be made");
        }
    }

    /** Cannot even be loaded. */
    public static final class StaticsThrow extends OddBilling {
        private static final int NUMBER = Integer.parseInt("no number");

        /** Prints its number, to need it. */
        @Override
        public String toString() {
            return "number " + NUMBER;
        }
    }

    /** Throws when promoted. */
    public static final class PromotionThrows extends OddBilling {
        @Override
        public void promoted() {
            throw new AssertionError("no job starts");
        }

        @Override
        public void retired() {
            throw new AssertionError("no job ends");
        }
    }

    /** Opens something that is no billing. */
    public static final class OpensSomethingElse extends OddBilling {
        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public Billing open(PracticeContext practice) {
            return (Billing) ((java.util.function.Supplier) () -> "no billing").get();
        }
    }

    /** Is no capability at all. */
    public static final class NoCapability {}

    /** Is not public. */
    static final class NotPublic extends OddBilling {}
}
