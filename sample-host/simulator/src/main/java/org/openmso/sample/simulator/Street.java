package org.openmso.sample.simulator;

/** A postal address; {@code zip} has five or nine digits, without hyphen. */
record Street(String line, String city, String state, String zip) {}
