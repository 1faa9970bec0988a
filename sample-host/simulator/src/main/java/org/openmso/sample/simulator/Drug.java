package org.openmso.sample.simulator;

/** A drug given: 11 digits of a National Drug Code, tenths of millilitres. */
record Drug(String ndc, int tenths) {}
