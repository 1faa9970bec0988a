package org.openmso.fhir;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Type;

/** From which day to which day something was done; a missing end means one day. */
final class ServicePeriod {
    private final Optional<LocalDate> from;
    private final Optional<LocalDate> to;

    /**
     * Reads a date, time, period or single event; nothing when it is absent.
     *
     * @param value may be null, as HAPI gives it
     */
    ServicePeriod(Case of, Type value, String path) {
        if (value instanceof Period period) {
            if (!period.getStartElement().hasValue() && !period.isEmpty()) {
                of.problem(
                        Reason.SERVICE_DATE,
                        path + ".start",
                        "The period does not tell its first day.");
            }
            from = of.day(period.getStartElement(), path + ".start");
            to = of.day(period.getEndElement(), path + ".end").or(() -> from);
        } else if (value instanceof BaseDateTimeType day) {
            from = of.day(day, path);
            to = from;
        } else if (value instanceof Timing timing && isEvent(timing)) {
            from = of.day(timing.getEvent().get(0), path + ".event[0]");
            to = from;
        } else {
            if (value != null && !value.isEmpty()) {
                of.problem(
                        Reason.SERVICE_DATE, path, "It is neither a day, a period nor one event.");
            }
            from = Optional.empty();
            to = Optional.empty();
        }
    }

    /** Whether something was done once, at a time that is told: a schedule is no service. */
    private static boolean isEvent(Timing timing) {
        return timing.getEvent().size() == 1 && !timing.hasRepeat() && !timing.hasCode();
    }

    Optional<LocalDate> from() {
        return from;
    }

    Optional<LocalDate> to() {
        return to;
    }

    /** The first day, if it can be read; says nothing when not. */
    static Optional<LocalDate> peek(IntakeSettings settings, Type value) {
        return days(settings, first(value)).filter(Days::isOne).map(Days::first);
    }

    /** All days that it may touch, as far as they can be read; says nothing when not. */
    static Optional<Days> touched(IntakeSettings settings, Type value) {
        Optional<Days> from = days(settings, first(value));
        if (from.isEmpty() || !(value instanceof Period period)) {
            return from;
        }
        Optional<Days> to = days(settings, period.getEndElement());
        return Optional.of(new Days(from.get().first(), to.orElse(from.get()).last()));
    }

    private static Type first(Type value) {
        if (value instanceof Period period) {
            return period.getStartElement();
        }
        return value instanceof Timing timing && isEvent(timing) ? timing.getEvent().get(0) : value;
    }

    private static Optional<Days> days(IntakeSettings settings, Type value) {
        String text = value instanceof BaseDateTimeType time ? time.getValueAsString() : null;
        try {
            return text == null ? Optional.empty() : settings.days(text);
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
