package org.openmso.api.billing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.openmso.api.Money;

/**
 * One service of a claim (loop 2400). Absent text is empty.
 *
 * @param control the line's control number (REF*6R), 1 to 30 characters, unique in the claim
 * @param procedure HCPCS or CPT code, 5 characters
 * @param modifiers two characters each, in the order in which they are billed
 * @param description what was done, for a code that needs words
 * @param charge what is asked for the whole line
 * @param units how many
 * @param minutes whether units are minutes ({@code MJ}) or pieces ({@code UN})
 * @param placeOfService when it differs from the claim's
 * @param pointers which of the claim's diagnoses it is for, counted from 1, the main one first
 * @param from first day of service; {@link #NO_DAY} where it could not be read
 * @param to last day of service, the same for one day; {@link #NO_DAY} as above
 * @param rendering who did it, when not the claim's rendering provider
 * @param drug the drug given
 */
public record ServiceLine(
        String control,
        String procedure,
        List<String> modifiers,
        String description,
        Money charge,
        BigDecimal units,
        boolean minutes,
        String placeOfService,
        List<Integer> pointers,
        LocalDate from,
        LocalDate to,
        Optional<Provider> rendering,
        Optional<Drug> drug) {
    /** A day that could not be read, of a line of a claim that is blocked; billing refuses it. */
    public static final LocalDate NO_DAY = LocalDate.MIN;

    /** Copies the lists. */
    public ServiceLine {
        Objects.requireNonNull(control, "control");
        Objects.requireNonNull(procedure, "procedure");
        modifiers = List.copyOf(modifiers);
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(charge, "charge");
        Objects.requireNonNull(units, "units");
        Objects.requireNonNull(placeOfService, "placeOfService");
        pointers = List.copyOf(pointers);
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(rendering, "rendering");
        Objects.requireNonNull(drug, "drug");
    }

    /** What was done to somebody, and when: prints as nothing but its type. */
    @Override
    public String toString() {
        return "ServiceLine";
    }
}
