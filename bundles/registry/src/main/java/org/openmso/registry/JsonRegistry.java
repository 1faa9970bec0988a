package org.openmso.registry;

import org.openmso.api.host.NamedInput;
import org.openmso.api.registry.Registry;
import org.openmso.api.registry.RegistrySnapshot;
import org.openmso.api.spi.ProvidesCapability;

/**
 * The registry, read from a JSON file whose form {@code registry.schema.json} beside this class
 * tells.
 */
@ProvidesCapability(contract = Registry.class)
public final class JsonRegistry implements Registry {
    @Override
    public RegistrySnapshot read(NamedInput file) {
        return RegistryFile.read(file);
    }
}
