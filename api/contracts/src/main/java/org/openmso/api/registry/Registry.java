package org.openmso.api.registry;

import org.openmso.api.Contract;
import org.openmso.api.host.NamedInput;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads registry files. Implemented by the registry bundle, called by OpenMSO itself; no tier needs
 * to include it.
 */
@ProviderType
@Contract(Registry.CAPABILITY)
public interface Registry {
    /** The capability's name. */
    String CAPABILITY = "registry";

    /**
     * Reads tiers and practices.
     *
     * @throws org.openmso.api.InvalidRegistry (MSO-1101 to MSO-1108) if the file cannot be used;
     *     names line and field
     */
    RegistrySnapshot read(NamedInput file);
}
