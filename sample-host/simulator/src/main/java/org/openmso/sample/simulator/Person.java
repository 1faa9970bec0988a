package org.openmso.sample.simulator;

import java.time.LocalDate;

/** A patient, or a subscriber who is no patient here. */
record Person(
        String key,
        String family,
        String given,
        String gender,
        LocalDate birth,
        Street address,
        boolean patient) {}
