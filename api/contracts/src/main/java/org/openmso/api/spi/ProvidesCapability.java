package org.openmso.api.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/**
 * Names the contract that a {@link org.openmso.api.spi.Capability} provides. Becomes a {@code
 * Provide-Capability: org.openmso.capability} clause in the bundle's manifest, by which OpenMSO
 * finds class and contract.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Capability(
        namespace = ProvidesCapability.NAMESPACE,
        attribute = {ProvidesCapability.PROVIDER + "=${@class}"})
public @interface ProvidesCapability {
    /** The namespace in the manifest. */
    String NAMESPACE = "org.openmso.capability";

    /** The manifest attribute with the provider's class name. */
    String PROVIDER = "provider";

    /** The contract, an interface with {@link org.openmso.api.Contract}. */
    @Attribute("contract")
    Class<?> contract();
}
