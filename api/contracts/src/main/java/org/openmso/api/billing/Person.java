package org.openmso.api.billing;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * A patient or subscriber. Absent text is empty.
 *
 * @param lastName family name
 * @param firstName first given name
 * @param middleName second given name or initial
 * @param suffix for example {@code JR}
 * @param birthDate day of birth
 * @param deathDate day of death, when the patient has died
 * @param gender as the payer needs it
 * @param address home address
 */
public record Person(
        String lastName,
        String firstName,
        String middleName,
        String suffix,
        Optional<LocalDate> birthDate,
        Optional<LocalDate> deathDate,
        Gender gender,
        Address address) {
    /** Gender as X12 knows it (DMG03). */
    public enum Gender {
        /** Female. */
        F,
        /** Male. */
        M,
        /** Unknown or other. */
        U
    }

    /** A person of whom nothing is known. */
    public static final Person NONE =
            new Person("", "", "", "", Optional.empty(), Optional.empty(), Gender.U, Address.NONE);

    /** Refuses null. */
    public Person {
        Objects.requireNonNull(lastName, "lastName");
        Objects.requireNonNull(firstName, "firstName");
        Objects.requireNonNull(middleName, "middleName");
        Objects.requireNonNull(suffix, "suffix");
        Objects.requireNonNull(birthDate, "birthDate");
        Objects.requireNonNull(deathDate, "deathDate");
        Objects.requireNonNull(gender, "gender");
        Objects.requireNonNull(address, "address");
    }

    /** Names only in the form, never in a log line: a person prints as nothing but its type. */
    @Override
    public String toString() {
        return "Person";
    }
}
