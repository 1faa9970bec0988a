package org.openmso.sample.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.junit.jupiter.api.Test;

class PracticeTest {
    @Property(tries = 60, seed = "20261124")
    void everyNumberOfAPracticeIsWellFormed(@ForAll long seed) {
        Parsed parsed = Parsed.of(Simulation.of(seed).visits(4).dialect(Dialect.BULK));
        List<Identifier> identifiers = new ArrayList<>();
        List<Address> addresses = new ArrayList<>();
        for (Organization organization : parsed.all(Organization.class)) {
            identifiers.addAll(organization.getIdentifier());
            addresses.addAll(organization.getAddress());
        }
        for (Location location : parsed.all(Location.class)) {
            identifiers.addAll(location.getIdentifier());
            addresses.add(location.getAddress());
        }
        parsed.all(Practitioner.class).forEach(p -> identifiers.addAll(p.getIdentifier()));
        List<String> npis =
                identifiers.stream()
                        .filter(i -> Systems.NPI.equals(i.getSystem()))
                        .map(Identifier::getValue)
                        .toList();
        int clinicians = parsed.all(Practitioner.class).size() - 2;
        assertTrue(clinicians >= 3 && clinicians <= 8, clinicians + " clinicians");
        assertEquals(clinicians + 4, npis.size(), "clinicians, referrers, practice, hospital");
        assertEquals(npis.size(), Set.copyOf(npis).size());
        for (String npi : npis) {
            assertTrue(npi.matches("[12]\\d{9}") && Judge.luhn("80840" + npi), npi);
        }
        assertTrue(Judge.identifier(identifiers, Systems.EIN).matches("\\d{9}"));
        for (Address address : addresses) {
            assertTrue(address.getPostalCode().matches("\\d{5}-\\d{4}"), address.getPostalCode());
            assertTrue(address.getState().matches("[A-Z]{2}"));
        }
        for (PractitionerRole role : parsed.all(PractitionerRole.class)) {
            String taxonomy = role.getSpecialtyFirstRep().getCodingFirstRep().getCode();
            assertTrue(taxonomy.matches("[0-9A-Z]{9}X"), taxonomy);
        }
    }

    @Test
    void aPracticeSeesAllKindsOfPatientsAndVisits() {
        Parsed parsed = Parsed.of(Simulation.of(1).visits(800).dialect(Dialect.BULK));
        Set<String> seen = new TreeSet<>();
        for (Claim claim : parsed.claims()) {
            Coverage coverage =
                    (Coverage) parsed.resolve(claim, claim.getInsuranceFirstRep().getCoverage());
            Patient patient = (Patient) parsed.resolve(claim, claim.getPatient());
            Location place = (Location) parsed.resolve(claim, claim.getFacility());
            seen.add(coverage.getRelationship().getCodingFirstRep().getCode());
            seen.add(coverage.getType().getCodingFirstRep().getCode());
            seen.add("place " + place.getTypeFirstRep().getCodingFirstRep().getCode());
            seen.add("lines " + claim.getItem().size());
            seen.add("diagnoses " + claim.getDiagnosis().size());
            seen.add("insurances " + claim.getInsurance().size());
            if (patient.getBirthDate().getTime() > 1_225_584_000_000L) {
                seen.add("child");
            }
            if (coverage.getSubscriber().getReference().startsWith("RelatedPerson/")) {
                seen.add("subscriber is no patient");
            }
            if (claim.hasRelated()) {
                seen.add("replacement");
            }
            if (claim.hasAccident()) {
                seen.add("accident");
            }
            if (claim.getInsuranceFirstRep().hasPreAuthRef()) {
                seen.add("authorization");
            }
            claim.getCareTeam()
                    .forEach(m -> seen.add("role " + m.getRole().getCodingFirstRep().getCode()));
            claim.getItem().stream().filter(i -> i.hasDetail()).forEach(i -> seen.add("drug"));
        }
        Set<String> expected =
                new TreeSet<>(
                        List.of(
                                "self spouse child CI MB MC BL replacement accident authorization drug"
                                        .split(" ")));
        expected.addAll(List.of("place 11", "place 22", "place 02", "subscriber is no patient"));
        expected.addAll(List.of("role primary", "role referring", "role supervisor"));
        expected.addAll(List.of("insurances 1", "insurances 2"));
        for (int i = 1; i <= 12; i++) {
            expected.add("diagnoses " + i);
            if (i <= 6) {
                expected.add("lines " + i);
            }
        }
        assertEquals(expected, seen);
    }

    @Test
    void aCoverageCoversTheFirstDaysOfAYear() {
        Simulation newYear = Simulation.of(4).day(LocalDate.of(2026, 1, 1)).dialect(Dialect.BULK);
        Parsed parsed = Parsed.of(newYear);
        Judge judge = new Judge(parsed, LocalDate.of(2026, 1, 1));
        Set<LocalDate> days = new HashSet<>();
        for (Claim claim : parsed.claims()) {
            assertEquals(Set.of(), judge.faults(claim));
            days.add(judge.day());
        }
        assertTrue(days.contains(LocalDate.of(2025, 12, 31)));
    }

    @Property(tries = 20, seed = "20261124")
    void everyDialectTellsOfTheSameClaims(@ForAll long seed) {
        Map<Dialect, List<ExpectedClaim>> told = new TreeMap<>();
        for (Dialect dialect : Dialect.values()) {
            Parsed parsed = Parsed.of(Simulation.of(seed).visits(30).dialect(dialect));
            Map<String, BigDecimal> amounts = amounts(parsed);
            BigDecimal all = amounts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            assertEquals(parsed.manifest.readyCents(), all.movePointRight(2).longValueExact());
            for (ExpectedClaim claim : parsed.manifest.claims()) {
                assertEquals(
                        claim.cents(),
                        amounts.get(claim.number()).movePointRight(2).longValueExact());
            }
            told.put(dialect, List.copyOf(parsed.manifest.claims()));
        }
        assertEquals(1, Set.copyOf(told.values()).size());
    }

    private static Map<String, BigDecimal> amounts(Parsed parsed) {
        Map<String, BigDecimal> amounts = new TreeMap<>();
        for (Claim claim : parsed.claims()) {
            amounts.put(claim.getIdentifierFirstRep().getValue(), claim.getTotal().getValue());
        }
        for (ChargeItem charge : parsed.all(ChargeItem.class)) {
            Encounter visit = (Encounter) parsed.resolve(charge, charge.getContext());
            amounts.merge(
                    visit.getIdentifierFirstRep().getValue(),
                    charge.getPriceOverride().getValue(),
                    BigDecimal::add);
        }
        return amounts;
    }

    @Test
    void claimNumbersFitIntoX12() {
        for (ExpectedClaim claim :
                Parsed.of(Simulation.of(8).visits(60).plantAll()).manifest.claims()) {
            assertTrue(claim.number().matches("[A-Z0-9-]{1,20}"), claim.number());
        }
    }
}
