package org.openmso.api.billing;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * The insurance under which a claim is billed. Absent text is empty.
 *
 * @param payer who shall pay
 * @param responsibility SBR01: {@code P} primary, {@code S} secondary, {@code T} tertiary
 * @param subscriber the person who holds the policy
 * @param memberId the subscriber's id at the payer
 * @param groupNumber SBR03
 * @param groupName SBR04, written only without a group number
 * @param relationship the patient's relationship to the subscriber: {@code 18} self, {@code 01}
 *     spouse, {@code 19} child, {@code 20} employee, {@code 21} unknown, {@code 39} organ donor,
 *     {@code 40} cadaver donor, {@code 53} life partner, {@code G8} other
 * @param insuranceType SBR05, when Medicare is not the primary payer
 * @param from first day of coverage
 * @param to last day of coverage
 */
public record Coverage(
        Payer payer,
        String responsibility,
        Person subscriber,
        String memberId,
        String groupNumber,
        String groupName,
        String relationship,
        String insuranceType,
        Optional<LocalDate> from,
        Optional<LocalDate> to) {
    /** Relationship of a patient who is the subscriber. */
    public static final String SELF = "18";

    /** An insurance of which nothing is known. */
    public static final Coverage NONE =
            new Coverage(
                    Payer.NONE,
                    "",
                    Person.NONE,
                    "",
                    "",
                    "",
                    "",
                    "",
                    Optional.empty(),
                    Optional.empty());

    /** Refuses null. */
    public Coverage {
        Objects.requireNonNull(payer, "payer");
        Objects.requireNonNull(responsibility, "responsibility");
        Objects.requireNonNull(subscriber, "subscriber");
        Objects.requireNonNull(memberId, "memberId");
        Objects.requireNonNull(groupNumber, "groupNumber");
        Objects.requireNonNull(groupName, "groupName");
        Objects.requireNonNull(relationship, "relationship");
        Objects.requireNonNull(insuranceType, "insuranceType");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }

    /** Whether the patient is the subscriber. */
    public boolean isSelf() {
        return SELF.equals(relationship);
    }

    /** Prints the payer only. */
    @Override
    public String toString() {
        return "Coverage[" + payer.id() + "]";
    }
}
