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
     * A claim that cannot be billed as it is. It comes as far as it could be read, so that whoever
     * judges claims can add what is wrong with the values that are there; what is missing, the
     * problems tell.
     *
     * @param claim what could be read, begun with {@link ProfessionalClaim#unread}: empty text,
     *     lists and amounts where nothing could. A diagnosis or line that could not be read keeps
     *     its place, with an empty code and {@link ServiceLine#NO_DAY}
     * @param problems why; at least one is an error
     */
    void blocked(ProfessionalClaim claim, List<Problem> problems);
}
