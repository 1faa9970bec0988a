package org.openmso.billing;

import java.nio.file.Path;
import org.openmso.testkit.BillingContractTest;

/** This bundle, as the build leaves it, keeps what its contract promises. */
class ContractTest extends BillingContractTest {
    ContractTest() {
        super(Path.of("target/classes"));
    }
}
