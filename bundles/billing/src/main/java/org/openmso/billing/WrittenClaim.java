package org.openmso.billing;

import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;

/**
 * A claim that waits for its transaction set. Its own loops (2300 to 2420) are written already: the
 * bytes are a fraction of the objects they are made of, and thousands wait. Its parties are kept,
 * because claims are grouped by them.
 *
 * @param billing who bills
 * @param coverage the insurance billed
 * @param patient the patient
 * @param loops the claim's own segments
 * @param segments how many they are
 */
record WrittenClaim(
        BillingProvider billing, Coverage coverage, Person patient, byte[] loops, long segments) {
    /** The parties of a claim, with its loops. */
    static WrittenClaim of(ProfessionalClaim claim, byte[] loops, long segments) {
        return new WrittenClaim(
                claim.billingProvider(), claim.coverage(), claim.patient(), loops, segments);
    }
}
