package org.openmso.fhir;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Claim.SupportingInformationComponent;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Period;
import org.openmso.api.billing.ProfessionalClaim;

/** What a Claim says beside its lines: when the illness began, and the days of a stay. */
final class SupportingInfo {
    private static final String ONSET = "onset";
    private static final String STAY = "hospitalized";

    /** Categories of FHIR that have a place on an 837P which is not written yet. */
    private static final List<String> NOT_WRITTEN =
            List.of("attachment", "employmentimpacted", "exception", "externalcause", "related");

    private final Case of;
    private final Claim claim;

    SupportingInfo(Case of, Claim claim) {
        this.of = of;
        this.claim = claim;
    }

    /** Sets what is stated; whether the stay is. */
    boolean into(ProfessionalClaim.Builder builder) {
        Optional<LocalDate> onset = Optional.empty();
        boolean stay = false;
        int index = 0;
        for (SupportingInformationComponent info : claim.getSupportingInfo()) {
            String path = "Claim.supportingInfo[" + index++ + "]";
            if (Codes.has(info.getCategory(), ONSET)) {
                Optional<LocalDate> day = onset(info, path + ".timing");
                if (onset.isPresent() && day.isPresent() && !onset.equals(day)) {
                    of.problem(Reason.BAD_VALUE, path, "An earlier entry tells another onset.");
                }
                onset = onset.or(() -> day);
            } else if (Codes.has(info.getCategory(), STAY)) {
                if (stay) {
                    of.problem(Reason.BAD_VALUE, path, "An earlier entry tells of a stay.");
                }
                stay(info, path + ".timing", builder);
                stay = true;
            } else {
                checkWritten(info, path);
            }
        }
        onset.ifPresent(builder::onset);
        return stay;
    }

    /** A day, or the first one of a period. */
    private Optional<LocalDate> onset(SupportingInformationComponent info, String path) {
        if (info.getTiming() instanceof DateType date) {
            return of.day(date, path);
        }
        if (info.getTiming() instanceof Period period && period.getStartElement().hasValue()) {
            return of.day(period.getStartElement(), path + ".start");
        }
        of.problem(Reason.BAD_VALUE, path, "The onset has no day.");
        return Optional.empty();
    }

    private void stay(
            SupportingInformationComponent info, String path, ProfessionalClaim.Builder builder) {
        if (!(info.getTiming() instanceof Period period) || !period.getStartElement().hasValue()) {
            of.problem(Reason.BAD_VALUE, path, "The stay has no period with its first day.");
            return;
        }
        of.day(period.getStartElement(), path + ".start").ifPresent(builder::admission);
        of.day(period.getEndElement(), path + ".end").ifPresent(builder::discharge);
    }

    private void checkWritten(SupportingInformationComponent info, String path) {
        for (String category : NOT_WRITTEN) {
            if (Codes.has(info.getCategory(), category)) {
                of.problem(
                        Reason.NOT_SENT,
                        path,
                        "Information of category " + category + " stays out.");
            }
        }
    }
}
