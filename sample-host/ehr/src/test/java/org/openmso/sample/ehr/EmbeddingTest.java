package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.sample.simulator.Simulation;

class EmbeddingTest {
    @Test
    void theWholeEmbeddingHasAtMostFortyLines() throws Exception {
        Path source =
                Path.of(
                        System.getProperty("openmso.root"),
                        "sample-host/ehr/src/main/java/org/openmso/sample/ehr/Embedding.java");
        assertTrue(Files.readAllLines(source).size() <= 40);
    }

    @Test
    void theWholeEmbeddingMakesClaims(@TempDir Path folder) throws Exception {
        Path registry = folder.resolve("registry.json");
        try (InputStream sample = SampleMso.registry().open()) {
            Files.copy(sample, registry);
        }
        Simulation.of(1).visits(8).writeTo(folder.resolve("fhir"));

        var printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Embedding.main(
                    new String[] {
                        registry.toString(),
                        folder.resolve("data").toString(),
                        folder.resolve("fhir/claims.ndjson").toString(),
                        folder.resolve("claims").toString()
                    });
        } finally {
            System.setOut(before);
        }
        assertTrue(
                printed.toString(StandardCharsets.UTF_8).contains("8 claims ready, $"),
                printed.toString(StandardCharsets.UTF_8));
        assertEquals(1, Terminal.interchanges(folder.resolve("claims")).size());
    }
}
