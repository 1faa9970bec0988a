package org.openmso.sample.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.billing.verify.Structure837P;

/** Public FHIR samples: every claim in them is either in an 837P or has the reasons why not. */
class PublicSamplesTest {
    private static final int SYNTHEA_CLAIMS = 384;

    @TempDir private Path folder;
    private Path samples;

    @BeforeEach
    void samplesAreThere() {
        String shared = System.getenv("OPENMSO_SHARED");
        samples =
                shared == null
                        ? Path.of(System.getProperty("openmso.root"), "../shared/data/fhir")
                        : Path.of(shared, "data/fhir");
        assumeTrue(Files.isDirectory(samples), "the shared FHIR samples are not on this machine");
    }

    @Test
    void everyClaimOfEverySampleIsReadyOrSaysWhyNot() throws Exception {
        Path out = folder.resolve("out");
        Terminal terminal = Terminal.claims(folder, out, json(samples));
        // Some samples are of no use to billing, which is told.
        assertEquals(SampleEhr.UNUSABLE, terminal.status(), terminal.err());
        JsonNode report = Terminal.report(out);
        long ready = 0;
        for (JsonNode claim : report.get("claims")) {
            boolean isReady = claim.get("status").textValue().equals("ready");
            assertEquals(isReady, errors(claim).isEmpty(), claim::toString);
            ready += isReady ? 1 : 0;
            for (JsonNode problem : claim.get("problems")) {
                assertTrue(
                        problem.get("code").textValue().matches("MSO-[23]\\d\\d\\d"),
                        claim::toString);
            }
        }
        assertTrue(report.get("claims").size() > SYNTHEA_CLAIMS);
        assertEquals(report.get("totals").get("ready").longValue(), ready);
        long written = 0;
        for (Path interchange : Terminal.interchanges(out)) {
            var file = Structure837P.read(Files.readAllBytes(interchange));
            assertEquals(List.of(), file.faults());
            written += file.claims().size();
        }
        assertEquals(ready, written);
    }

    @Test
    void noSyntheaClaimIsBillable() throws Exception {
        Path out = folder.resolve("out");
        List<Path> files = json(samples.resolve("synthea-2019"));
        Terminal terminal = Terminal.claims(folder, out, files);
        assertEquals(SampleEhr.DONE, terminal.status(), terminal.err());
        JsonNode report = Terminal.report(out);
        int claims = 0;
        for (JsonNode claim : report.get("claims")) {
            assertEquals("blocked", claim.get("status").textValue());
            if (claim.get("resource").textValue().contains("Claim")) {
                claims++;
                Set<String> codes = errors(claim);
                // SNOMED CT or CVX lines, and pharmacy claims, which are no professional ones.
                assertTrue(
                        codes.contains("MSO-2101")
                                || codes.contains("MSO-2102")
                                || codes.contains("MSO-2112"),
                        claim::toString);
            }
        }
        assertEquals(SYNTHEA_CLAIMS, claims);
        assertEquals(List.of(), Terminal.interchanges(out));
    }

    /**
     * The values of CMS's files are placeholders: every one is named, and nothing else but that two
     * files tell one claim differently.
     */
    @Test
    void cmsClaimsAreBlockedForExactlyTheirPlaceholders() throws Exception {
        Path out = folder.resolve("out");
        List<Path> files = json(samples.resolve("cms-bfd-v2"));
        Terminal.claims(folder, out, files);
        var professional =
                List.of(
                        "MSO-2116 Claim",
                        "MSO-2109 Claim.insurance",
                        "MSO-2106 Claim.diagnosis[1].diagnosis",
                        "MSO-2113 Claim.facility",
                        "MSO-2132 Claim.item[0].modifier[0]",
                        "MSO-2110 Claim.item[0].net",
                        "MSO-2119 Claim.item[0].serviced.start",
                        "MSO-2169 Claim.careTeam",
                        "MSO-3001 2010AA NM109",
                        "MSO-3044 2410[1] LIN03",
                        "MSO-3019 2300 HI01",
                        "MSO-3022 2400[1] SV101-2");
        var withoutTaxId = new ArrayList<>(professional);
        withoutTaxId.add(1, "MSO-2130 Claim.provider");
        assertEquals(withoutTaxId, places(out, "claimMcsRead.json"));
        var withWrongTaxId = new ArrayList<>(professional);
        withWrongTaxId.add(9, "MSO-3003 2010AA REF02");
        assertEquals(withWrongTaxId, places(out, "claimMcsReadWithTaxNumbers.json"));
        String told = Files.readString(out.resolve(ReportFile.NAME));
        for (String value : List.of("9876789102", "FDSAE", "HF3IJIF", "HF3IJIG")) {
            assertTrue(told.contains(value), value);
        }
    }

    /** The institutional ones are not for this version; what else is wrong is told all the same. */
    @Test
    void cmsInstitutionalClaimsAreBlockedByTheirTypeAndTheirPlaceholders() throws Exception {
        Path out = folder.resolve("out");
        Terminal.claims(folder, out, json(samples.resolve("cms-bfd-v2")));
        var institutional =
                List.of(
                        "MSO-2116 Claim",
                        "MSO-2112 Claim.type",
                        "MSO-2130 Claim.provider",
                        "MSO-2111 Claim.insurance[0].coverage",
                        "MSO-2111 Claim.insurance[1].coverage",
                        "MSO-2106 Claim.diagnosis[0].diagnosis",
                        "MSO-2106 Claim.diagnosis[1].diagnosis",
                        "MSO-2106 Claim.diagnosis[2].diagnosis",
                        "MSO-2113 Claim.facility",
                        "MSO-2132 Claim.item[0].modifier[0]",
                        "MSO-2132 Claim.item[0].modifier[1]",
                        "MSO-2132 Claim.item[0].modifier[2]",
                        "MSO-2132 Claim.item[0].modifier[3]",
                        "MSO-2110 Claim.item[0].net",
                        "MSO-2121 Claim.item[0].diagnosisSequence",
                        "MSO-2107 Claim.item[1].productOrService",
                        "MSO-2110 Claim.item[1].net",
                        "MSO-2121 Claim.item[1].diagnosisSequence",
                        "MSO-3001 2010AA NM109",
                        "MSO-3025 2400[2] DTP03");
        assertEquals(institutional, places(out, "claimFissRead.json"));
        var withWrongTaxId = new ArrayList<>(institutional);
        withWrongTaxId.remove("MSO-2130 Claim.provider");
        withWrongTaxId.add(withWrongTaxId.size() - 1, "MSO-3003 2010AA REF02");
        assertEquals(withWrongTaxId, places(out, "claimFissReadWithTaxNumbers.json"));
    }

    private static List<String> places(Path out, String source) throws IOException {
        var places = new ArrayList<String>();
        for (JsonNode claim : Terminal.report(out).get("claims")) {
            if (claim.get("source").textValue().endsWith(source)) {
                for (JsonNode problem : claim.get("problems")) {
                    places.add(
                            problem.get("code").textValue()
                                    + " "
                                    + problem.get("path").textValue());
                }
            }
        }
        return places;
    }

    private static List<Path> json(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(nd)?json(\\.gz)?"))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> errors(JsonNode claim) {
        var codes = new TreeSet<String>();
        for (JsonNode problem : claim.get("problems")) {
            if (problem.get("severity").textValue().equals("error")) {
                codes.add(problem.get("code").textValue());
            }
        }
        return codes;
    }
}
