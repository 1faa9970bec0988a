/** The testkit's own registry; a bundle made of this package reads what a test configured. */
package org.openmso.testkit.registry;
