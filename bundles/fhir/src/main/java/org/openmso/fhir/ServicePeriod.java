package org.openmso.fhir;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Type;

/** From which day to which day something was done; a missing end means one day. */
final class ServicePeriod {
    private final Optional<LocalDate> from;
    private final Optional<LocalDate> to;

    /**
     * Reads a date, time or period; nothing when it is absent.
     *
     * @param value may be null, as HAPI gives it
     */
    ServicePeriod(Case of, Type value, String path) {
        if (value instanceof Period period) {
            from = of.day(period.getStartElement(), path + ".start");
            to = of.day(period.getEndElement(), path + ".end").or(() -> from);
        } else if (value instanceof BaseDateTimeType day) {
            from = of.day(day, path);
            to = from;
        } else {
            from = Optional.empty();
            to = Optional.empty();
        }
    }

    Optional<LocalDate> from() {
        return from;
    }

    Optional<LocalDate> to() {
        return to;
    }

    /** The first day, if it can be read; says nothing when not. */
    static Optional<LocalDate> peek(IntakeSettings settings, Type value) {
        String text = null;
        if (value instanceof Period period) {
            text = period.getStartElement().getValueAsString();
        } else if (value instanceof BaseDateTimeType day) {
            text = day.getValueAsString();
        }
        try {
            return text == null ? Optional.empty() : settings.day(text);
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
