package org.openmso.api.billing;

import java.util.List;
import org.openmso.api.Problem;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes claims one by one, on the thread that feeds them. Implemented by billing, or by a host that
 * wants the claims.
 */
@ConsumerType
public interface ClaimSink {
    /**
     * A claim that could be read.
     *
     * @param warnings what was noticed on the way and does not stop it; no errors
     */
    void claim(ProfessionalClaim claim, List<Problem> warnings);

    /**
     * A claim that cannot be billed as it is.
     *
     * @param origin where it comes from
     * @param number its control number
     * @param problems why; at least one is an error
     */
    void blocked(Origin origin, String number, List<Problem> problems);
}
