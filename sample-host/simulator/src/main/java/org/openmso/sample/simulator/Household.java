package org.openmso.sample.simulator;

import java.util.List;
import java.util.Optional;

/** People at one address and their insurances. The visits of a household are never duplicates. */
record Household(List<Person> people, List<Insurance> insurances) {
    List<Person> patients() {
        return people.stream().filter(Person::patient).toList();
    }

    Insurance primary(Person patient) {
        return insurance(patient, 1).orElseThrow();
    }

    Optional<Insurance> secondary(Person patient) {
        return insurance(patient, 2);
    }

    private Optional<Insurance> insurance(Person patient, int order) {
        return insurances.stream()
                .filter(i -> i.order() == order && i.patient().key().equals(patient.key()))
                .findFirst();
    }
}
