package org.openmso.sample.simulator;

import java.util.List;
import java.util.Optional;

/** One service. {@code pointers} count the visit's diagnoses from 1. */
record Line(
        String code,
        boolean cpt,
        List<String> modifiers,
        long unitCents,
        int units,
        List<Integer> pointers,
        Optional<Drug> drug) {
    long cents() {
        return unitCents * units;
    }

    Line withModifiers(List<String> other) {
        return new Line(code, cpt, other, unitCents, units, pointers, drug);
    }

    Line free() {
        return new Line(code, cpt, modifiers, 0, units, pointers, drug);
    }
}
