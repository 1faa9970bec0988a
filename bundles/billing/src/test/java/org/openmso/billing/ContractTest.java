package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openmso.api.billing.Billing;
import org.openmso.testkit.BillingContractTest;
import org.openmso.testkit.LeakTest;
import org.openmso.testkit.RecordedOutcomes;
import org.openmso.testkit.RecordedTarget;
import org.openmso.testkit.SwapUnderLoad;

/**
 * This bundle, as the build leaves it, keeps what its contract promises, and is replaced under
 * load.
 */
class ContractTest extends BillingContractTest {
    ContractTest() {
        super(Path.of("target/classes"));
    }

    @Test
    void isReplacedWhileItBills() {
        assertEquals(10, SwapUnderLoad.of(mso).threads(2).swaps(10).run(this::billed).swaps());
    }

    @Test
    void leavesMemoryOnceItWasReplaced() {
        assertDoesNotThrow(() -> LeakTest.of(mso).swaps(10).run(this::billed));
    }

    private List<String> billed() {
        var heard = new RecordedOutcomes();
        mso.get(Billing.class, FIRST)
                .prepare(
                        sink -> {
                            sink.claim(clean(1), List.of());
                            sink.claim(unfit(2), List.of());
                        },
                        RecordedTarget.sound(),
                        heard);
        return heard.ready().stream().map(it -> it.claim()).toList();
    }
}
