package org.openmso.api.spi;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
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
     * Connections to the schema of this bundle, for this practice. They work in the database that
     * the host chose; close each before the call ends, for the practices share a few. A row is
     * found only by its {@code practice_id}, which every statement must name: on PostgreSQL the
     * database also sees to it.
     *
     * <p>Its {@code getConnection} throws {@link org.openmso.api.store.DatabaseUnavailable}
     * (MSO-1304 to MSO-1312) within seconds when none can be had; let that pass to the caller. It
     * takes no user and password, and is not unwrapped.
     *
     * @throws org.openmso.api.MsoException (MSO-1303) if the bundle has no {@code db/migration}
     */
    DataSource database();

    /**
     * Another contract for the same practice, guarded like any call; empty where the practice's
     * tier lacks it. Where the tier includes it and nobody provides it, calls throw {@link
     * org.openmso.api.CapabilityUnavailable} (MSO-1203).
     */
    <S> Optional<S> find(Class<S> contract);
}
