/**
 * What the author of a bundle tests it with, on JUnit 5: the bundle runs in a real framework and is
 * called as a host calls it.
 *
 * <p>{@link org.openmso.testkit.MsoExtension} runs OpenMSO with the author's jar. A contract test,
 * one for each contract that OpenMSO publishes, asks of a provider what its contract promises.
 * {@link org.openmso.testkit.SwapUnderLoad} and {@link org.openmso.testkit.LeakTest} replace the
 * bundle by itself. The {@code Recorded...} classes stand for the host's side.
 *
 * <pre>{@code
 * class OurBillingTest extends BillingContractTest {
 *     OurBillingTest() {
 *         super(Path.of("target/classes"));
 *     }
 * }
 * }</pre>
 */
package org.openmso.testkit;
