package org.openmso.api.rules;

import java.util.List;
import org.openmso.api.Contract;
import org.openmso.api.Problem;
import org.openmso.api.billing.ProfessionalClaim;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Further rules for professional claims. Implemented by bundles of whoever knows the rules; called
 * by billing, for a practice whose tier includes {@value #CAPABILITY}.
 *
 * <p>Settings of a practice (capability {@value #CAPABILITY}) are the provider's own.
 */
@ProviderType
@Contract(ClaimRules.CAPABILITY)
public interface ClaimRules {
    /** The capability's name in tiers. */
    String CAPABILITY = "claim-rules";

    /**
     * What these rules find in a claim, judged on its own; empty when it may go out. An error keeps
     * it from going out, a warning is told beside it. Asked once for each claim that could be read
     * whole, also where billing's own rules block it; on several threads at once. An answer depends
     * on the claim, the practice and the day only.
     *
     * <p>Codes are the provider's own, {@code ACME-0001}; never {@code MSO-}. Places are X12 loops
     * and elements, {@code 2400[3] SV107}, lines counted from 1. Texts name no patient.
     *
     * <p>A claim that gets no answer, or one that breaks this contract, does not go out. Rules do
     * not ask billing about a claim: it would ask them again.
     *
     * @throws org.openmso.api.InvalidSettings if the practice's settings cannot be used; no claim
     *     goes out until they can
     */
    List<Problem> check(ProfessionalClaim claim);
}
