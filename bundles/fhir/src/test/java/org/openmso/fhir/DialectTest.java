package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Money;
import org.openmso.api.billing.Accident;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.BillingProvider.TaxIdKind;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Drug;
import org.openmso.api.billing.Facility;
import org.openmso.api.billing.Origin;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.host.NamedInput;

/** The ways in which EHRs write FHIR, each with all that a claim gets from it. */
class DialectTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final Provider ROE = new Provider(false, "Roe", "Richard", "1928374655", "");
    private static final Provider POE = new Provider(false, "Poe", "Petra", "1003000126", "");
    private static final Address MAIN_ST =
            new Address("100 Main St", "", "Springfield", "IL", "627010001");

    @TempDir Path scratch;

    private FhirIntake intake() {
        return CAPABILITY.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch));
    }

    @Test
    void claim_with_contained_resources() {
        Taken taken = Taken.from(intake(), Cases.input(Cases.CLAIM));
        ProfessionalClaim claim = taken.only();
        assertEquals(List.of(List.of()), taken.warnings);
        var beatrix =
                new Person(
                        "Brook",
                        "Beatrix",
                        "Ann",
                        "JR",
                        Optional.of(LocalDate.of(1980, 2, 29)),
                        Optional.empty(),
                        Person.Gender.F,
                        new Address("5 Oak Ave", "Apt 2", "Springfield", "IL", "627041234"));
        var clinic = new Provider(true, "Harbor Clinic", "", "1234567893", "261QP2300X");
        var expected =
                ProfessionalClaim.builder()
                        .origin(new Origin(Cases.CLAIM, "Claim/c-1001"))
                        .number("ACCT-1001")
                        .billingProvider(
                                new BillingProvider(clinic, MAIN_ST, TaxIdKind.EI, "990000001"))
                        .rendering(
                                new Provider(false, "Roe", "Richard", "1928374655", "207Q00000X"))
                        .patient(beatrix)
                        .coverage(
                                new Coverage(
                                        new org.openmso.api.billing.Payer(
                                                "Example Plan", "PAYER01", "CI", Address.NONE),
                                        "P",
                                        beatrix,
                                        "MEM0001",
                                        "GRP100",
                                        "Brook Mills",
                                        "18",
                                        "",
                                        Optional.of(LocalDate.of(2026, 1, 1)),
                                        Optional.of(LocalDate.of(2026, 12, 31))))
                        .priorAuthorization("AUTH-7")
                        .diagnoses(List.of("E119", "D519"))
                        .total(Money.ofCents(15000))
                        .lines(
                                List.of(
                                        line(
                                                "1",
                                                "G0108",
                                                List.of("GT"),
                                                11000,
                                                "1",
                                                List.of(1),
                                                "2026-10-01",
                                                Optional.empty()),
                                        line(
                                                "2",
                                                "J3420",
                                                List.of(),
                                                4000,
                                                "2",
                                                List.of(2, 1),
                                                "2026-10-01",
                                                Optional.of(
                                                        new Drug(
                                                                "00517003125",
                                                                BigDecimal.ONE,
                                                                "ML")))))
                        .build();
        assertEquals(expected, claim);
    }

    private static ServiceLine line(
            String control,
            String procedure,
            List<String> modifiers,
            long cents,
            String units,
            List<Integer> pointers,
            String day,
            Optional<Drug> drug) {
        return new ServiceLine(
                control,
                procedure,
                modifiers,
                "",
                Money.ofCents(cents),
                new BigDecimal(units),
                false,
                "",
                pointers,
                LocalDate.parse(day),
                LocalDate.parse(day),
                Optional.empty(),
                drug);
    }

    @Test
    void transaction_with_temporary_urls_of_a_child_under_its_mother() {
        Taken taken = Taken.from(intake(), Cases.input("transaction.json"));
        ProfessionalClaim claim = taken.only();
        assertEquals(11, taken.report.resources());
        assertEquals("TX-1", claim.number());
        assertEquals("Claim at Bundle.entry[0].resource", claim.origin().resource());
        assertEquals("Otto", claim.patient().firstName());
        assertEquals("Mara", claim.coverage().subscriber().firstName());
        assertEquals("19", claim.coverage().relationship());
        assertEquals("12345", claim.coverage().payer().id());
        assertEquals("CI", claim.coverage().payer().filingIndicator());
        assertEquals("208000000X", claim.billingProvider().provider().taxonomy());
        assertEquals("Harbor Clinic", claim.billingProvider().provider().name());
        assertEquals("1928374655", claim.rendering().orElseThrow().npi());
        assertEquals("22", claim.placeOfService());
        assertEquals(
                Optional.of(
                        new Facility(
                                "Harbor Annex",
                                "1003000126",
                                new Address("7 Pier Rd", "", "Springfield", "IL", "627010007"))),
                claim.facility());
        assertEquals(List.of("J029"), claim.diagnoses());
        assertEquals(List.of(1), claim.lines().get(0).pointers());
        assertEquals(Money.ofCents(9250), claim.total());
    }

    @Test
    void searchset_with_two_coverages_and_every_kind_of_reference() {
        Taken taken = Taken.from(intake(), Cases.input("searchset.json"));
        ProfessionalClaim claim = taken.only();
        assertTrue(claim.number().matches("[A-Z2-7]{20}"), claim.number());
        assertEquals("P", claim.coverage().responsibility());
        assertEquals("BLUE1", claim.coverage().payer().id());
        assertEquals("BL", claim.coverage().payer().filingIndicator());
        assertEquals("01", claim.coverage().relationship());
        assertEquals("Tom", claim.coverage().subscriber().firstName());
        assertEquals(1, claim.otherCoverages().size());
        assertEquals("S", claim.otherCoverages().get(0).responsibility());
        assertEquals("MCARE", claim.otherCoverages().get(0).payer().id());
        assertEquals("Medicare Part B", claim.otherCoverages().get(0).payer().name());
        assertEquals("MB", claim.otherCoverages().get(0).payer().filingIndicator());
        assertEquals("1EG4TE5MK73", claim.otherCoverages().get(0).memberId());
        assertEquals(Person.Gender.U, claim.patient().gender());
        // 02:00 UTC is still the day before in the practice's zone.
        assertEquals(Optional.of(LocalDate.of(2026, 10, 7)), claim.patient().deathDate());
        assertEquals(Optional.of(ROE), claim.rendering());
        assertEquals(Optional.of(POE), claim.referring());
        assertEquals(Optional.of(POE), claim.supervising());
        assertEquals(MAIN_ST, claim.billingProvider().address());
        assertEquals("990000001", claim.billingProvider().taxId());
        assertEquals("11", claim.placeOfService());
        assertEquals(
                Optional.of(
                        new Accident(
                                Accident.Kind.AA, Optional.of(LocalDate.of(2026, 9, 30)), "IL")),
                claim.accident());
        assertEquals(LocalDate.of(2026, 10, 7), claim.lines().get(0).from());
    }

    @Test
    void ndjson_with_one_file_for_each_type() throws IOException {
        var files = new TreeMap<String, StringBuilder>();
        for (JsonNode entry : Cases.tree("searchset.json").get("entry")) {
            JsonNode resource = entry.get("resource");
            files.computeIfAbsent(
                            resource.get("resourceType").asText() + ".ndjson",
                            type -> new StringBuilder())
                    .append(resource)
                    .append('\n');
        }
        var inputs = new ArrayList<NamedInput>();
        files.forEach((name, text) -> inputs.add(Cases.text(name, text.toString())));
        Taken taken = Taken.from(intake(), inputs.toArray(NamedInput[]::new));
        ProfessionalClaim bundled = Taken.from(intake(), Cases.input("searchset.json")).only();
        assertEquals(
                bundled.toBuilder().origin(new Origin("Claim.ndjson", "Claim/s1")).build(),
                taken.only());
        assertEquals(12, taken.report.resources());
    }

    @Test
    void visit_with_charges_and_no_claim() {
        Taken taken = Taken.from(intake(), Cases.input("visit.json"));
        ProfessionalClaim claim = taken.only();
        assertEquals(List.of(List.of()), taken.warnings);
        assertEquals("VISIT-77", claim.number());
        assertEquals(new Origin("visit.json", "Encounter/v1"), claim.origin());
        assertEquals("MEM1", claim.coverage().memberId());
        assertEquals("18", claim.coverage().relationship());
        assertEquals(List.of(), claim.otherCoverages());
        assertEquals(List.of("E119", "D519"), claim.diagnoses());
        assertEquals(Optional.of(ROE), claim.rendering());
        assertEquals("11", claim.placeOfService());
        assertEquals(2, claim.lines().size());
        ServiceLine first = claim.lines().get(0);
        assertEquals("99213", first.procedure());
        assertEquals(List.of(1, 2), first.pointers());
        assertEquals(Optional.of(POE), first.rendering());
        assertEquals(LocalDate.of(2026, 10, 6), first.from());
        ServiceLine second = claim.lines().get(1);
        assertEquals("J3420", second.procedure());
        assertEquals(List.of(2), second.pointers());
        assertEquals(new BigDecimal("2"), second.units());
        assertEquals(Money.ofCents(13250), claim.total());
    }

    @Test
    void gzip_is_told_by_its_first_bytes_and_a_byte_order_mark_does_no_harm() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
            gzip.write(Cases.bytes(Cases.CLAIM));
        }
        Taken taken = Taken.from(intake(), NamedInput.of("claim.json", bytes.toByteArray()));
        assertEquals("ACCT-1001", taken.only().number());
        assertTrue(taken.progress.contains("claim.json " + bytes.size()), taken.progress::toString);
    }

    @Test
    void bundles_as_lines_of_ndjson_keep_their_references_apart() {
        String lines =
                Cases.tree("transaction.json") + "\n" + Cases.tree("transaction.json") + "\n\n";
        Taken taken = Taken.from(intake(), Cases.text("bundles.ndjson", lines));
        assertEquals(2, taken.claims.size(), taken.blocked::toString);
        assertEquals(
                List.of(
                        "Claim at Bundle.entry[0].resource",
                        "Claim at line 2, Bundle.entry[0].resource"),
                taken.claims.stream().map(claim -> claim.origin().resource()).toList());
        assertEquals(22, taken.report.resources());
    }
}
