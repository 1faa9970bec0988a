package org.openmso.billing;

import java.time.LocalDate;
import java.util.Optional;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.ServiceLine;

/** Days: in order, within life and coverage, not in the future, and such that X12 carries them. */
final class DateRules {
    private static final int FIRST_YEAR = 1800;
    private static final int LAST_YEAR = 9999;

    private DateRules() {}

    static void check(ProfessionalClaim claim, LocalDate today, Findings found) {
        Person patient = claim.patient();
        if (patient.birthDate().isEmpty() && !found.isPartial()) {
            found.add(Reason.BIRTH_DATE, claim.coverage().isSelf() ? "2010BA" : "2010CA", "DMG02");
        }
        events(claim, today, found);
        if (claim.admission().isPresent()
                && claim.discharge().isPresent()
                && claim.discharge().get().isBefore(claim.admission().get())) {
            found.add(Reason.DATES_REVERSED, "", "DTP*096");
        }
        others(claim, found);
        int number = 0;
        for (ServiceLine line : claim.lines()) {
            number++;
            service(line, number, claim, today, found);
        }
    }

    private static void service(
            ServiceLine line,
            int number,
            ProfessionalClaim claim,
            LocalDate today,
            Findings found) {
        if (!found.judges(line.from()) || !found.judges(line.to())) {
            return;
        }
        if (line.to().isBefore(line.from())) {
            found.add(Reason.DATES_REVERSED, "2400", number, "DTP03");
        }
        if (isBefore(line.from(), claim.patient().birthDate())) {
            found.add(Reason.BEFORE_BIRTH, "2400", number, "DTP03");
        }
        if (line.to().isAfter(today) || line.from().isAfter(today)) {
            found.add(Reason.IN_FUTURE, "2400", number, "DTP03");
        }
        if (isAfter(line.to(), claim.patient().deathDate())) {
            found.add(Reason.AFTER_DEATH, "2400", number, "DTP03");
        }
        if (isOutside(line, claim.coverage())) {
            found.add(Reason.OUTSIDE_COVERAGE, "2400", number, "DTP03");
        }
        if (isUnwritable(line.from()) || isUnwritable(line.to())) {
            found.add(Reason.DATE_RANGE, "2400", number, "DTP03");
        }
    }

    /** A later payer that does not insure the day: the one billed here can do without it. */
    private static void others(ProfessionalClaim claim, Findings found) {
        int position = 0;
        for (Coverage other : claim.otherCoverages()) {
            position++;
            for (ServiceLine line : claim.lines()) {
                if (found.judges(line.from()) && isOutside(line, other)) {
                    found.add(
                            Reason.OUTSIDE_COVERAGE.warning(
                                    Findings.numbered("2320", position) + " SBR01",
                                    "A later payer is named whose coverage does not hold on every"
                                            + " day of service.",
                                    "Take the coverage off the claim, or correct its period."));
                    break;
                }
            }
        }
    }

    private static boolean isOutside(ServiceLine line, Coverage coverage) {
        return isBefore(line.from(), coverage.from()) || isAfter(line.to(), coverage.to());
    }

    private static void events(ProfessionalClaim claim, LocalDate today, Findings found) {
        boolean self = Parties.isSubscriber(claim);
        Person patient = claim.patient();
        event(patient.birthDate(), self ? "2010BA DMG02" : "2010CA DMG02", today, found);
        event(patient.deathDate(), self ? "2000B PAT06" : "2000C PAT06", today, found);
        event(claim.onset(), "DTP*431", today, found);
        if (claim.accident().isPresent()) {
            event(claim.accident().get().date(), "DTP*439", today, found);
        }
        event(claim.admission(), "DTP*435", today, found);
        event(claim.discharge(), "DTP*096", today, found);
    }

    private static void event(
            Optional<LocalDate> day, String place, LocalDate today, Findings found) {
        if (day.isEmpty()) {
            return;
        }
        if (isUnwritable(day.get())) {
            found.add(Reason.DATE_RANGE, "", place);
        } else if (day.get().isAfter(today)) {
            found.add(Reason.EVENT_IN_FUTURE, "", place);
        }
    }

    private static boolean isUnwritable(LocalDate day) {
        return day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR;
    }

    private static boolean isBefore(LocalDate day, Optional<LocalDate> limit) {
        return limit.isPresent() && day.isBefore(limit.get());
    }

    private static boolean isAfter(LocalDate day, Optional<LocalDate> limit) {
        return limit.isPresent() && day.isAfter(limit.get());
    }
}
