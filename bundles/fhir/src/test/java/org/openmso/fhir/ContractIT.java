package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.testkit.FhirIntakeContractTest;
import org.openmso.testkit.LeakTest;
import org.openmso.testkit.MadeUpVisits;
import org.openmso.testkit.RecordedClaims;
import org.openmso.testkit.RecordedInput;
import org.openmso.testkit.SwapUnderLoad;

/** This bundle, as it is shipped, keeps what its contract promises, and is replaced under load. */
class ContractIT extends FhirIntakeContractTest {
    ContractIT() {
        super(Path.of(System.getProperty("openmso.bundle")));
    }

    @Test
    void isReplacedWhileItReads() {
        SwapUnderLoad.Report report = SwapUnderLoad.of(mso).threads(2).swaps(3).run(this::claims);
        assertEquals(3, report.swaps());
    }

    @Test
    void leavesMemoryOnceItWasReplaced() {
        assertDoesNotThrow(() -> LeakTest.of(mso).swaps(4).run(this::claims));
    }

    private Object claims() {
        var claims = new RecordedClaims();
        mso.get(FhirIntake.class, FIRST)
                .read(
                        List.of(RecordedInput.of("visits", MadeUpVisits.claim(1))),
                        claims,
                        IntakeListener.NONE);
        return claims.claims();
    }
}
