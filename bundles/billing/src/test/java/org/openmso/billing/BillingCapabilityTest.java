package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.openmso.api.Health;
import org.openmso.billing.verify.Structure837P;

/** The bundle as OpenMSO meets it. */
class BillingCapabilityTest {
    @Test
    void its_probe_is_well() {
        assertEquals(Health.up(), new BillingCapability().probe());
    }

    @Test
    void what_the_probe_expects_is_a_good_file() {
        byte[] expected = Resource.text("self-check.837").getBytes(StandardCharsets.US_ASCII);
        assertTrue(Structure837P.read(expected).faults().isEmpty());
    }

    @Test
    void it_works_without_a_context_class_loader() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(null);
        try {
            assertEquals(Health.up(), new BillingCapability().probe());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void its_manifest_names_the_capability() throws IOException {
        String manifest =
                Files.readString(Path.of("target/classes/META-INF/MANIFEST.MF"))
                        .replace("\r\n ", "");
        assertTrue(manifest.contains("org.openmso.capability"), manifest);
        assertTrue(manifest.contains("org.openmso.billing.BillingCapability"), manifest);
    }
}
