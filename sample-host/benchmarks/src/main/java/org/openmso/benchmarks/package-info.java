/**
 * Measurements of OpenMSO, each beside a peer or a baseline in the same run, so that ratios hold on
 * any machine. Run with {@code sample-host/benchmarks/run [NAME]}.
 */
package org.openmso.benchmarks;
