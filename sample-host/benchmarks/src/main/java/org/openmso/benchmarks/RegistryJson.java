package org.openmso.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Registry files of any size. */
final class RegistryJson {
    private RegistryJson() {}

    /**
     * A file with that many practices, all of a tier with intake and billing; the first is {@code
     * practice-0}.
     */
    static Path write(Path file, int practices) throws IOException {
        try (var out = Files.newBufferedWriter(file)) {
            out.write(
                    "{\"tiers\":[{\"id\":\"complete\",\"name\":\"Complete\",\"capabilities\":[\"fhir\",\"billing\"]}],\n");
            out.write("\"practices\":[\n");
            for (int i = 0; i < practices; i++) {
                out.write(i == 0 ? "" : ",\n");
                out.write(
                        "{\"id\":\"practice-"
                                + i
                                + "\",\"name\":\"Practice "
                                + i
                                + "\",\"tier\":\"complete\","
                                + "\"agreement\":{\"model\":\"service-only\",\"state\":\"IL\",\"from\":\"2026-01-01\"},"
                                + "\"settings\":{\"fhir\":{\"place-of-service\":{\"AMB\":\"11\"}},"
                                + "\"billing\":{\"submitter\":{\"name\":\"PRACTICE "
                                + i
                                + "\",\"id\":\"SUB"
                                + i
                                + "\",\"contact\":\"EDI DESK\",\"phone\":\"5555550100\"},"
                                + "\"receiver\":{\"name\":\"EXAMPLE CLEARINGHOUSE\",\"id\":\"CLEAR01\"},\"usage\":\"T\"}}}");
            }
            out.write("\n]}\n");
        }
        return file;
    }
}
