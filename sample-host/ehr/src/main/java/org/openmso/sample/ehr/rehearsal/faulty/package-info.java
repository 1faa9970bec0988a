/** Providers that fail, each in one way. A rehearsal puts them into candidates. */
package org.openmso.sample.ehr.rehearsal.faulty;
