package org.openmso.sample.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "VISITS", mode = EnumSource.Mode.EXCLUDE)
    void exactlyTheFaultsListedArePresent(Dialect dialect) {
        check(Simulation.of(11).day(DAY).visits(150).plantAll().dialect(dialect));
    }

    @Property(tries = 60, seed = "20261124")
    void exactlyTheFaultsListedArePresentForAnySeed(
            @ForAll long seed,
            @ForAll @IntRange(min = 26, max = 90) int visits,
            @ForAll Dialect dialect) {
        Assume.that(dialect != Dialect.VISITS);
        check(Simulation.of(seed).day(DAY).visits(visits).plantAll().dialect(dialect));
    }

    @Property(tries = 40, seed = "20261124")
    void withoutFaultsEveryClaimIsSound(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int visits) {
        check(Simulation.of(seed).day(DAY).visits(visits).dialect(Dialect.BULK));
    }

    private static void check(Simulation simulation) {
        Parsed parsed = Parsed.of(simulation);
        TreeMap<String, Set<Fault>> found = new TreeMap<>();
        Judge judge = new Judge(parsed, DAY);
        for (Claim claim : parsed.claims()) {
            Set<Fault> faults = judge.faults(claim);
            Set<Fault> before = found.put(claim.getIdentifierFirstRep().getValue(), faults);
            assertEquals(null, before, "a claim number twice");
        }
        TreeMap<String, Set<Fault>> expected = new TreeMap<>();
        for (ExpectedClaim claim : parsed.manifest.claims()) {
            expected.put(
                    claim.number(), claim.fault().map(Set::of).orElse(EnumSet.noneOf(Fault.class)));
        }
        assertEquals(expected, found);
        long blocked = found.values().stream().filter(faults -> !faults.isEmpty()).count();
        assertEquals(blocked, parsed.manifest.blockedClaims());
        assertEquals(found.size() - blocked, parsed.manifest.readyClaims());
        for (PlantedFault planted : parsed.manifest.faults()) {
            assertEquals(Set.of(planted.fault()), found.get(planted.claim()));
        }
    }

    @Test
    void everyFaultCanBeSaidInClaims() {
        for (Dialect dialect : Dialect.values()) {
            if (dialect != Dialect.VISITS) {
                Manifest manifest = write(Simulation.of(1).plantAll().dialect(dialect));
                assertEquals(Set.of(), manifest.unsaid());
                assertEquals(Fault.values().length, manifest.faults().size());
            }
        }
    }

    @Test
    void whatVisitsCannotSayIsNotPlanted() {
        Manifest manifest = write(Simulation.of(1).plantAll().dialect(Dialect.VISITS));
        assertTrue(manifest.unsaid().contains(Fault.LEFT_AND_RIGHT));
        assertEquals(Fault.values().length, manifest.unsaid().size() + manifest.faults().size());
        for (PlantedFault planted : manifest.faults()) {
            assertTrue(planted.fault().expressible(Dialect.VISITS));
            assertFalse(manifest.unsaid().contains(planted.fault()));
        }
    }

    @Test
    void visitsCarryTheirFaults() {
        Parsed parsed =
                Parsed.of(Simulation.of(5).day(DAY).visits(60).plantAll().dialect(Dialect.VISITS));
        for (Encounter visit : parsed.all(Encounter.class)) {
            String number = visit.getIdentifierFirstRep().getValue();
            ExpectedClaim expected =
                    parsed.manifest.claims().stream()
                            .filter(claim -> claim.number().equals(number))
                            .findFirst()
                            .orElseThrow();
            List<ChargeItem> charges =
                    parsed.all(ChargeItem.class).stream()
                            .filter(c -> parsed.resolve(c, c.getContext()) == visit)
                            .toList();
            assertEquals(expected.lines(), charges.size());
            Fault fault = expected.fault().orElse(null);
            Patient patient = (Patient) parsed.resolve(visit, visit.getSubject());
            List<Coverage> coverages =
                    parsed.all(Coverage.class).stream()
                            .filter(c -> parsed.resolve(c, c.getBeneficiary()) == patient)
                            .toList();
            assertEquals(fault == Fault.COVERAGE_MISSING, coverages.isEmpty());
            assertEquals(fault == Fault.PLACE_OF_SERVICE_MISSING, !visit.hasLocation());
            assertEquals(fault == Fault.DIAGNOSIS_MISSING, !visit.hasDiagnosis());
            assertEquals(
                    fault == Fault.CHARGE_MISSING,
                    charges.stream().anyMatch(c -> !c.hasPriceOverride()));
            assertEquals(
                    fault == Fault.SNOMED_LINE,
                    charges.stream()
                            .anyMatch(
                                    c ->
                                            c.getCode()
                                                    .getCodingFirstRep()
                                                    .getSystem()
                                                    .equals(Systems.SNOMED)));
            assertEquals(
                    fault == Fault.REFERENCE_UNRESOLVED,
                    parsed.resolve(visit, visit.getParticipantFirstRep().getIndividual()) == null);
        }
    }

    @Test
    void faultsAreSpreadOverTheWholeDay() {
        Manifest manifest = write(Simulation.of(2).visits(1000).plant(Fault.DRAFT, 10));
        List<String> numbers = manifest.claims().stream().map(ExpectedClaim::number).toList();
        List<Integer> places =
                manifest.faults().stream().map(fault -> numbers.indexOf(fault.claim())).toList();
        assertEquals(List.of(0, 100, 200, 300, 400, 500, 600, 700, 800, 900), places);
    }

    @Test
    void everyVisitCanBeFaulty() {
        Manifest manifest = write(Simulation.of(2).visits(7).plant(Fault.DUPLICATE_SERVICE, 7));
        assertEquals(7, manifest.readyClaims());
        assertEquals(7, manifest.blockedClaims());
        assertEquals(14, manifest.claims().size());
        assertEquals(
                List.of(false, true, false, true),
                manifest.claims().stream().limit(4).map(c -> c.fault().isPresent()).toList());
    }

    @Test
    void moreFaultsThanVisitsAreRefused() {
        Simulation simulation = Simulation.of(2).visits(3).plant(Fault.DRAFT, 4);
        String message =
                assertThrows(IllegalStateException.class, () -> write(simulation)).getMessage();
        assertEquals("4 faults do not fit into 3 visits.", message);
    }

    @Test
    void aFaultNamesItsProblem() {
        assertEquals("MSO-" + 3001, Fault.NPI_CHECK_DIGIT.code());
        long codes = List.of(Fault.values()).stream().map(Fault::code).distinct().count();
        assertEquals(Fault.values().length, codes);
    }

    private static Manifest write(Simulation simulation) {
        try {
            return simulation.write(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
