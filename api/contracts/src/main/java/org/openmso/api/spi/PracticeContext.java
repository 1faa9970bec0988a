package org.openmso.api.spi;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.openmso.api.Practice;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a capability knows of the practice it works for, and of no other. Implemented by OpenMSO,
 * safe from any thread.
 */
@ProviderType
public interface PracticeContext {
    /** The practice, as registered when the capability was opened. */
    Practice practice();

    /** The practice's settings for this capability; the contract names the keys. */
    Map<String, String> settings();

    /** The only source of time: the host decides what now is, and in which zone. */
    Clock clock();

    /**
     * The next number of a sequence: 1 at first, then one more each time, never repeated, also
     * after a crash (which may skip some). Sequences are private to practice and capability.
     *
     * @param sequence its name, 1 to 100 characters
     * @throws org.openmso.api.OutputFailed (MSO-1301) if the number cannot be made durable
     */
    long next(String sequence);

    /**
     * As {@link #next}, of a sequence that this capability shares among all practices of the
     * installation: for numbers that a partner outside counts whoever the practice is.
     *
     * @param sequence its name, 1 to 100 characters
     * @throws org.openmso.api.OutputFailed (MSO-1301) if the number cannot be made durable
     */
    long nextShared(String sequence);

    /**
     * An existing directory for temporary files of this capability, readable by this process's user
     * only and emptied at each start. Files in it are the capability's to delete.
     */
    Path scratch();

    /**
     * Another contract for the same practice, guarded like any call; empty where the practice's
     * tier lacks it. Where the tier includes it and nobody provides it, calls throw {@link
     * org.openmso.api.CapabilityUnavailable} (MSO-1203).
     */
    <S> Optional<S> find(Class<S> contract);
}
