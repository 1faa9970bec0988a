package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openmso.api.Money;
import org.openmso.api.billing.Accident;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Facility;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.billing.verify.Structure837P;

/** Business cases and the files that they become, byte by byte. */
class GoldenFilesTest {
    @Test
    void an_office_visit_of_the_subscriber() throws IOException {
        expect("office-visit-subscriber.837", MadeUp.officeVisit());
    }

    @Test
    void a_child_of_the_subscriber() throws IOException {
        expect(
                "child-of-subscriber.837",
                MadeUp.officeVisit().toBuilder()
                        .coverage(
                                MadeUp.coverage(
                                        MadeUp.SECOND_PLAN, "P", MadeUp.JOHN, "MEM0002", "19", ""))
                        .patient(MadeUp.TIM)
                        .build());
    }

    @Test
    void a_replacement_with_the_payers_number() throws IOException {
        expect(
                "replacement-with-payer-number.837",
                MadeUp.officeVisit().toBuilder()
                        .frequency(Frequency.REPLACEMENT)
                        .payerControlNumber("ICN20260900017")
                        .build());
    }

    @Test
    void a_void_beside_its_correction() throws IOException {
        ProfessionalClaim visit = MadeUp.officeVisit();
        expect(
                "void-beside-correction.837",
                visit.toBuilder()
                        .frequency(Frequency.VOID)
                        .payerControlNumber("ICN20260900017")
                        .build(),
                visit.toBuilder().priorAuthorization("AUTH77").build());
    }

    @Test
    void two_providers_and_three_patients() throws IOException {
        ProfessionalClaim jane = MadeUp.officeVisit();
        var family = MadeUp.coverage(MadeUp.PLAN, "P", MadeUp.JOHN, "MEM0002", "19", "");
        var spouse = MadeUp.coverage(MadeUp.PLAN, "P", MadeUp.JOHN, "MEM0002", "01", "");
        expect(
                "two-providers-three-patients.837",
                jane,
                jane.toBuilder()
                        .number("ACCT-1002")
                        .billingProvider(MadeUp.HILL)
                        .coverage(family)
                        .patient(MadeUp.TIM)
                        .build(),
                jane.toBuilder()
                        .number("ACCT-1003")
                        .billingProvider(MadeUp.HILL)
                        .coverage(spouse)
                        .patient(MadeUp.named(MadeUp.JANE, "Roe-Doe", "Janet"))
                        .build(),
                jane.toBuilder()
                        .number("ACCT-1004")
                        .total(Money.ofCents(4_000))
                        .lines(List.of(MadeUp.line("L1", "J3420", 4_000, 1, 2)))
                        .coverage(MadeUp.self(MadeUp.JANE, "MEM0001"))
                        .diagnoses(List.of("D519", "E119"))
                        .lines(
                                List.of(
                                        new MadeUp.Line("L1", "J3420", 4_000, 1, 2)
                                                .modifiers("76")
                                                .build()))
                        .build());
    }

    @Test
    void a_car_accident_with_its_state() throws IOException {
        expect(
                "car-accident-with-state.837",
                MadeUp.officeVisit().toBuilder()
                        .accident(
                                new Accident(
                                        Accident.Kind.AA,
                                        Optional.of(LocalDate.of(2026, 9, 29)),
                                        "IL"))
                        .diagnoses(List.of("S8001XA", "V4352XA"))
                        .patientPaid(Money.ofCents(2_550))
                        .acceptsAssignment(false)
                        .benefitsAssigned(false)
                        .releaseOfInformation(false)
                        .signatureOnFile(false)
                        .build());
    }

    @Test
    void a_hospital_visit_with_all_its_parties() throws IOException {
        expect(
                "hospital-visit-with-all-parties.837",
                MadeUp.officeVisit().toBuilder()
                        .placeOfService("21")
                        .onset(LocalDate.of(2026, 9, 20))
                        .admission(LocalDate.of(2026, 9, 28))
                        .discharge(LocalDate.of(2026, 10, 2))
                        .facility(MadeUp.HOSPITAL)
                        .referring(MadeUp.POE)
                        .supervising(MadeUp.LOW)
                        .total(Money.ofCents(50_000))
                        .lines(
                                List.of(
                                        new MadeUp.Line("L1", "99232", 50_000, 1)
                                                .units("4")
                                                .days(
                                                        LocalDate.of(2026, 9, 28),
                                                        LocalDate.of(2026, 10, 1))
                                                .build()))
                        .build());
    }

    @Test
    void an_injection_with_its_drug() throws IOException {
        expect(
                "injection-with-drug.837",
                MadeUp.officeVisit().toBuilder()
                        .total(Money.ofCents(5_305))
                        .lines(
                                List.of(
                                        new MadeUp.Line("L1", "J3490", 4_255, 1)
                                                .modifiers("JZ")
                                                .description("Vitamin compound, made up: 10% mix")
                                                .units("2.50")
                                                .drug(MadeUp.drug("00026063512", "0.500", "ML"))
                                                .build(),
                                        new MadeUp.Line("L2", "96372", 1_050, 1, 2)
                                                .modifiers("59", "LT")
                                                .place("12")
                                                .build()))
                        .build());
    }

    @Test
    void a_primary_claim_that_names_the_secondary_coverage() throws IOException {
        expect(
                "secondary-coverage-named.837",
                MadeUp.officeVisit().toBuilder()
                        .otherCoverages(
                                List.of(
                                        MadeUp.coverage(
                                                MadeUp.SECOND_PLAN,
                                                "S",
                                                MadeUp.JOHN,
                                                "XYZ9",
                                                "01",
                                                ""),
                                        MadeUp.coverage(
                                                MadeUp.MEDICARE,
                                                "T",
                                                MadeUp.JANE,
                                                "1EG4TE5MK73",
                                                Coverage.SELF,
                                                "12")))
                        .build());
    }

    @Test
    void anesthesia_in_minutes_by_another_clinician() throws IOException {
        expect(
                "anesthesia-in-minutes.837",
                MadeUp.officeVisit().toBuilder()
                        .placeOfService("24")
                        .facility(MadeUp.HOSPITAL)
                        .total(Money.ofCents(60_010))
                        .lines(
                                List.of(
                                        new MadeUp.Line("L1", "00400", 60_000, 1)
                                                .modifiers("AA", "P2", "QS", "23")
                                                .minutes("75")
                                                .rendering(MadeUp.POE)
                                                .build(),
                                        new MadeUp.Line("L2", "0001F", 10, 2)
                                                .rendering(MadeUp.ROE)
                                                .build()))
                        .build());
    }

    @Test
    void twelve_diagnoses_in_one_segment() throws IOException {
        var codes = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            codes.add("E11" + (i < 10 ? "" + i : "A" + i));
        }
        expect(
                "twelve-diagnoses.837",
                MadeUp.officeVisit().toBuilder()
                        .diagnoses(codes)
                        .total(Money.ofCents(100))
                        .lines(List.of(MadeUp.line("L1", "G0108", 100, 12, 11, 10, 1)))
                        .build());
    }

    @Test
    void patients_who_have_died() throws IOException {
        var born = Optional.of(LocalDate.of(1950, 1, 31));
        var died = Optional.of(LocalDate.of(2026, 10, 2));
        ProfessionalClaim visit = MadeUp.officeVisit();
        expect(
                "patients-who-died.837",
                visit.toBuilder().patient(MadeUp.lived(MadeUp.JANE, born, died)).build(),
                visit.toBuilder()
                        .number("ACCT-1002")
                        .coverage(
                                MadeUp.coverage(MadeUp.PLAN, "P", MadeUp.JOHN, "MEM0002", "G8", ""))
                        .patient(MadeUp.lived(MadeUp.TIM, born, died))
                        .build());
    }

    @Test
    void names_with_marks_and_delimiters() throws IOException {
        var home =
                new Address(
                        "Calle Mu\u00F1oz #5*B", "Apt: 2~", "  San   Jos\u00E9 ", "PR", "00901");
        expect(
                "names-with-marks.837",
                MadeUp.officeVisit().toBuilder()
                        .patient(
                                MadeUp.living(
                                        MadeUp.named(
                                                MadeUp.JANE,
                                                "Nu\u00F1ez\u2013O\u2019Br\u00EDan",
                                                "S\u00F8ren"),
                                        home))
                        .build());
    }

    @Test
    void a_solo_clinician_who_bills_and_works_at_one_place() throws IOException {
        var solo =
                new BillingProvider(
                        MadeUp.ROE, MadeUp.MAIN_STREET, BillingProvider.TaxIdKind.SY, "900000003");
        expect(
                "solo-clinician.837",
                MadeUp.officeVisit().toBuilder()
                        .billingProvider(solo)
                        .facility(new Facility("Roe Practice", "", MadeUp.MAIN_STREET))
                        .coverage(
                                new Coverage(
                                        MadeUp.PLAN,
                                        "P",
                                        MadeUp.JANE,
                                        "MEM0001",
                                        "",
                                        "Dockers",
                                        Coverage.SELF,
                                        "",
                                        Optional.empty(),
                                        Optional.empty()))
                        .build());
    }

    private static void expect(String golden, ProfessionalClaim... claims) throws IOException {
        var target = new MemoryTarget();
        var blocked = new ArrayList<ClaimOutcome>();
        new FakePractice()
                .billing()
                .prepare(
                        sink -> List.of(claims).forEach(claim -> sink.claim(claim, List.of())),
                        target,
                        outcome -> {
                            if (outcome.status() == ClaimOutcome.Status.BLOCKED) {
                                blocked.add(outcome);
                            }
                        });
        assertEquals(List.of(), blocked);
        assertEquals(List.of(), Structure837P.read(target.bytes()).faults());
        assertEquals(golden(golden), target.text());
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream(name)) {
            assertNotNull(in, name);
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
