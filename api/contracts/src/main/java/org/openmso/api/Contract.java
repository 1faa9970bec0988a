package org.openmso.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface as the contract of a capability and gives the name by which tiers include it.
 *
 * <p>A contract is called through a facade that checks on every call whether the practice's tier
 * includes the capability. Arguments and results are records, enums, JDK values, lists and maps of
 * those; nothing lazy is returned.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Contract {
    /**
     * The capability's name in tiers: lower case letters, digits and hyphens, for example {@code
     * billing}.
     */
    String value();
}
