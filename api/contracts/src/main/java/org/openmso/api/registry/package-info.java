/**
 * Practices, their agreements and tiers, read from a registry file.
 *
 * <p>The registry is part of the kernel: OpenMSO loads it for every installation, before any
 * capability, and decides by it who may call what. A host names the file when it starts OpenMSO and
 * asks {@code Mso} for tiers and practices.
 *
 * <pre>{@code
 * Mso mso = Mso.builder().registry(Path.of("registry.json")).start();
 * for (Practice practice : mso.registry().practices()) {
 *     Tier tier = mso.registry().tierOf(practice);
 *     print(practice.name(), tier.name(), tier.capabilities());
 * }
 * }</pre>
 */
@Version("1.0.0")
package org.openmso.api.registry;

import org.osgi.annotation.versioning.Version;
