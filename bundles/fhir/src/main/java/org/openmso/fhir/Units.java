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
 * @param number how many
 * @param minutes whether of minutes
 */
record Units(BigDecimal number, boolean minutes) {
    private static final String UCUM = "http://unitsofmeasure.org";

    /** Words for pieces, where there is no code. */
    private static final Set<String> PIECES = Set.of("", "1", "un", "unit", "units");

    /** What a quantity says; one piece when there is none; empty when it cannot be billed. */
    static Optional<Units> of(Case of, boolean stated, Quantity quantity, String path) {
        if (!stated) {
            return Optional.of(new Units(BigDecimal.ONE, false));
        }
        String code = Case.text(quantity.getCode());
        String unit = code.isEmpty() ? Case.text(quantity.getUnit()) : code;
        boolean ucum = UCUM.equals(Case.text(quantity.getSystem()));
        boolean minutes = unit.equals("min") || unit.equals("MJ") && !ucum;
        if (!minutes && !isPiece(unit)) {
            of.problem(
                    Reason.QUANTITY,
                    path,
                    "The unit is neither pieces (none, 1, UN) nor minutes (min, MJ).");
            return Optional.empty();
        }
        return of.quantity(quantity, path).map(number -> new Units(number, minutes));
    }

    private static boolean isPiece(String unit) {
        return PIECES.contains(unit.toLowerCase(Locale.ROOT))
                || unit.startsWith("{") && unit.indexOf('}') == unit.length() - 1;
    }
}
