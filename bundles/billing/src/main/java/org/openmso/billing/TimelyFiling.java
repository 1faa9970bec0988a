package org.openmso.billing;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.ServiceLine;

/**
 * Medicare's time limit: one calendar year after the first day of the service, extended to the next
 * workday of the federal government (42 CFR 424.44; CMS Pub. 100-04 chapter 1 section 70). Other
 * payers' limits are in contracts and not known here.
 */
final class TimelyFiling {
    private static final int WARNING_DAYS = 15;
    // A service younger than this is far from any limit, whatever the calendar.
    private static final int YOUNG_DAYS = 340;

    private TimelyFiling() {}

    static void check(ProfessionalClaim claim, LocalDate today, Findings found) {
        String payer = claim.coverage().payer().filingIndicator();
        if (!payer.equals("MB") && !payer.equals("MA")) {
            return;
        }
        int number = 0;
        for (ServiceLine line : claim.lines()) {
            number++;
            if (line.from().isAfter(today.minusDays(YOUNG_DAYS)) || line.from().getYear() < 1) {
                continue;
            }
            LocalDate deadline = deadline(line.from());
            if (today.isAfter(deadline)) {
                found.add(Reason.FILED_TOO_LATE, "2400", number, "DTP03");
            } else if (ChronoUnit.DAYS.between(today, deadline) < WARNING_DAYS) {
                found.add(
                        Reason.FILED_TOO_LATE.warning(
                                Findings.numbered("2400", number) + " DTP03",
                                "Medicare's year for this service ends on " + deadline + ".",
                                "Send the claim now."));
            }
        }
    }

    /** The last day on which Medicare must have received the claim. */
    static LocalDate deadline(LocalDate service) {
        return FederalHolidays.workdayFrom(service.plusYears(1));
    }
}
