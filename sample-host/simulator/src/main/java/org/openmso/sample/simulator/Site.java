package org.openmso.sample.simulator;

/** A place of service. {@code npi} is empty when the place is a part of the practice. */
record Site(String key, String name, String placeOfService, String npi, Street address) {}
