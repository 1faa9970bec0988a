package org.example.billing;

import java.nio.file.Path;
import org.openmso.testkit.BillingContractTest;

class OurBillingTest extends BillingContractTest {
    OurBillingTest() {
        super(Path.of("target/our-billing.jar"));
    }
}
