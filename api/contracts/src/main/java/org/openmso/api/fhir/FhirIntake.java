package org.openmso.api.fhir;

import java.util.List;
import org.openmso.api.Contract;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.host.NamedInput;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads FHIR R4 (JSON, also compressed with gzip). Implemented by the FHIR bundle, called by hosts.
 *
 * <p>Settings of a practice (capability {@code fhir}), all optional: {@code
 * place-of-service.CLASS}, the place of service for visits of an Encounter class, for example
 * {@code place-of-service.AMB} = {@code 11}; {@code code-systems.icd-10-cm}, further system URIs,
 * separated by blanks, that this EHR uses for ICD-10-CM; {@code payers.ID.filing-indicator}, the
 * kind of insurance (SBR09) of a payer whose Coverages do not tell it; {@code zone}, the time zone
 * in which times of the EHR become days; otherwise a time with an offset keeps its written day, and
 * one in UTC is of the day that it is in every time zone of the state of the practice's agreement,
 * or blocks; {@code signature-on-file}, {@code accepts-assignment}, {@code
 * payers.ID.accepts-assignment} and {@code release-of-information}, each {@code true} or {@code
 * false}, what FHIR cannot say of a claim (CLM06, 07, 09), {@code true} unless set.
 */
@ProviderType
@Contract(FhirIntake.CAPABILITY)
public interface FhirIntake {
    /** The capability's name in tiers. */
    String CAPABILITY = "fhir";

    /**
     * Reads all inputs and hands every claim in them to the sink, on the caller's thread, in an
     * order that depends on the inputs only. References are resolved within a resource, its Bundle
     * or file, then across all inputs. An input that cannot be used is reported to the listener and
     * the others are still read; no claim of a broken JSON document reaches the sink, while in
     * ndjson each line stands for itself.
     *
     * <p>Memory does not grow with the inputs: beyond a fixed amount, resources wait in an
     * encrypted temporary file.
     *
     * @throws org.openmso.api.OutputFailed (MSO-2010) if that file cannot be written, (MSO-1302) if
     *     the directory for it cannot be made
     * @throws org.openmso.api.InvalidSettings (MSO-2013) if a setting cannot be used
     */
    IntakeReport read(List<NamedInput> inputs, ClaimSink sink, IntakeListener listener);
}
