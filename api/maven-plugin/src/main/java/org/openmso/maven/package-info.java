/**
 * OpenMSO in the build of a bundle's author: {@code mso:verify} looks at the jar before anybody
 * installs it.
 */
package org.openmso.maven;
