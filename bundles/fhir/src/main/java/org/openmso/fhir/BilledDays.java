package org.openmso.fhir;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Claim.ClaimStatus;
import org.hl7.fhir.r4.model.Claim.Use;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.openmso.fhir.References.Target;

/**
 * On which days a Claim that names no visit bills a patient: a visit of that day may be the same
 * service a second time. A patient is known by identifiers with a system, or by content; an id
 * alone may be that of another server's patient. Kept in the store, so that memory does not grow.
 */
final class BilledDays {
    /** A longer line is a stay or a mistake; its first days will do. */
    private static final int MOST_DAYS = 100;

    private final ResourceStore store;
    private final References references;

    BilledDays(ResourceStore store, References references) {
        this.store = store;
        this.references = references;
    }

    /** Enters a claim's days. */
    void add(Case of, Claim claim) {
        if (!isBilled(claim)) {
            return;
        }
        Optional<Target<Patient>> patient = of.peek(of.home(), claim.getPatient(), Patient.class);
        List<String> keys = patient.map(this::keys).orElse(List.of());
        if (keys.isEmpty()) {
            return;
        }
        for (LocalDate day : days(of.settings(), claim)) {
            for (String key : keys) {
                store.bill(hash(key, day));
            }
        }
    }

    /** Whether a claim has a line for the patient on the day. */
    boolean has(Target<Patient> patient, LocalDate day) {
        return keys(patient).stream().anyMatch(key -> store.isBilled(hash(key, day)));
    }

    private static boolean isBilled(Claim claim) {
        return claim.getStatus() == ClaimStatus.ACTIVE
                && claim.getUse() == Use.CLAIM
                && ClaimMapping.isProfessional(claim)
                && claim.getItem().stream().noneMatch(item -> item.hasEncounter());
    }

    private static Set<LocalDate> days(IntakeSettings settings, Claim claim) {
        var days = new TreeSet<LocalDate>();
        for (Claim.ItemComponent item : claim.getItem()) {
            var when = item.hasServiced() ? item.getServiced() : claim.getBillablePeriod();
            Optional<LocalDate> from = ServicePeriod.peek(settings, when);
            Optional<LocalDate> to =
                    when instanceof Period period
                            ? ServicePeriod.peek(settings, period.getEndElement())
                            : from;
            if (from.isPresent()) {
                LocalDate day = from.get();
                days.add(day);
                for (int more = 1;
                        more < MOST_DAYS && to.filter(day::isBefore).isPresent();
                        more++) {
                    day = day.plusDays(1);
                    days.add(day);
                }
            }
        }
        return days;
    }

    private List<String> keys(Target<Patient> patient) {
        var keys = new ArrayList<String>();
        for (var identifier : patient.resource().getIdentifier()) {
            if (identifier.hasSystem() && identifier.hasValue()) {
                keys.add("i:" + identifier.getSystem() + "|" + identifier.getValue());
            }
        }
        if (References.isStored(patient)) {
            keys.add("c:" + references.content(patient));
        }
        return keys;
    }

    private static long hash(String key, LocalDate day) {
        byte[] text = (key + '\0' + day).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(ResourceKeys.sha256().digest(text)).getLong();
    }
}
