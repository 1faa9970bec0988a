package org.openmso.sample.simulator;

import java.time.LocalDate;

/** A car accident; {@code state} is empty where it is missing. */
record Accident(LocalDate day, String state) {}
