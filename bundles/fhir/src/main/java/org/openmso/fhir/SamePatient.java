package org.openmso.fhir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.openmso.fhir.References.Home;
import org.openmso.fhir.References.Lost;
import org.openmso.fhir.References.Target;

/**
 * Whether all that makes a claim is of one patient: a charge, diagnosis or visit of another one
 * must not be billed to this one, nor shown to this one's payer.
 */
final class SamePatient {
    private static final int MOST_NAMES = 5;
    private static final int WHOLE_DAY = "2026-01-01".length();

    private final Case of;
    private final Target<Patient> patient;
    private final Reference named;

    /**
     * @param patient the patient of the claim
     * @param named how the claim or visit itself names the patient
     */
    SamePatient(Case of, Target<Patient> patient, Reference named) {
        this.of = of;
        this.patient = patient;
        this.named = named;
    }

    /**
     * Tells of a resource whose subject is another patient, or is not here and named otherwise.
     *
     * @param path of the subject
     * @param name how the message calls the resource
     */
    void check(Target<?> resource, Reference subject, String path, String name) {
        if (References.isAbsent(subject) || References.names(resource.home(), subject, patient)) {
            return;
        }
        try {
            var found = of.references().follow(resource.home(), subject, List.of(Patient.class));
            var other = new Target<>((Patient) found.resource(), found.home(), found.name());
            if (isOther(other)) {
                of.problem(Reason.OTHER_SUBJECT, path, name + " is of another patient.");
            }
        } catch (Lost lost) {
            if (References.isStored(resource) && !isNamedAlike(resource.home(), subject)) {
                of.problem(lost.reason(), path, lost.getMessage());
            }
        }
    }

    /** What one resource contains and another stands for itself may be one person twice. */
    private boolean isOther(Target<Patient> other) {
        return patient.isComparable(other) && !areOne(of.references(), patient, other);
    }

    /** Whether two records are of one person, as far as can be told. */
    static boolean areOne(References references, Target<Patient> one, Target<Patient> other) {
        return references.same(one, other)
                || !areTwo(references, one, other)
                        && !Collections.disjoint(keys(references, one), keys(references, other));
    }

    /**
     * Whether two records are told to be of two persons: by identifiers of one system, which weigh
     * more than names, or by the date of birth.
     */
    static boolean areTwo(References references, Target<Patient> one, Target<Patient> other) {
        if (references.same(one, other)) {
            return false;
        }
        boolean differ = false;
        for (var identifier : one.resource().getIdentifier()) {
            boolean same = false;
            boolean another = false;
            for (var theirs : other.resource().getIdentifier()) {
                if (identifier.hasSystem()
                        && identifier.hasValue()
                        && theirs.hasValue()
                        && identifier.getSystem().equals(theirs.getSystem())) {
                    same |= identifier.getValue().equals(theirs.getValue());
                    another = true;
                }
            }
            if (same) {
                return false;
            }
            differ |= another;
        }
        String born = born(one);
        String bornToo = born(other);
        return differ || !born.isEmpty() && !bornToo.isEmpty() && !born.equals(bornToo);
    }

    private static String born(Target<Patient> patient) {
        return Case.text(patient.resource().getBirthDateElement().getValueAsString());
    }

    /** A subject that leads nowhere, but by the words that name the patient of the claim. */
    private boolean isNamedAlike(Home from, Reference subject) {
        var keys = keys(from, subject);
        keys.retainAll(keys(of.home(), named));
        String identifier = References.identifier(subject);
        return !keys.isEmpty()
                || patient.resource().getIdentifier().stream()
                        .anyMatch(
                                own ->
                                        identifier.equals(
                                                Case.text(own.getSystem()) + "|" + own.getValue()));
    }

    private static Set<String> keys(Home from, Reference reference) {
        return new HashSet<>(
                ReferenceKeys.lookedUp(
                        References.text(reference),
                        References.identifier(reference),
                        List.of("Patient"),
                        from.fullUrl()));
    }

    /**
     * What a patient is known by: identifiers with a system, content, or name and date of birth; an
     * id alone may be that of another server's patient.
     */
    static List<String> keys(References references, Target<Patient> patient) {
        var keys = new ArrayList<String>();
        for (var identifier : patient.resource().getIdentifier()) {
            if (identifier.hasSystem() && identifier.hasValue()) {
                keys.add("i:" + identifier.getSystem() + "|" + identifier.getValue());
            }
        }
        if (References.isStored(patient)) {
            keys.add("c:" + references.content(patient));
        }
        keys.addAll(names(patient.resource()));
        return keys;
    }

    /** Names with the date of birth: how a person is known whom no identifier tells. */
    private static Set<String> names(Patient patient) {
        var names = new TreeSet<String>();
        String born = Case.text(patient.getBirthDateElement().getValueAsString());
        if (born.length() < WHOLE_DAY) {
            return names;
        }
        for (HumanName name : patient.getName()) {
            String last = letters(name.getFamily());
            String first = name.hasGiven() ? letters(name.getGiven().get(0).getValue()) : "";
            if (!last.isEmpty() && !first.isEmpty() && names.size() < MOST_NAMES) {
                names.add("n:" + last + '\0' + first + '\0' + born);
            }
        }
        return names;
    }

    private static String letters(String name) {
        String text = Case.text(name);
        var letters = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (Character.isLetter(point)) {
                letters.appendCodePoint(Character.toLowerCase(point));
            }
        }
        return letters.toString();
    }
}
