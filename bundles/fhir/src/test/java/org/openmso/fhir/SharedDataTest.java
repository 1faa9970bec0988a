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
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.ServiceLine;
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
        assertEquals(List.of(), taken.claims);
        assertEquals(List.of(), taken.unusable);
        assertEquals(384, taken.report.claims());
        assertEquals(384, taken.blocked.size());
        assertEquals(Map.of("MSO-2101", 869, "MSO-2102", 158), lines(taken));
        assertEquals(384, with(taken, "MSO-2109 Claim.insurance[0].coverage"));
    }

    private static long with(Taken taken, String problem) {
        return taken.blocked.values().stream()
                .filter(problems -> Taken.places(problems).contains(problem))
                .count();
    }

    @Test
    void cms_claims_are_blocked_for_their_placeholders() throws IOException {
        Taken taken = read(Map.of(), in("cms-bfd-v2"));
        assertEquals(List.of(), taken.claims);
        assertEquals(4, taken.blocked.size());
        assertEquals(
                List.of(
                        "MSO-2116 Claim",
                        "MSO-2130 Claim.provider",
                        "MSO-2109 Claim.insurance",
                        "MSO-2106 Claim.diagnosis[1].diagnosis",
                        "MSO-2113 Claim.facility",
                        "MSO-2132 Claim.item[0].modifier[0]",
                        "MSO-2110 Claim.item[0].net",
                        "MSO-2119 Claim.item[0].serviced.start",
                        "MSO-2169 Claim.careTeam"),
                Taken.places(taken.blocked.get("Claim/m-654321")));
        assertEquals(2, with(taken, "MSO-2112 Claim.type"));
        ProfessionalClaim read =
                taken.unread.stream()
                        .filter(claim -> claim.origin().resource().equals("Claim/m-654321"))
                        .findFirst()
                        .orElseThrow();
        assertEquals("9876789102", read.billingProvider().provider().npi());
        assertEquals(List.of("HF3IJIF", ""), read.diagnoses());
        assertEquals("FDSAE", read.lines().get(0).procedure());
        assertEquals(ServiceLine.NO_DAY, read.lines().get(0).from());
    }

    @Test
    void examples_of_the_specification_are_blocked_and_break_nothing() throws IOException {
        Taken taken = read(Map.of("place-of-service.AMB", "11"), in("hl7-4.0.1"));
        assertEquals(List.of(), taken.claims);
        assertEquals(17, taken.blocked.keySet().stream().filter(SharedDataTest::isClaim).count());
        assertTrue(taken.unusable.stream().allMatch(problem -> problem.code().equals("MSO-2009")));
    }

    private static boolean isClaim(String resource) {
        return resource.startsWith("Claim/");
    }

    @Test
    void bulk_export_gives_its_visits_blocked_for_snomed_and_missing_prices() throws IOException {
        Taken taken = read(Map.of("place-of-service.AMB", "11"), in("synthea-bulk-2025"));
        assertEquals(List.of(), taken.claims);
        assertEquals(List.of(), taken.unusable);
        long procedures =
                taken.blocked.values().stream()
                        .flatMap(List::stream)
                        .filter(problem -> problem.path().startsWith("Procedure/"))
                        .filter(problem -> problem.code().equals("MSO-2101"))
                        .count();
        assertEquals(2056, procedures);
    }

    @Test
    void everything_at_once_breaks_nothing() throws IOException {
        Taken taken = read(Map.of(), file -> true);
        assertEquals(List.of(), taken.claims);
        assertTrue(taken.report.claims() >= 384 + 4 + 17);
        assertEquals(taken.blocked.size(), taken.report.claims());
        assertEquals(taken.unusable.size(), taken.report.unusable());
    }
}
