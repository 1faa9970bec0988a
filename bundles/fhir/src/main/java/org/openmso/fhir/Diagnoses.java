package org.openmso.fhir;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Reference;

/** The diagnoses of a claim in the order in which they are billed, and what points to them. */
final class Diagnoses {
    /** X12 takes four pointers a line. */
    private static final int MOST_POINTERS = 4;

    private static final List<String> UNVERIFIED =
            List.of("unconfirmed", "provisional", "differential", "refuted", "entered-in-error");

    private final List<Diagnosis> ordered;
    private final boolean ranked;

    private record Diagnosis(int sequence, boolean principal, Optional<String> code) {}

    private Diagnoses(List<Diagnosis> ordered, boolean ranked) {
        this.ordered = ordered;
        this.ranked = ranked;
    }

    /** Of a Claim: the principal one first, then by sequence. */
    static Diagnoses of(Case of, Claim claim, Optional<LocalDate> day) {
        var found = new ArrayList<Diagnosis>();
        var sequences = new HashSet<Integer>();
        int index = 0;
        for (Claim.DiagnosisComponent diagnosis : claim.getDiagnosis()) {
            String path = "Claim.diagnosis[" + index + "]";
            int sequence =
                    of.sequence(diagnosis.getSequenceElement(), path + ".sequence")
                            .orElse(index + 1);
            boolean principal =
                    diagnosis.getType().stream().anyMatch(type -> Codes.has(type, "principal"));
            Optional<String> code;
            if (diagnosis.getDiagnosis() instanceof Reference reference) {
                code = condition(of, reference, path + ".diagnosis", day);
            } else if (diagnosis.getDiagnosis() instanceof CodeableConcept concept) {
                code = Codes.diagnosis(of, concept, path + ".diagnosis", day);
            } else {
                code = Codes.diagnosis(of, new CodeableConcept(), path + ".diagnosis", day);
            }
            index++;
            found.add(new Diagnosis(sequence, principal, code));
            if (!sequences.add(sequence)) {
                of.problem(
                        Reason.SEQUENCE_TWICE,
                        path + ".sequence",
                        "An earlier diagnosis has the same sequence.");
            }
        }
        if (found.isEmpty()) {
            of.problem(Reason.DIAGNOSIS_MISSING, "Claim.diagnosis", "There is no diagnosis.");
        }
        found.sort(
                Comparator.comparing((Diagnosis diagnosis) -> !diagnosis.principal)
                        .thenComparingInt(Diagnosis::sequence));
        return new Diagnoses(found, false);
    }

    /** Of a visit: by rank; those without come last. */
    static Diagnoses of(Case of, Encounter encounter, Optional<LocalDate> day) {
        var found = new ArrayList<Diagnosis>();
        boolean ranked = true;
        int index = 0;
        for (Encounter.DiagnosisComponent diagnosis : encounter.getDiagnosis()) {
            String path = "Encounter.diagnosis[" + index + "].condition";
            String at = "Encounter.diagnosis[" + index + "].rank";
            Optional<Integer> rank = of.sequence(diagnosis.getRankElement(), at);
            ranked &= rank.isPresent();
            found.add(
                    new Diagnosis(
                            rank.orElse(Integer.MAX_VALUE),
                            false,
                            condition(of, diagnosis.getCondition(), path, day)));
            index++;
        }
        if (found.isEmpty()) {
            of.problem(Reason.DIAGNOSIS_MISSING, "Encounter.diagnosis", "There is no diagnosis.");
        }
        found.sort(Comparator.comparingInt(Diagnosis::sequence));
        return new Diagnoses(found, ranked);
    }

    private static Optional<String> condition(
            Case of, Reference reference, String path, Optional<LocalDate> day) {
        return of.follow(of.home(), reference, path, Condition.class)
                .flatMap(
                        condition -> {
                            of.checkPatient(
                                    condition,
                                    condition.resource().getSubject(),
                                    path + ".resolve().subject",
                                    "The diagnosis");
                            checkVerified(of, condition.resource(), path + ".resolve()");
                            return Codes.diagnosis(
                                    of,
                                    condition.resource().getCode(),
                                    path + ".resolve().code",
                                    day);
                        });
    }

    /** Outpatient claims take no diagnosis that is only suspected, nor one that was withdrawn. */
    private static void checkVerified(Case of, Condition condition, String path) {
        for (String status : UNVERIFIED) {
            if (Codes.has(condition.getVerificationStatus(), status)) {
                of.problem(
                        Reason.UNCONFIRMED,
                        path + ".verificationStatus",
                        "The diagnosis is " + status + ".");
            }
        }
    }

    /** The codes; one that could not be read is empty and keeps its place. */
    List<String> codes() {
        return ordered.stream().map(diagnosis -> diagnosis.code.orElse("")).toList();
    }

    /** What the sequences of a claim's line point to. */
    List<Integer> pointers(Case of, List<PositiveIntType> sequences, String path) {
        var pointers = new ArrayList<Integer>();
        if (sequences.isEmpty()) {
            only(of, pointers, path);
        }
        int index = 0;
        for (PositiveIntType sequence : sequences) {
            String at = path + "[" + index++ + "]";
            of.number(sequence, at)
                    .ifPresent(
                            number -> {
                                int pointer = pointer(number);
                                if (pointer > 0) {
                                    pointers.add(pointer);
                                } else {
                                    of.problem(
                                            Reason.SEQUENCE,
                                            at,
                                            "No diagnosis has the sequence " + number + ".");
                                }
                            });
        }
        return pointers;
    }

    private int pointer(int sequence) {
        for (int at = 0; at < ordered.size(); at++) {
            if (ordered.get(at).sequence == sequence) {
                return at + 1;
            }
        }
        return 0;
    }

    /** With one diagnosis a line needs no pointer; with several only its author knows. */
    private void only(Case of, List<Integer> pointers, String path) {
        if (ordered.size() == 1) {
            pointers.add(1);
        } else if (!ordered.isEmpty()) {
            of.problem(
                    Reason.SEQUENCE,
                    path,
                    "The line does not say for which of the diagnoses it is.");
        }
    }

    /** What a visit's line points to: its reasons, and where it has none the diagnoses by rank. */
    List<Integer> reasons(Case of, List<CodeableConcept> reasons, String path) {
        var pointers = new ArrayList<Integer>();
        for (int index = 0; index < reasons.size(); index++) {
            int pointer = pointer(Codes.icd10(of, reasons.get(index)));
            if (pointer == 0 && isRead()) {
                of.problem(
                        Reason.SEQUENCE,
                        path + "[" + index + "]",
                        "The reason is none of the visit's diagnoses.");
            } else if (pointer > 0 && !pointers.contains(pointer)) {
                pointers.add(pointer);
            }
        }
        if (reasons.isEmpty() && ranked) {
            for (int at = 1; at <= Math.min(MOST_POINTERS, ordered.size()); at++) {
                pointers.add(at);
            }
        } else if (reasons.isEmpty()) {
            only(of, pointers, path);
        }
        return pointers;
    }

    /** Whether all have a code; one that has none may be the reason, and is told for itself. */
    private boolean isRead() {
        return !ordered.isEmpty()
                && ordered.stream().allMatch(diagnosis -> diagnosis.code.isPresent());
    }

    private int pointer(Optional<String> code) {
        for (int at = 0; at < ordered.size() && code.isPresent(); at++) {
            if (ordered.get(at).code.equals(code)) {
                return at + 1;
            }
        }
        return 0;
    }
}
