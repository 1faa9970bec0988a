/**
 * An EHR with OpenMSO inside, as commands on a terminal. {@link org.openmso.sample.ehr.Embedding}
 * is the shortest whole embedding; {@link org.openmso.sample.ehr.SampleEhr} the program that {@code
 * sample-host/run} starts.
 */
package org.openmso.sample.ehr;
