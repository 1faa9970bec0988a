package org.openmso.sample.simulator;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A visit, complete. A fault that is a wrong fact is in the facts; one that is a wrong way to tell
 * them is for the writers to commit, who find it in {@code fault}.
 */
record Visit(
        String key,
        String number,
        Person patient,
        Insurance primary,
        Optional<Insurance> secondary,
        LocalDate day,
        Site site,
        Clinician rendering,
        Optional<Clinician> referring,
        Optional<Clinician> supervising,
        List<String> diagnoses,
        List<Line> lines,
        String authorization,
        Optional<Accident> accident,
        Optional<String> replaced,
        Optional<Fault> fault) {
    boolean has(Fault other) {
        return fault.isPresent() && fault.get() == other;
    }

    long cents() {
        return lines.stream().mapToLong(Line::cents).sum();
    }

    /**
     * Whether patient, coverage and clinician belong to this visit alone, to keep a fault in it.
     */
    boolean apart() {
        return fault.isPresent();
    }

    /** What is written about it: the visit, and its duplicate if that is its fault. */
    List<Visit> tellings() {
        return has(Fault.DUPLICATE_SERVICE) ? List.of(this, again()) : List.of(this);
    }

    private Visit again() {
        return new Visit(
                key + "d",
                number + "D",
                patient,
                primary,
                secondary,
                day,
                site,
                rendering,
                referring,
                supervising,
                diagnoses,
                lines,
                authorization,
                accident,
                replaced,
                fault);
    }
}
