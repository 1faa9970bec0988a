package org.openmso.fhir;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Claim.ClaimStatus;
import org.hl7.fhir.r4.model.Claim.Use;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Type;
import org.openmso.fhir.References.Target;

/**
 * On which days Claims bill a patient: a visit of that day may be the same service a second time.
 * Kept in the store, so that memory does not grow.
 */
final class BilledDays {
    /** A longer line is a stay or a mistake; its first days will do. */
    private static final int MOST_DAYS = 100;

    /** What of a line is known: the visit that it bills, or patient and day, or one of these. */
    private enum Kind {
        NAMING,
        NAMELESS,
        ANY_DAY,
        ANY_PATIENT
    }

    private final ResourceStore store;
    private final References references;
    private boolean any;

    BilledDays(ResourceStore store, References references) {
        this.store = store;
        this.references = references;
    }

    /** Enters a claim's days. */
    void add(Case of, Claim claim, ClaimVisits visits) {
        if (!isBill(claim)) {
            return;
        }
        Optional<Target<Patient>> patient = of.peek(of.home(), claim.getPatient(), Patient.class);
        List<String> keys =
                patient.map(known -> SamePatient.keys(references, known)).orElse(List.of());
        boolean otherType = !ClaimMapping.isProfessional(claim) && ClaimMapping.hasType(claim);
        var naming = new TreeSet<LocalDate>();
        var nameless = new TreeSet<LocalDate>();
        boolean anyDay = false;
        int index = 0;
        for (Claim.ItemComponent item : claim.getItem()) {
            boolean named = visits.isNamed(index++) || otherType;
            Set<LocalDate> days =
                    days(
                            of.settings(),
                            item.hasServiced() ? item.getServiced() : claim.getBillablePeriod());
            (named ? naming : nameless).addAll(days);
            anyDay |= !named && days.isEmpty();
        }
        if (claim.getItem().isEmpty() && !otherType) {
            nameless.addAll(days(of.settings(), claim.getBillablePeriod()));
            anyDay = nameless.isEmpty();
        }
        enter(keys, naming, Kind.NAMING);
        enter(keys, nameless, Kind.NAMELESS);
        unclear(keys, nameless, anyDay);
    }

    /** A claim that names no visit, and of which patient or day cannot be told, is blocked. */
    private void unclear(List<String> keys, Set<LocalDate> nameless, boolean anyDay) {
        any |= keys.isEmpty() && anyDay;
        if (keys.isEmpty()) {
            enter(List.of(""), nameless, Kind.ANY_PATIENT);
        } else if (anyDay) {
            enter(keys, Set.of(LocalDate.MIN), Kind.ANY_DAY);
        }
    }

    private void enter(List<String> keys, Set<LocalDate> days, Kind kind) {
        for (LocalDate day : days) {
            keys.forEach(key -> store.bill(hash(key, day, kind)));
        }
    }

    /** Whether a professional claim has a line for the patient on a day, of no known visit. */
    boolean hasNameless(Target<Patient> patient, Set<LocalDate> days) {
        return has(SamePatient.keys(references, patient), days, Kind.NAMELESS);
    }

    /** Why a claim may bill a visit that it does not tell; empty when none may. */
    Optional<String> unclear(Target<Patient> patient, Set<LocalDate> days) {
        if (has(SamePatient.keys(references, patient), Set.of(LocalDate.MIN), Kind.ANY_DAY)) {
            return Optional.of(
                    "A Claim of this patient tells neither a visit of the inputs nor a day.");
        }
        if (has(List.of(""), days, Kind.ANY_PATIENT)) {
            return Optional.of(
                    "A Claim of the same day tells neither a visit of the inputs nor, in a way that"
                            + " can be read, its patient.");
        }
        return any
                ? Optional.of(
                        "A Claim tells neither a visit of the inputs, nor a day, nor, in a way that"
                                + " can be read, its patient.")
                : Optional.empty();
    }

    /** Whether any claim has a line for the patient on a day. */
    boolean has(Target<Patient> patient, Set<LocalDate> days) {
        List<String> keys = SamePatient.keys(references, patient);
        return has(keys, days, Kind.NAMELESS) || has(keys, days, Kind.NAMING);
    }

    private boolean has(List<String> keys, Set<LocalDate> days, Kind kind) {
        return days.stream()
                .anyMatch(
                        day -> keys.stream().anyMatch(key -> store.isBilled(hash(key, day, kind))));
    }

    /**
     * Whether a claim is a bill, or may become one: a draft will, and what states no status or use
     * is sent again when it does. A claim that was withdrawn bills nothing.
     */
    private static boolean isBill(Claim claim) {
        return claim.getStatus() != ClaimStatus.CANCELLED
                && claim.getStatus() != ClaimStatus.ENTEREDINERROR
                && (claim.getUse() == null || claim.getUse() == Use.CLAIM);
    }

    private static Set<LocalDate> days(IntakeSettings settings, Type when) {
        var days = new TreeSet<LocalDate>();
        // A day that is not known blocks the claim; it bills one of them all the same.
        Optional<Days> touched = ServicePeriod.touched(settings, when);
        if (touched.isPresent()) {
            LocalDate day = touched.get().first();
            days.add(day);
            while (days.size() < MOST_DAYS && day.isBefore(touched.get().last())) {
                day = day.plusDays(1);
                days.add(day);
            }
        }
        return days;
    }

    /** Eight bytes, that differ in whatever differs: a cryptographic hash costs many times more. */
    private static long hash(String key, LocalDate day, Kind kind) {
        long hash = mixed(mixed(1, kind.ordinal()), day.toEpochDay());
        for (int at = 0; at < key.length(); at++) {
            hash = mixed(hash, key.charAt(at));
        }
        return mixed(hash, key.length());
    }

    private static long mixed(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 32;
    }
}
