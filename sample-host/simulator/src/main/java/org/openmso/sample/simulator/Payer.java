package org.openmso.sample.simulator;

/** An insurance company or agency. {@code kind} is SBR09. */
record Payer(String key, String name, String id, String kind) {}
