package org.openmso.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.ResourceBundle;
import org.hl7.fhir.r4.model.Claim;
import org.openmso.api.Health;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.spi.Capability;
import org.openmso.api.spi.PracticeContext;
import org.openmso.api.spi.ProvidesCapability;

/**
 * FHIR R4 intake. What HAPI knows of R4 is shared by all practices; nothing of a practice is kept.
 */
@ProvidesCapability(contract = FhirIntake.class)
public final class FhirCapability implements Capability<FhirIntake> {
    private static final String MADE_UP =
            """
            {"resourceType":"Claim","id":"probe","status":"active","use":"claim",
             "contained":[{"resourceType":"Organization","id":"o"},
              {"resourceType":"Patient","id":"p","birthDate":"1980-01-01"}],
             "patient":{"reference":"#p"},"provider":{"reference":"#o"},
             "item":[{"sequence":1,"net":{"value":1.00,"currency":"USD"},
              "servicedDate":"2026-01-01"}]}
            """;

    private final FhirContext hapi = FhirContext.forR4();
    private final long budget;

    /** For the embedder. */
    public FhirCapability() {
        this(PracticeIntake.BUDGET);
    }

    /** With another budget of memory a call, in bytes. */
    FhirCapability(long budget) {
        this.budget = budget;
    }

    @Override
    public FhirIntake open(PracticeContext practice) {
        return new PracticeIntake(practice, hapi, budget);
    }

    /** Parses a made-up claim: HAPI needs about a second to learn the types of R4. */
    @Override
    public Health probe() {
        byte[] text = MADE_UP.getBytes(StandardCharsets.UTF_8);
        try {
            var parsed = new ResourceParser(hapi).parse(text, 0, text.length, Claim.class, "probe");
            boolean read = ((Claim) parsed.resource()).getItem().size() == 1;
            return read
                    ? Health.up()
                    : Health.down(Reason.REFUSED.at("probe", "HAPI lost a made-up claim's item."));
        } catch (Unusable refused) {
            return Health.down(refused.problem());
        }
    }

    /** Lets go of what the platform keeps for this bundle's class loader. */
    @Override
    public void retired() {
        ResourceBundle.clearCache(FhirCapability.class.getClassLoader());
    }
}
