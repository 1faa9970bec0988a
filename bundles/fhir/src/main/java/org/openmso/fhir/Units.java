package org.openmso.fhir;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Quantity;

/**
 * How many of a service: pieces, or the minutes of anesthesia.
 *
 * <p>By UCUM, {@code min} is the minute, and {@code 1} and annotations in braces stand for no unit
 * at all; X12's own codes are {@code UN} and {@code MJ} (which to UCUM is the megajoule). Other
 * units say something that SV103 cannot, and are not converted: an hour of anesthesia is 60
 * minutes, but an hour of another service may be one unit.
 *
 * <p>A code goes before the text beside it, but a text that names another measure contradicts it: 2
 * of code {@code 1} in hours is not 2 pieces.
 *
 * @param number how many
 * @param minutes whether of minutes
 */
record Units(BigDecimal number, boolean minutes) {
    private static final String UCUM = "http://unitsofmeasure.org";

    /** Words for pieces, where there is no code. */
    private static final Set<String> PIECES = Set.of("", "1", "un", "unit", "units");

    /** Further words for pieces, beside a code that says so. */
    private static final Set<String> PIECES_IN_WORDS =
            Set.of(
                    "ea",
                    "each",
                    "piece",
                    "pieces",
                    "item",
                    "items",
                    "count",
                    "visit",
                    "visits",
                    "service",
                    "services",
                    "session",
                    "sessions",
                    "procedure",
                    "procedures",
                    "test",
                    "tests",
                    "dose",
                    "doses",
                    "injection",
                    "injections",
                    "time",
                    "times",
                    "x");

    private static final Set<String> MINUTES =
            Set.of("", "min", "mins", "min.", "minute", "minutes", "mj");

    /** Words for what is no piece: of time, mass, volume, length, substance and energy. */
    private static final Set<String> MEASURES =
            Set.of(
                    "s",
                    "sec",
                    "secs",
                    "second",
                    "seconds",
                    "h",
                    "hr",
                    "hrs",
                    "hour",
                    "hours",
                    "d",
                    "day",
                    "days",
                    "wk",
                    "week",
                    "weeks",
                    "mo",
                    "month",
                    "months",
                    "a",
                    "yr",
                    "year",
                    "years",
                    "ug",
                    "mcg",
                    "microgram",
                    "micrograms",
                    "mg",
                    "milligram",
                    "milligrams",
                    "g",
                    "gm",
                    "gram",
                    "grams",
                    "kg",
                    "kilogram",
                    "kilograms",
                    "oz",
                    "ounce",
                    "ounces",
                    "lb",
                    "lbs",
                    "pound",
                    "pounds",
                    "ul",
                    "ml",
                    "milliliter",
                    "milliliters",
                    "cc",
                    "dl",
                    "l",
                    "liter",
                    "liters",
                    "gal",
                    "gallon",
                    "gallons",
                    "mm",
                    "cm",
                    "m",
                    "meter",
                    "meters",
                    "km",
                    "kilometer",
                    "kilometers",
                    "in",
                    "inch",
                    "inches",
                    "ft",
                    "foot",
                    "feet",
                    "yd",
                    "yard",
                    "yards",
                    "mi",
                    "mile",
                    "miles",
                    "cm2",
                    "sqcm",
                    "mol",
                    "mmol",
                    "meq",
                    "iu",
                    "[iu]",
                    "%",
                    "percent",
                    "j",
                    "mj",
                    "kcal");

    /** What a quantity says; one piece when there is none; empty when it cannot be billed. */
    static Optional<Units> of(Case of, boolean stated, Quantity quantity, String path) {
        if (!stated) {
            return Optional.of(new Units(BigDecimal.ONE, false));
        }
        String code = Case.text(quantity.getCode());
        String words = Case.text(quantity.getUnit());
        String unit = code.isEmpty() ? words : code;
        boolean ucum = UCUM.equals(Case.text(quantity.getSystem()));
        boolean minutes = unit.equals("min") || unit.equals("MJ") && !ucum;
        if (!minutes && !isPiece(unit)) {
            of.problem(
                    Reason.QUANTITY,
                    path,
                    "The unit is neither pieces (none, 1, UN) nor minutes (min, MJ).");
            return Optional.empty();
        }
        if (!agrees(of, minutes, words, path)) {
            return Optional.empty();
        }
        return of.quantity(quantity, path).map(number -> new Units(number, minutes));
    }

    /** Whether the text may stand beside the code; told where it is not known. */
    private static boolean agrees(Case of, boolean minutes, String words, String path) {
        String small = words.toLowerCase(Locale.ROOT);
        boolean known =
                minutes
                        ? MINUTES.contains(small)
                        : isPiece(words) || PIECES_IN_WORDS.contains(small);
        if (known) {
            return true;
        }
        boolean other = MEASURES.contains(small) || MINUTES.contains(small) || isPiece(words);
        String says = minutes ? "minutes" : "pieces";
        if (other) {
            of.problem(
                    Reason.QUANTITY,
                    path,
                    "The code says " + says + ", the unit beside it something else.");
            return false;
        }
        of.warning(
                Reason.UNIT_TEXT,
                path + ".unit",
                "The code says " + says + "; whether the unit beside it agrees is not known.");
        return true;
    }

    private static boolean isPiece(String unit) {
        return PIECES.contains(unit.toLowerCase(Locale.ROOT))
                || unit.startsWith("{") && unit.indexOf('}') == unit.length() - 1;
    }
}
