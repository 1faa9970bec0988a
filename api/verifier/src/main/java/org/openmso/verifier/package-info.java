/**
 * Looks at a bundle jar without running it, and says what would fail or harm once it is installed.
 *
 * <p>For authors of bundles, in their build, and for operators, before they install. Nothing of the
 * jar is loaded or run; what only shows at run time is not seen.
 *
 * <pre>{@code
 * for (Finding finding : new BundleVerifier().verify(Path.of("target/coding-1.2.0.jar"))) {
 *     print(finding.severity(), finding.code(), finding.place(), finding.message(), finding.fix());
 * }
 * }</pre>
 */
package org.openmso.verifier;
