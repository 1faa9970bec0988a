package org.openmso.api.billing;

import java.util.List;
import org.openmso.api.Contract;
import org.openmso.api.Problem;
import org.openmso.api.host.InterchangeTarget;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Scrubs professional claims and writes them as X12 837P. Implemented by the billing bundle, called
 * by hosts.
 *
 * <p>Settings of a practice (capability {@code billing}): {@code submitter.name}, {@code
 * submitter.id}, {@code submitter.contact}, {@code submitter.phone}, {@code receiver.name}, {@code
 * receiver.id}, {@code usage} ({@code T} test or {@code P} production); for a payer that differs
 * from the usual, {@code payers.ID.accepts-replacement} and {@code payers.ID.allows-zero-charge}
 * ({@code true} or {@code false}).
 *
 * <p>Today is the day in the practice's time zone: setting {@code zone} of capability {@code fhir},
 * otherwise the zone of the host's clock.
 *
 * <p>For a practice whose tier includes {@code claim-rules}, what {@link
 * org.openmso.api.rules.ClaimRules} find in a claim counts as what the scrub finds. A claim about
 * which they do not answer is blocked (MSO-3105), and so is one whose answer breaks their contract
 * (MSO-3106).
 */
@ProviderType
@Contract(Billing.CAPABILITY)
public interface Billing {
    /** The capability's name in tiers. */
    String CAPABILITY = "billing";

    /**
     * What a payer's front end would reject in this claim, judged on its own; empty when it is
     * clean. Duplicates within a batch are found by {@link #prepare}.
     *
     * @throws org.openmso.api.InvalidSettings (MSO-3101) if a flag of a payer is not known, or is
     *     neither {@code true} nor {@code false}
     */
    List<Problem> scrub(ProfessionalClaim claim);

    /**
     * Turns a batch into one interchange: pulls the claims from the feed, scrubs them, writes the
     * clean ones. Runs on the caller's thread and holds at most 5,000 claims at a time. Outcomes
     * come in the order in which claims are decided; they hold once this method returns. If it
     * throws, no interchange was made visible.
     *
     * @throws org.openmso.api.InvalidSettings (MSO-3101) if the practice's settings lack something
     * @throws org.openmso.api.OutputFailed (MSO-3102) if the interchange cannot be written,
     *     (MSO-3103) if the control numbers are used up, (MSO-1301) if the host's counter cannot
     *     make the next one durable
     */
    BatchReport prepare(ClaimFeed feed, InterchangeTarget target, OutcomeListener outcomes);
}
