package org.openmso.sample.simulator;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A coverage of one person. {@code relationship} is the patient's to the subscriber: self, spouse,
 * child.
 */
record Insurance(
        String key,
        Payer payer,
        Person subscriber,
        Person patient,
        String relationship,
        String memberId,
        String group,
        String groupName,
        int order,
        LocalDate from,
        Optional<LocalDate> to) {}
