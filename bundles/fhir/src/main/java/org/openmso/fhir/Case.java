package org.openmso.fhir;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openmso.api.Money;
import org.openmso.api.Problem;
import org.openmso.fhir.References.Home;
import org.openmso.fhir.References.Lost;
import org.openmso.fhir.References.Target;

/** One claim or visit on its way to a claim: what is wrong with it, and how its values read. */
final class Case {
    /** Extensions that change the meaning of the element they stand at. */
    static final String MODIFIER = "modifierExtension";

    /** Rules under which the resource was written, of a resource itself. */
    static final String RULES = "implicitRules";

    private static final int YEAR = 4;

    private final IntakeSettings settings;
    private final References references;
    private final Home home;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private boolean blocked;
    private String serviceDay = "";
    private Optional<SamePatient> patient = Optional.empty();

    Case(IntakeSettings settings, References references, Home home) {
        this.settings = settings;
        this.references = references;
        this.home = home;
    }

    IntakeSettings settings() {
        return settings;
    }

    References references() {
        return references;
    }

    /** The claim or visit itself. */
    Home home() {
        return home;
    }

    void problem(Reason reason, String path, String cause) {
        Problem problem = reason.at(path, cause);
        problems.add(problem);
        blocked |= problem.isError();
    }

    /** Tells of a reason that does not stop the claim here. */
    void warning(Reason reason, String path, String cause) {
        problems.add(reason.warning(path, cause));
    }

    /** From now on what ended before this day is old. */
    void serviceDay(Optional<LocalDate> first) {
        first.ifPresent(day -> serviceDay = day.toString());
    }

    /** From now on what belongs to another patient is told. */
    void patient(Optional<Target<Patient>> found, Reference named) {
        patient = found.map(target -> new SamePatient(this, target, named));
    }

    /** Tells of a resource that belongs to another patient, see {@link SamePatient#check}. */
    void checkPatient(Target<?> resource, Reference subject, String path, String name) {
        patient.ifPresent(known -> known.check(resource, subject, path, name));
    }

    /** Whether a name, address or identifier ended before the day of service. */
    boolean isOver(Period period) {
        String end = text(period.getEndElement().getValueAsString());
        // Dates of FHIR sort as texts, and a year or month lasts as long as its last day.
        int digits = Math.min(end.length(), serviceDay.length());
        return digits >= YEAR
                && end.substring(0, digits).compareTo(serviceDay.substring(0, digits)) < 0;
    }

    List<Problem> problems() {
        return new ArrayList<>(problems);
    }

    /** Whether a problem of a reason, or at a place or within it, was told. */
    boolean isTold(Reason reason, String path) {
        return problems.stream()
                .anyMatch(
                        problem ->
                                problem.code().equals(reason.code())
                                        || problem.path().startsWith(path));
    }

    /** Whether a problem stops it. */
    boolean isBlocked() {
        return blocked;
    }

    /** Refuses a resource of which the parser could not keep everything. */
    void checkLost(Home resource, String path) {
        for (String element : resource.lost()) {
            if (!isModifier(element)) {
                problem(
                        Reason.BAD_VALUE,
                        path,
                        "An element " + element + " has a value that it cannot have.");
            }
        }
        checkModifiers(resource, path);
    }

    /** Refuses a resource that is not taken into the claim, but changes what it means. */
    void checkModifiers(Home resource, String path) {
        for (String element : resource.lost()) {
            if (isModifier(element)) {
                problem(
                        Reason.MODIFIED,
                        path + "." + element,
                        "It changes the meaning in a way that is not known here.");
            }
        }
    }

    /** Whether a lost element is one that changes the meaning. */
    static boolean isModifier(String element) {
        return element.endsWith(MODIFIER) || element.endsWith(RULES);
    }

    /** Follows a reference that must lead somewhere. */
    <T extends Resource> Optional<Target<T>> follow(
            Home from, Reference reference, String path, Class<T> type) {
        return follow(from, reference, path, List.of(type))
                .map(
                        found ->
                                new Target<>(
                                        type.cast(found.resource()), found.home(), found.name()));
    }

    /** Follows a reference that must lead to one of several types. */
    Optional<Target<Resource>> follow(
            Home from, Reference reference, String path, List<Class<? extends Resource>> types) {
        if (References.isAbsent(reference)) {
            problem(Reason.UNRESOLVED, path, "The reference is missing.");
            return Optional.empty();
        }
        try {
            Target<Resource> found = references.follow(from, reference, types);
            if (found.home() != home) {
                checkLost(found.home(), found.name());
            }
            return Optional.of(found);
        } catch (Lost lost) {
            problem(lost.reason(), path, lost.getMessage());
            return Optional.empty();
        }
    }

    /** Follows a reference that may lead nowhere, to a resource that the claim is built from. */
    <T extends Resource> Optional<Target<T>> consult(
            Home from, Reference reference, Class<T> type) {
        Optional<Target<T>> found = peek(from, reference, type);
        found.filter(target -> target.home() != home)
                .ifPresent(target -> checkLost(target.home(), target.name()));
        return found;
    }

    /** Follows a reference that may lead nowhere, only to see what it is. */
    <T extends Resource> Optional<Target<T>> peek(Home from, Reference reference, Class<T> type) {
        if (References.isAbsent(reference)) {
            return Optional.empty();
        }
        try {
            var found = references.follow(from, reference, List.of(type));
            return Optional.of(
                    new Target<>(type.cast(found.resource()), found.home(), found.name()));
        } catch (Lost lost) {
            return Optional.empty();
        }
    }

    /** A date or time as a day, where that is known: see {@link Days}. */
    Optional<LocalDate> day(PrimitiveType<?> value, String path) {
        String text = value.getValueAsString();
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<Days> days = settings.days(text);
            if (days.isEmpty()) {
                problem(Reason.BAD_VALUE, path, "The date is not a whole day.");
                return Optional.empty();
            }
            if (!days.get().isOne()) {
                problem(
                        Reason.ZONE_NEEDED,
                        path,
                        "The time is in UTC, and its day differs among the time zones of the"
                                + " practice's state.");
                return Optional.empty();
            }
            return days.map(Days::first);
        } catch (DateTimeException malformed) {
            problem(Reason.BAD_VALUE, path, "The date is malformed or does not exist.");
            return Optional.empty();
        }
    }

    /** An amount in whole cents. */
    Optional<Money> money(org.hl7.fhir.r4.model.Money amount, String path) {
        return amount(amount, path).flatMap(value -> dollars(value, path));
    }

    /** A price of a unit in dollars, which may have parts of cents. */
    Optional<BigDecimal> price(org.hl7.fhir.r4.model.Money amount, String path) {
        Optional<BigDecimal> value = amount(amount, path);
        if (value.filter(Case::hasTooManyDigits).isPresent()) {
            problem(Reason.AMOUNT, path, "The price has too many digits.");
            return Optional.empty();
        }
        return value;
    }

    private Optional<BigDecimal> amount(org.hl7.fhir.r4.model.Money amount, String path) {
        String currency = amount.getCurrency();
        if (amount.getValue() == null) {
            problem(Reason.AMOUNT, path, "The amount has no value.");
            return Optional.empty();
        }
        if (currency != null && !currency.equals("USD")) {
            problem(Reason.AMOUNT, path, "The amount is not in US dollars.");
            return Optional.empty();
        }
        return Optional.of(amount.getValue());
    }

    /** Whether a number has more than 15 digits before or behind its point. */
    static boolean hasTooManyDigits(BigDecimal value) {
        return Math.abs((long) value.precision() - value.scale()) > 15 || value.scale() > 15;
    }

    /** Dollars in whole cents. */
    Optional<Money> dollars(BigDecimal value, String path) {
        try {
            return Optional.of(Money.ofDollars(value));
        } catch (ArithmeticException inexact) {
            problem(Reason.AMOUNT, path, "The amount has a fraction of a cent, or is too large.");
            return Optional.empty();
        }
    }

    /** A plain number. */
    Optional<BigDecimal> quantity(Quantity quantity, String path) {
        if (quantity.getValue() == null || quantity.hasComparator()) {
            problem(Reason.QUANTITY, path, "The quantity has no value, or only a limit.");
            return Optional.empty();
        }
        BigDecimal value = quantity.getValue();
        if (hasTooManyDigits(value)) {
            problem(Reason.QUANTITY, path, "The quantity has too many digits.");
            return Optional.empty();
        }
        return Optional.of(value.scale() < 0 ? value.setScale(0) : value);
    }

    /** A position that names a sequence; empty with a problem when it is malformed. */
    Optional<Integer> number(PrimitiveType<Integer> value, String path) {
        if (value.getValue() == null) {
            problem(Reason.BAD_VALUE, path, "The number is malformed.");
        }
        return Optional.ofNullable(value.getValue());
    }

    /** A sequence of an entry itself, which counts from 1; empty when it has none. */
    Optional<Integer> sequence(PrimitiveType<Integer> value, String path) {
        Integer number = value.getValue();
        boolean stated = number != null || !text(value.getValueAsString()).isEmpty();
        if (stated && (number == null || number < 1)) {
            problem(Reason.BAD_VALUE, path, "The number is malformed, or less than 1.");
            return Optional.empty();
        }
        return Optional.ofNullable(number);
    }

    /** A coded value as messages tell it: missing, as it is, or none of those that FHIR has. */
    static String stated(Enumeration<?> value) {
        String text = value.getValueAsString();
        if (text == null || text.isEmpty()) {
            return "missing";
        }
        return value.getValue() != null
                ? text
                : Quotes.code(text).map(code -> code + ", ").orElse("") + "none of FHIR's codes";
    }

    /** Text without null and outer blanks. */
    static String text(String value) {
        return value == null ? "" : value.strip();
    }
}
