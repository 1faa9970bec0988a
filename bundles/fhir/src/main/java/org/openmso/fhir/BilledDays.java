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
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.openmso.fhir.References.Target;

/**
 * On which days Claims bill a patient: a visit of that day may be the same service a second time. A
 * patient is known by identifiers with a system, by content, or by name and date of birth; an id
 * alone may be that of another server's patient. Kept in the store, so that memory does not grow.
 */
final class BilledDays {
    /** A longer line is a stay or a mistake; its first days will do. */
    private static final int MOST_DAYS = 100;

    private static final int MOST_NAMES = 5;
    private static final int WHOLE_DAY = "2026-01-01".length();

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
        List<String> keys = patient.map(this::keys).orElse(List.of());
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
        return has(keys(patient), days, Kind.NAMELESS);
    }

    /** Whether any claim has a line for the patient on a day. */
    boolean has(Target<Patient> patient, Set<LocalDate> days) {
        List<String> keys = keys(patient);
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
        Optional<LocalDate> from = ServicePeriod.peek(settings, when);
        Optional<LocalDate> to =
                when instanceof Period period
                        ? ServicePeriod.peek(settings, period.getEndElement())
                        : from;
        if (from.isPresent()) {
            LocalDate day = from.get();
            days.add(day);
            for (int more = 1; more < MOST_DAYS && to.filter(day::isBefore).isPresent(); more++) {
                day = day.plusDays(1);
                days.add(day);
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
        var letters = new StringBuilder();
        Case.text(name)
                .codePoints()
                .filter(Character::isLetter)
                .map(Character::toLowerCase)
                .forEach(letters::appendCodePoint);
        return letters.toString();
    }

    private static long hash(String key, LocalDate day, Kind kind) {
        byte[] text = (kind.name() + key + '\0' + day).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(ResourceKeys.sha256().digest(text)).getLong();
    }
}
