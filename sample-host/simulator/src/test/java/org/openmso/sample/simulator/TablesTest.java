package org.openmso.sample.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class TablesTest {
    @Test
    void everyHcpcsCodeIsInTheEditionOfOctober2025() throws IOException {
        Set<String> published = firstColumn("hcpcs/hcpcs_2025-10.csv.gz");
        List<String> ours =
                Tables.ALL.procedures().stream()
                        .filter(procedure -> !procedure.cpt())
                        .map(Tables.Procedure::code)
                        .toList();
        assertFalse(ours.isEmpty());
        assertTrue(published.containsAll(ours), ours.toString());
        assertTrue(published.contains("JZ"));
    }

    /**
     * The published list at hand has risk-adjusting diagnoses only; the others are judged by form.
     */
    @Test
    void riskAdjustingDiagnosesAreInTheListOf2026() throws IOException {
        Set<String> published = firstColumn("icd10cm/ra_dx_to_cc_2026.csv.gz");
        Set<String> found = new TreeSet<>(Tables.ALL.allDiagnoses());
        found.removeIf(code -> !published.contains(code.replace(".", "")));
        assertTrue(found.containsAll(Tables.ALL.diagnoses("chronic")), found.toString());
        assertTrue(found.containsAll(Tables.ALL.diagnoses("diabetes")), found.toString());
        assertTrue(found.size() >= 20, found.toString());
    }

    @Test
    void everyTaxonomyCodeIsInTheListOf2024() throws IOException {
        Set<String> published = firstColumn("nucc/nucc_taxonomy_240_codes.csv");
        for (Tables.Specialty specialty : Tables.ALL.specialties()) {
            assertTrue(published.contains(specialty.taxonomy()), specialty.taxonomy());
        }
        assertTrue(published.contains(Clinic.of(1, "Example").taxonomy()));
    }

    @Test
    void unitsStayWithinMedicallyUnlikelyEdits() throws IOException {
        List<String> rows = rows("mue/mue_practitioner_2024q3.csv");
        int compared = 0;
        for (Tables.Procedure procedure : Tables.ALL.procedures()) {
            for (String row : rows) {
                String[] columns = row.split(",");
                if (columns[0].equals(procedure.code())) {
                    compared++;
                    assertTrue(
                            procedure.maxUnits() <= Integer.parseInt(columns[1]), procedure.code());
                }
            }
        }
        assertTrue(compared > 15, compared + " codes compared");
    }

    @Test
    void diagnosesHaveTheFormOfIcd10Cm() {
        List<String> all = Tables.ALL.allDiagnoses();
        assertEquals(all.size(), Set.copyOf(all).size(), "a diagnosis twice");
        for (String code : all) {
            assertTrue(code.matches("[A-TV-Z][0-9][0-9A-Z](\\.[0-9A-Z]{1,4})?"), code);
        }
        assertEquals(List.of("V43.52XA"), all.stream().filter(c -> c.matches("[V-Y].*")).toList());
    }

    private static Set<String> firstColumn(String file) throws IOException {
        return rows(file).stream()
                .map(row -> row.split(",")[0].strip())
                .collect(Collectors.toSet());
    }

    private static List<String> rows(String file) throws IOException {
        Path path = shared().resolve("data/codesets").resolve(file);
        assumeTrue(Files.exists(path), "the public code tables are not on this machine");
        try (InputStream raw = Files.newInputStream(path);
                InputStream in = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private static Path shared() {
        String given = System.getenv("OPENMSO_SHARED");
        return given != null
                ? Path.of(given)
                : Path.of(System.getProperty("openmso.root", ".")).resolve("../shared");
    }
}
