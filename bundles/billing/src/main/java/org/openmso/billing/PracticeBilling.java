package org.openmso.billing;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.billing.ClaimFeed;
import org.openmso.api.billing.OutcomeListener;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.host.InterchangeTarget;
import org.openmso.api.spi.PracticeContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Billing of one practice. Immutable: every batch has its own state, so any thread may call. */
final class PracticeBilling implements Billing {
    private static final Logger LOG = LoggerFactory.getLogger(PracticeBilling.class);

    private final PracticeContext practice;
    private final PracticeSettings settings;

    PracticeBilling(PracticeContext practice) {
        this.practice = practice;
        this.settings = PracticeSettings.of(practice);
    }

    @Override
    public List<Problem> scrub(ProfessionalClaim claim) {
        var found = new Findings();
        LocalDate today = PracticeSettings.now(practice).toLocalDate();
        new Scrub(new PayerFlags(settings), today).judge(claim, found);
        AskedRules.of(practice).judge(claim, found);
        return found.list();
    }

    @Override
    public BatchReport prepare(ClaimFeed feed, InterchangeTarget target, OutcomeListener outcomes) {
        Objects.requireNonNull(feed, "feed");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(outcomes, "outcomes");
        String id = practice.practice().id();
        // First what is misspelt: it is likely the one that is missing.
        var flags = new PayerFlags(settings);
        var batch =
                new Batch(
                        BillingSettings.of(settings),
                        flags,
                        AskedRules.of(practice),
                        PracticeSettings.now(practice),
                        id,
                        practice::nextShared,
                        target,
                        outcomes);
        BatchReport report = batch.run(feed);
        LOG.info(
                "practice {}: {} claims ready, {} blocked, in {}",
                id,
                report.ready(),
                report.blocked(),
                report.interchanges());
        return report;
    }
}
