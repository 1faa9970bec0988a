package org.openmso.sample.ehr.rehearsal.faulty;

import org.openmso.api.Health;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;

/** A capability that must never take a call. */
public abstract class FaultyCapability implements Capability<Object> {
    private FaultyCapability() {}

    @Override
    public Object open(PracticeContext practice) {
        throw new IllegalStateException("a bad candidate was opened");
    }

    /** Throws when it checks itself. */
    public static final class ProbeThrows extends FaultyCapability {
        /** For OpenMSO. */
        public ProbeThrows() {}

        @Override
        public Health probe() {
            throw new AssertionError("the made-up case failed");
        }
    }

    /** Says that it does not work. */
    public static final class SaysDown extends FaultyCapability {
        /** For OpenMSO. */
        public SaysDown() {}

        @Override
        public Health probe() {
            return Health.down(OnPurpose.problem());
        }
    }

    /** Cannot be made. */
    public static final class ConstructorThrows extends FaultyCapability {
        /** Throws. */
        public ConstructorThrows() {
            throw new IllegalStateException("cannot be made");
        }

        @Override
        public Health probe() {
            return Health.up();
        }
    }
}
