package org.openmso.sample.ehr.rehearsal.faulty;

import org.openmso.api.InvalidRegistry;
import org.openmso.api.host.NamedInput;
import org.openmso.api.registry.Registry;
import org.openmso.api.registry.RegistrySnapshot;

/** A registry that must never be asked for practices. It proves itself by reading, not by probe. */
public abstract class FaultyRegistry implements Registry {
    private FaultyRegistry() {}

    /** Throws when it reads. */
    public static final class ReadThrows extends FaultyRegistry {
        /** For OpenMSO. */
        public ReadThrows() {}

        @Override
        public RegistrySnapshot read(NamedInput file) {
            throw new AssertionError("the host's file was not read");
        }
    }

    /** Refuses every file. */
    public static final class Refuses extends FaultyRegistry {
        /** For OpenMSO. */
        public Refuses() {}

        @Override
        public RegistrySnapshot read(NamedInput file) {
            throw new InvalidRegistry(OnPurpose.problem());
        }
    }

    /** Cannot be made. */
    public static final class ConstructorThrows extends FaultyRegistry {
        /** Throws. */
        public ConstructorThrows() {
            throw new IllegalStateException("cannot be made");
        }

        @Override
        public RegistrySnapshot read(NamedInput file) {
            throw new IllegalStateException("never made");
        }
    }
}
