package org.openmso.sample.simulator;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plants one fault into a sound visit. What only the writing can get wrong is left to the writers.
 */
final class FaultyVisit {
    private final Visit sound;
    private final Fault fault;
    private final LocalDate today;
    private Person patient;
    private Insurance primary;
    private LocalDate day;
    private Clinician rendering;
    private List<String> diagnoses;
    private List<Line> lines;
    private Optional<Accident> accident;
    private Optional<String> replaced;

    FaultyVisit(Visit sound, Fault fault, LocalDate today) {
        this.sound = sound;
        this.fault = fault;
        this.today = today;
        patient = sound.patient();
        primary = sound.primary();
        day = sound.day();
        rendering = sound.rendering();
        diagnoses = sound.diagnoses();
        lines = sound.lines();
        accident = sound.accident();
        replaced = sound.replaced();
    }

    Visit visit() {
        switch (fault) {
            case NPI_MISSING -> rendering = locum("");
            case NPI_CHECK_DIGIT -> rendering = locum(Npi.broken(sound.rendering().npi()));
            case SERVICE_IN_FUTURE -> day = today.plusDays(30);
            case SERVICE_BEFORE_BIRTH -> {
                day = today.minusDays(5);
                patient = patient(day.plusDays(2), patient.address());
            }
            case CAR_ACCIDENT_WITHOUT_STATE -> accident = Optional.of(new Accident(day, ""));
            case ZIP_WRONG -> patient = patient(patient.birth(), home("", 4));
            case STATE_UNKNOWN -> patient = patient(patient.birth(), home("ZZ", 9));
            case EXTERNAL_CAUSE_PRINCIPAL -> diagnoses = causeFirst();
            case LEFT_AND_RIGHT -> change(0, lines.get(0).withModifiers(List.of("LT", "RT")));
            case ZERO_CHARGE -> change(lines.size() - 1, lines.get(lines.size() - 1).free());
            case REPLACEMENT_WITHOUT_NUMBER -> replaced = Optional.of("");
            case MEMBER_ID_MISSING -> primary = insurance("", Optional.empty());
            case COVERAGE_ENDED ->
                    primary = insurance(primary.memberId(), Optional.of(day.minusDays(3)));
            default -> {
                // A matter of telling, not of facts.
            }
        }
        return new Visit(
                sound.key(),
                sound.number(),
                patient,
                insurance(primary.memberId(), primary.to()),
                sound.secondary().map(second -> of(second, second.memberId(), second.to())),
                day,
                sound.site(),
                rendering,
                sound.referring(),
                sound.supervising(),
                diagnoses,
                lines,
                sound.authorization(),
                accident,
                replaced,
                Optional.of(fault));
    }

    private Clinician locum(String npi) {
        Clinician other = sound.rendering();
        return new Clinician(
                sound.key() + "-locum",
                other.family(),
                other.given(),
                npi,
                other.taxonomy(),
                other.physician());
    }

    private Street home(String state, int zipDigits) {
        Street home = patient.address();
        return new Street(
                home.line(),
                home.city(),
                state.isEmpty() ? home.state() : state,
                home.zip().substring(0, zipDigits));
    }

    private Person patient(LocalDate birth, Street address) {
        return new Person(
                patient.key(),
                patient.family(),
                patient.given(),
                patient.gender(),
                birth,
                address,
                true);
    }

    private Insurance insurance(String memberId, Optional<LocalDate> to) {
        return of(primary, memberId, to);
    }

    /** Everybody who stands apart is insured for self. */
    private Insurance of(Insurance insurance, String memberId, Optional<LocalDate> to) {
        return new Insurance(
                insurance.key(),
                insurance.payer(),
                patient,
                patient,
                insurance.relationship(),
                memberId,
                insurance.group(),
                insurance.groupName(),
                insurance.order(),
                // Begins years ago, so that it covers any day but one after its end.
                today.withDayOfYear(1).minusYears(4),
                to);
    }

    private List<String> causeFirst() {
        List<String> changed = new ArrayList<>(diagnoses);
        changed.set(0, Tables.ALL.diagnoses("cause").get(0));
        return List.copyOf(changed);
    }

    private void change(int index, Line line) {
        List<Line> changed = new ArrayList<>(lines);
        changed.set(index, line);
        lines = List.copyOf(changed);
    }
}
