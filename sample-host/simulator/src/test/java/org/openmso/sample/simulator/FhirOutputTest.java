package org.openmso.sample.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FhirOutputTest {
    private static final Simulation DAY = Simulation.of(7).visits(120).plantAll();

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void everyDialectIsReadByAStrictParser(Dialect dialect) {
        Parsed parsed = Parsed.of(DAY.dialect(dialect));
        long told =
                parsed.resources.stream()
                        .filter(r -> r instanceof Claim || r instanceof Encounter)
                        .count();
        assertEquals(121, told, "120 visits and a duplicate");
        assertEquals(121, parsed.manifest.claims().size());
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void referencesLeadSomewhereButForThePlantedOne(Dialect dialect) {
        Parsed parsed = Parsed.of(DAY.dialect(dialect));
        Set<String> lost = new TreeSet<>();
        if (dialect == Dialect.CONTAINED_CLAIMS) {
            for (Claim claim : parsed.claims()) {
                for (String reference : contained(claim)) {
                    if (Parsed.contained(claim, reference) == null) {
                        lost.add(reference);
                    }
                }
            }
        } else {
            parsed.references.stream()
                    .filter(reference -> !parsed.byReference.containsKey(reference))
                    .forEach(lost::add);
        }
        assertFalse(parsed.references.isEmpty());
        assertEquals(1, lost.size(), lost.toString());
    }

    private static List<String> contained(Claim claim) {
        List<String> references = new ArrayList<>();
        references.add(claim.getPatient().getReference());
        references.add(claim.getProvider().getReference());
        references.add(claim.getInsurer().getReference());
        if (claim.hasFacility()) {
            references.add(claim.getFacility().getReference());
        }
        claim.getCareTeam().forEach(member -> references.add(member.getProvider().getReference()));
        claim.getInsurance().stream()
                .filter(insurance -> insurance.getCoverage().hasReference())
                .forEach(insurance -> references.add(insurance.getCoverage().getReference()));
        for (Resource resource : claim.getContained()) {
            if (resource instanceof Coverage coverage) {
                references.add(coverage.getBeneficiary().getReference());
                references.add(coverage.getSubscriber().getReference());
                references.add(coverage.getPayorFirstRep().getReference());
            }
            if (resource instanceof RelatedPerson related) {
                references.add(related.getPatient().getReference());
            }
        }
        return references;
    }

    @Test
    void nothingIsContainedThatNobodyRefersTo() {
        Parsed parsed = Parsed.of(DAY);
        for (Claim claim : parsed.claims()) {
            Set<String> referred = Set.copyOf(contained(claim));
            for (Resource resource : claim.getContained()) {
                String id = "#" + resource.getIdElement().getIdPart().replace("#", "");
                assertTrue(referred.contains(id), id + " in " + claim.getId());
            }
        }
    }

    @Test
    void inASearchsetTheClaimsComeFirst() {
        Parsed parsed = Parsed.of(DAY.dialect(Dialect.SEARCHSET));
        assertTrue(parsed.resources.subList(0, 121).stream().allMatch(Claim.class::isInstance));
        assertTrue(
                parsed.resources.subList(121, parsed.resources.size()).stream()
                        .noneMatch(Claim.class::isInstance));
    }

    @Test
    void inATransactionNoResourceHasAnId() {
        Parsed parsed = Parsed.of(DAY.dialect(Dialect.TRANSACTION));
        assertFalse(parsed.text.contains("\"id\":"));
        assertTrue(parsed.references.stream().allMatch(r -> r.startsWith("urn:uuid:")));
    }

    @Test
    void aBulkExportHasAFileForEachType(@TempDir Path directory) throws IOException {
        Manifest manifest = DAY.dialect(Dialect.BULK).writeTo(directory);
        assertEquals(8, manifest.files().size());
        long bytes = 0;
        for (String file : manifest.files()) {
            Path path = directory.resolve(file);
            bytes += Files.size(path);
            String type = file.replace(".ndjson", "");
            for (String line : Files.readAllLines(path)) {
                assertTrue(line.startsWith("{\"resourceType\":\"" + type + "\""), file);
            }
        }
        assertEquals(manifest.bytes(), bytes);
    }

    @Test
    void aClaimCanHaveAFileOfItsOwn(@TempDir Path directory) throws IOException {
        Simulation simulation = DAY.packaging(Packaging.FILE_PER_CLAIM);
        Manifest manifest = simulation.writeTo(directory);
        assertEquals(
                manifest.claims().stream()
                        .map(claim -> "claim-" + claim.number() + ".json")
                        .collect(Collectors.toList()),
                manifest.files());
        StringBuilder together = new StringBuilder();
        for (String file : new TreeSet<>(manifest.files())) {
            together.append(Files.readString(directory.resolve(file)));
        }
        Path other = directory.resolve("other");
        DAY.writeTo(other);
        assertEquals(Files.readString(other.resolve("claims.ndjson")), together.toString());
    }

    @Test
    void claimsCanBeACollection() {
        Parsed parsed = Parsed.of(DAY.packaging(Packaging.COLLECTION));
        assertEquals(121, parsed.claims().size());
    }

    @Test
    void severalCoveragesMeansTwoInsurancesOnEveryClaim() {
        Parsed parsed = Parsed.of(Simulation.of(3).dialect(Dialect.SEVERAL_COVERAGES));
        int focalSecond = 0;
        for (Claim claim : parsed.claims()) {
            assertEquals(2, claim.getInsurance().size());
            assertEquals(1, claim.getInsurance().stream().filter(i -> i.getFocal()).count());
            focalSecond += claim.getInsurance().get(1).getFocal() ? 1 : 0;
        }
        assertEquals(50, focalSecond, "on every other claim the focal insurance comes second");
    }
}
