/**
 * What the host gives: inputs to read, a place for files, durable numbers.
 *
 * <p>Hosts implement these interfaces where the ready-made ones do not fit. All are called within a
 * call of a capability, on the caller's thread, and not kept afterwards.
 *
 * <pre>{@code
 * List<NamedInput> inputs = List.of(NamedInput.of(Path.of("monday.ndjson")));
 * InterchangeTarget target = InterchangeTarget.directory(Path.of("out"));
 * billing.prepare(sink -> intake.read(inputs, sink, IntakeListener.NONE), target, outcomes);
 * }</pre>
 */
@Version("1.0.0")
package org.openmso.api.host;

import org.osgi.annotation.versioning.Version;
