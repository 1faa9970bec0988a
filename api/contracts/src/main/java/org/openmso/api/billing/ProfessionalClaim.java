package org.openmso.api.billing;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.openmso.api.Money;

/**
 * A professional claim, as X12 837P (005010X222A1) needs it. Holds what was said, right or wrong:
 * {@link Billing#scrub} judges it. Absent text is empty. Build one with {@link #builder}, change
 * one with {@link #toBuilder}.
 *
 * @param origin where it comes from
 * @param number the claim's control number (CLM01), 1 to 20 characters; comes back in every answer
 *     of the payer
 * @param billingProvider who bills
 * @param coverage the insurance under which it is billed
 * @param otherCoverages further insurances of the patient, to be billed after this one
 * @param patient the patient; the subscriber too when {@link Coverage#isSelf}
 * @param total what is asked for the whole claim (CLM02)
 * @param placeOfService two digits (CLM05-1)
 * @param frequency original, replacement or void
 * @param payerControlNumber the payer's number of the claim replaced or voided (REF*F8)
 * @param priorAuthorization the payer's authorization (REF*G1)
 * @param signatureOnFile whether the provider's signature is on file (CLM06)
 * @param acceptsAssignment whether the provider takes the payer's amount (CLM07: {@code A},
 *     otherwise {@code C})
 * @param benefitsAssigned whether the payer pays the provider (CLM08: {@code Y}, otherwise {@code
 *     N})
 * @param releaseOfInformation whether the patient's signed release is on file (CLM09: {@code Y},
 *     otherwise {@code I})
 * @param accident the accident it relates to
 * @param onset when the illness began (DTP*431)
 * @param admission when the patient was admitted (DTP*435)
 * @param discharge when the patient was discharged (DTP*096)
 * @param patientPaid what the patient has paid (AMT*F5)
 * @param rendering who did it, when not the billing provider
 * @param referring who sent the patient
 * @param supervising who supervised
 * @param facility where, when not at the billing provider's address
 * @param diagnoses ICD-10-CM codes without dot, the principal one first
 * @param lines what was done
 */
public record ProfessionalClaim(
        Origin origin,
        String number,
        BillingProvider billingProvider,
        Coverage coverage,
        List<Coverage> otherCoverages,
        Person patient,
        Money total,
        String placeOfService,
        Frequency frequency,
        String payerControlNumber,
        String priorAuthorization,
        boolean signatureOnFile,
        boolean acceptsAssignment,
        boolean benefitsAssigned,
        boolean releaseOfInformation,
        Optional<Accident> accident,
        Optional<LocalDate> onset,
        Optional<LocalDate> admission,
        Optional<LocalDate> discharge,
        Money patientPaid,
        Optional<Provider> rendering,
        Optional<Provider> referring,
        Optional<Provider> supervising,
        Optional<Facility> facility,
        List<String> diagnoses,
        List<ServiceLine> lines) {
    /** Copies the lists. */
    public ProfessionalClaim {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(billingProvider, "billingProvider");
        Objects.requireNonNull(coverage, "coverage");
        otherCoverages = List.copyOf(otherCoverages);
        Objects.requireNonNull(patient, "patient");
        Objects.requireNonNull(total, "total");
        Objects.requireNonNull(placeOfService, "placeOfService");
        Objects.requireNonNull(frequency, "frequency");
        Objects.requireNonNull(payerControlNumber, "payerControlNumber");
        Objects.requireNonNull(priorAuthorization, "priorAuthorization");
        Objects.requireNonNull(accident, "accident");
        Objects.requireNonNull(onset, "onset");
        Objects.requireNonNull(admission, "admission");
        Objects.requireNonNull(discharge, "discharge");
        Objects.requireNonNull(patientPaid, "patientPaid");
        Objects.requireNonNull(rendering, "rendering");
        Objects.requireNonNull(referring, "referring");
        Objects.requireNonNull(supervising, "supervising");
        Objects.requireNonNull(facility, "facility");
        diagnoses = List.copyOf(diagnoses);
        lines = List.copyOf(lines);
    }

    /**
     * A new claim: original, signed, assigned, released, at the office (place of service 11), with
     * no lines yet.
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A claim of which nothing could be read yet but where it comes from; what {@link
     * ClaimSink#blocked} takes.
     */
    public static Builder unread(Origin origin, String number) {
        return builder()
                .origin(origin)
                .number(number)
                .billingProvider(BillingProvider.NONE)
                .coverage(Coverage.NONE)
                .patient(Person.NONE)
                .total(Money.ZERO)
                .placeOfService("");
    }

    /** A builder that starts from this claim. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Prints the control number only: a claim holds patient data. */
    @Override
    public String toString() {
        return "ProfessionalClaim[" + number + "]";
    }

    /** Collects the parts of a claim; each method is named after the part it sets. */
    public static final class Builder {
        private Origin origin;
        private String number;
        private BillingProvider billingProvider;
        private Coverage coverage;
        private List<Coverage> otherCoverages = List.of();
        private Person patient;
        private Money total;
        private String placeOfService = "11";
        private Frequency frequency = Frequency.ORIGINAL;
        private String payerControlNumber = "";
        private String priorAuthorization = "";
        private boolean signatureOnFile = true;
        private boolean acceptsAssignment = true;
        private boolean benefitsAssigned = true;
        private boolean releaseOfInformation = true;
        private Optional<Accident> accident = Optional.empty();
        private Optional<LocalDate> onset = Optional.empty();
        private Optional<LocalDate> admission = Optional.empty();
        private Optional<LocalDate> discharge = Optional.empty();
        private Money patientPaid = Money.ZERO;
        private Optional<Provider> rendering = Optional.empty();
        private Optional<Provider> referring = Optional.empty();
        private Optional<Provider> supervising = Optional.empty();
        private Optional<Facility> facility = Optional.empty();
        private List<String> diagnoses = List.of();
        private List<ServiceLine> lines = List.of();

        private Builder() {}

        private Builder(ProfessionalClaim claim) {
            origin = claim.origin;
            number = claim.number;
            billingProvider = claim.billingProvider;
            coverage = claim.coverage;
            otherCoverages = claim.otherCoverages;
            patient = claim.patient;
            total = claim.total;
            placeOfService = claim.placeOfService;
            frequency = claim.frequency;
            payerControlNumber = claim.payerControlNumber;
            priorAuthorization = claim.priorAuthorization;
            signatureOnFile = claim.signatureOnFile;
            acceptsAssignment = claim.acceptsAssignment;
            benefitsAssigned = claim.benefitsAssigned;
            releaseOfInformation = claim.releaseOfInformation;
            accident = claim.accident;
            onset = claim.onset;
            admission = claim.admission;
            discharge = claim.discharge;
            patientPaid = claim.patientPaid;
            rendering = claim.rendering;
            referring = claim.referring;
            supervising = claim.supervising;
            facility = claim.facility;
            diagnoses = claim.diagnoses;
            lines = claim.lines;
        }

        /** Sets where it comes from. */
        public Builder origin(Origin origin) {
            this.origin = origin;
            return this;
        }

        /**
         * Sets the claim's control number (CLM01), 1 to 20 characters; comes back in every answer
         * of the payer.
         */
        public Builder number(String number) {
            this.number = number;
            return this;
        }

        /** Sets who bills. */
        public Builder billingProvider(BillingProvider billingProvider) {
            this.billingProvider = billingProvider;
            return this;
        }

        /** Sets the insurance under which it is billed. */
        public Builder coverage(Coverage coverage) {
            this.coverage = coverage;
            return this;
        }

        /** Sets further insurances of the patient, to be billed after this one. */
        public Builder otherCoverages(List<Coverage> otherCoverages) {
            this.otherCoverages = otherCoverages;
            return this;
        }

        /** Sets the patient; the subscriber too when {@link Coverage#isSelf}. */
        public Builder patient(Person patient) {
            this.patient = patient;
            return this;
        }

        /** Sets what is asked for the whole claim (CLM02). */
        public Builder total(Money total) {
            this.total = total;
            return this;
        }

        /** Sets two digits (CLM05-1). */
        public Builder placeOfService(String placeOfService) {
            this.placeOfService = placeOfService;
            return this;
        }

        /** Sets original, replacement or void. */
        public Builder frequency(Frequency frequency) {
            this.frequency = frequency;
            return this;
        }

        /** Sets the payer's number of the claim replaced or voided (REF*F8). */
        public Builder payerControlNumber(String payerControlNumber) {
            this.payerControlNumber = payerControlNumber;
            return this;
        }

        /** Sets the payer's authorization (REF*G1). */
        public Builder priorAuthorization(String priorAuthorization) {
            this.priorAuthorization = priorAuthorization;
            return this;
        }

        /** Sets whether the provider's signature is on file (CLM06). */
        public Builder signatureOnFile(boolean signatureOnFile) {
            this.signatureOnFile = signatureOnFile;
            return this;
        }

        /**
         * Sets whether the provider takes the payer's amount (CLM07: {@code A}, otherwise {@code
         * C}).
         */
        public Builder acceptsAssignment(boolean acceptsAssignment) {
            this.acceptsAssignment = acceptsAssignment;
            return this;
        }

        /** Sets whether the payer pays the provider (CLM08: {@code Y}, otherwise {@code N}). */
        public Builder benefitsAssigned(boolean benefitsAssigned) {
            this.benefitsAssigned = benefitsAssigned;
            return this;
        }

        /**
         * Sets whether the patient's signed release is on file (CLM09: {@code Y}, otherwise {@code
         * I}).
         */
        public Builder releaseOfInformation(boolean releaseOfInformation) {
            this.releaseOfInformation = releaseOfInformation;
            return this;
        }

        /** Sets the accident it relates to. */
        public Builder accident(Accident accident) {
            this.accident = Optional.of(accident);
            return this;
        }

        /** Sets when the illness began (DTP*431). */
        public Builder onset(LocalDate onset) {
            this.onset = Optional.of(onset);
            return this;
        }

        /** Sets when the patient was admitted (DTP*435). */
        public Builder admission(LocalDate admission) {
            this.admission = Optional.of(admission);
            return this;
        }

        /** Sets when the patient was discharged (DTP*096). */
        public Builder discharge(LocalDate discharge) {
            this.discharge = Optional.of(discharge);
            return this;
        }

        /** Sets what the patient has paid (AMT*F5). */
        public Builder patientPaid(Money patientPaid) {
            this.patientPaid = patientPaid;
            return this;
        }

        /** Sets who did it, when not the billing provider. */
        public Builder rendering(Provider rendering) {
            this.rendering = Optional.of(rendering);
            return this;
        }

        /** Sets who sent the patient. */
        public Builder referring(Provider referring) {
            this.referring = Optional.of(referring);
            return this;
        }

        /** Sets who supervised. */
        public Builder supervising(Provider supervising) {
            this.supervising = Optional.of(supervising);
            return this;
        }

        /** Sets where, when not at the billing provider's address. */
        public Builder facility(Facility facility) {
            this.facility = Optional.of(facility);
            return this;
        }

        /** Sets ICD-10-CM codes without dot, the principal one first. */
        public Builder diagnoses(List<String> diagnoses) {
            this.diagnoses = diagnoses;
            return this;
        }

        /** Sets what was done. */
        public Builder lines(List<ServiceLine> lines) {
            this.lines = lines;
            return this;
        }

        /** The claim; {@link NullPointerException} names a part that was never set. */
        public ProfessionalClaim build() {
            return new ProfessionalClaim(
                    origin,
                    number,
                    billingProvider,
                    coverage,
                    otherCoverages,
                    patient,
                    total,
                    placeOfService,
                    frequency,
                    payerControlNumber,
                    priorAuthorization,
                    signatureOnFile,
                    acceptsAssignment,
                    benefitsAssigned,
                    releaseOfInformation,
                    accident,
                    onset,
                    admission,
                    discharge,
                    patientPaid,
                    rendering,
                    referring,
                    supervising,
                    facility,
                    diagnoses,
                    lines);
        }
    }
}
