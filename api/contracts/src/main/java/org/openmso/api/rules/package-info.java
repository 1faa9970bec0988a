/**
 * Rules for claims that OpenMSO does not bring: a payer's, a state's, a practice's own.
 *
 * <p>A bundle provides them, and a tier grants them; billing asks them about every claim before it
 * goes out. What they find stands beside what billing found, so that the owner mends a claim once.
 *
 * <pre>{@code
 * @ProvidesCapability(contract = ClaimRules.class)
 * public final class OurRules implements Capability<ClaimRules>, ClaimRules {
 *     public ClaimRules open(PracticeContext practice) {
 *         return this;
 *     }
 *     public List<Problem> check(ProfessionalClaim claim) {
 *         return claim.priorAuthorization().isEmpty()
 *                 ? List.of(Problem.error("ACME-0001", "2300 REF*G1", "Acme wants an authorization.", "Ask Acme for one."))
 *                 : List.of();
 *     }
 *     public Health probe() { return Health.up(); }
 * }
 * }</pre>
 */
@Version("1.0.0")
package org.openmso.api.rules;

import org.osgi.annotation.versioning.Version;
