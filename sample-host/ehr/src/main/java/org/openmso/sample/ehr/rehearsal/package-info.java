/**
 * A rehearsal of changes: bundles are replaced again and again under calls whose right answers are
 * known, and some of the candidates are bad on purpose.
 */
package org.openmso.sample.ehr.rehearsal;
