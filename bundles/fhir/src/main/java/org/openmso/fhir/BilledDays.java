package org.openmso.fhir;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Claim.ClaimStatus;
import org.hl7.fhir.r4.model.Claim.Use;
import org.hl7.fhir.r4.model.Patient;
import org.openmso.fhir.References.Target;

/**
 * On which days Claims bill a patient: a visit of that day may be the same service a second time.
 * Kept in the store, so that memory does not grow.
 */
final class BilledDays {
    /** A longer line is a stay or a mistake; its first days will do. */
    private static final int MOST_DAYS = 100;

    /** Whether a line names the visit that it bills, and the visit is known. */
    private enum Kind {
        NAMING,
        NAMELESS
    }

    private final ResourceStore store;
    private final References references;

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
        if (keys.isEmpty()) {
            return;
        }
        boolean otherType = !ClaimMapping.isProfessional(claim) && ClaimMapping.hasType(claim);
        var naming = new TreeSet<LocalDate>();
        var nameless = new TreeSet<LocalDate>();
        int index = 0;
        for (Claim.ItemComponent item : claim.getItem()) {
            boolean named = visits.isNamed(index++) || otherType;
            (named ? naming : nameless).addAll(days(of.settings(), claim, item));
        }
        enter(keys, naming, Kind.NAMING);
        enter(keys, nameless, Kind.NAMELESS);
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

    private static Set<LocalDate> days(
            IntakeSettings settings, Claim claim, Claim.ItemComponent item) {
        var days = new TreeSet<LocalDate>();
        var when = item.hasServiced() ? item.getServiced() : claim.getBillablePeriod();
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

    private static long hash(String key, LocalDate day, Kind kind) {
        byte[] text = (kind.name() + key + '\0' + day).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(ResourceKeys.sha256().digest(text)).getLong();
    }
}
