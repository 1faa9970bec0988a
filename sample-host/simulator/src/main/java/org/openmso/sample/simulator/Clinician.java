package org.openmso.sample.simulator;

/** Somebody who treats or refers. {@code npi} is empty where it is missing. */
record Clinician(
        String key, String family, String given, String npi, String taxonomy, boolean physician) {}
