package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Money;
import org.openmso.api.billing.Accident;
import org.openmso.api.billing.BillingProvider.TaxIdKind;
import org.openmso.api.billing.Facility;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.ServiceLine;

/** Details of the mapping from Claim to 837P, one at a time. */
class ClaimDetailsTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();

    @TempDir Path scratch;

    private ProfessionalClaim claim(Consumer<ObjectNode> change) {
        return claim(Map.of(), change);
    }

    private ProfessionalClaim claim(Map<String, String> settings, Consumer<ObjectNode> change) {
        var intake = CAPABILITY.open(new TestPractice(settings, scratch));
        return Taken.from(intake, Cases.claim(change)).only();
    }

    private static ObjectNode item(ObjectNode claim, int index) {
        return Cases.at(claim, "/item/" + index);
    }

    private static ObjectNode related(ObjectNode claim) {
        ObjectNode related = claim.putArray("related").addObject();
        related.putObject("reference").put("value", "PCN-55");
        return related;
    }

    @Test
    void replacement_carries_the_payers_number() {
        for (String code : List.of("replaces", "prior")) {
            ProfessionalClaim claim =
                    claim(c -> related(c).set("relationship", Cases.concept("urn:any", code)));
            assertEquals(Frequency.REPLACEMENT, claim.frequency());
            assertEquals("PCN-55", claim.payerControlNumber());
        }
    }

    @Test
    void void_is_told_by_code_or_text() {
        ProfessionalClaim coded =
                claim(c -> related(c).set("relationship", Cases.concept("urn:any", "void")));
        assertEquals(Frequency.VOID, coded.frequency());
        ProfessionalClaim text =
                claim(c -> related(c).putObject("relationship").put("text", "Cancel"));
        assertEquals(Frequency.VOID, text.frequency());
        assertEquals("PCN-55", text.payerControlNumber());
    }

    @Test
    void payers_number_may_stand_at_the_claim_that_is_replaced() {
        ProfessionalClaim claim =
                claim(
                        c -> {
                            ObjectNode related = c.putArray("related").addObject();
                            related.set("relationship", Cases.concept("urn:any", "prior"));
                            related.putObject("claim").putObject("identifier").put("value", "P9");
                        });
        assertEquals("P9", claim.payerControlNumber());
    }

    @Test
    void associated_claim_leaves_the_claim_an_original() {
        ProfessionalClaim claim =
                claim(c -> related(c).set("relationship", Cases.concept("urn:any", "associated")));
        assertEquals(Frequency.ORIGINAL, claim.frequency());
        assertEquals("", claim.payerControlNumber());
    }

    @Test
    void payee_who_is_the_subscriber_has_not_assigned_benefits() {
        assertTrue(claim(c -> {}).benefitsAssigned());
        assertFalse(
                claim(c -> c.putObject("payee").set("type", Cases.concept("urn:p", "subscriber")))
                        .benefitsAssigned());
    }

    @Test
    void total_that_is_not_stated_is_the_sum_of_the_lines() {
        assertEquals(Money.ofCents(15000), claim(c -> c.remove("total")).total());
    }

    @Test
    void total_that_differs_from_the_lines_is_for_the_scrub() {
        assertEquals(
                Money.ofCents(15100), claim(c -> Cases.at(c, "/total").put("value", 151)).total());
    }

    @Test
    void net_counts_where_the_price_of_a_unit_was_rounded() {
        ProfessionalClaim claim =
                claim(
                        c -> {
                            item(c, 1).putObject("net").put("value", 100).put("currency", "USD");
                            Cases.at(c, "/item/1/unitPrice").put("value", 33.33);
                            Cases.at(c, "/item/1/quantity").put("value", 3);
                        });
        assertEquals(Money.ofCents(10000), claim.lines().get(1).charge());
    }

    @Test
    void price_of_a_unit_may_have_parts_of_cents() {
        ProfessionalClaim claim =
                claim(
                        c -> {
                            Cases.at(c, "/item/1/unitPrice").put("value", 0.125);
                            Cases.at(c, "/item/1/quantity").put("value", 8);
                        });
        assertEquals(Money.ofCents(100), claim.lines().get(1).charge());
    }

    @Test
    void price_times_quantity_times_factor_is_exact() {
        ProfessionalClaim claim =
                claim(
                        c -> {
                            item(c, 1).put("factor", 0.85);
                            Cases.at(c, "/item/1/quantity").put("value", 1.5);
                        });
        assertEquals(Money.ofCents(2550), claim.lines().get(1).charge());
        assertEquals(new BigDecimal("1.5"), claim.lines().get(1).units());
    }

    @Test
    void minutes_are_minutes() {
        ProfessionalClaim claim =
                claim(c -> Cases.at(c, "/item/0/quantity").put("value", 45).put("code", "min"));
        assertTrue(claim.lines().get(0).minutes());
        assertFalse(claim.lines().get(1).minutes());
    }

    @Test
    void times_become_days_in_the_practices_zone() {
        Consumer<ObjectNode> late =
                c -> item(c, 0).putObject("servicedPeriod").put("start", "2026-10-02T02:30:00Z");
        Consumer<ObjectNode> change = late.andThen(c -> item(c, 0).remove("servicedDate"));
        assertEquals(LocalDate.of(2026, 10, 1), claim(change).lines().get(0).from());
        assertEquals(
                LocalDate.of(2026, 10, 2),
                claim(Map.of("zone", "UTC"), change).lines().get(0).from());
    }

    @Test
    void day_may_come_from_the_billable_period() {
        ProfessionalClaim claim =
                claim(
                        c -> {
                            item(c, 0).remove("servicedDate");
                            c.putObject("billablePeriod")
                                    .put("start", "2026-10-01")
                                    .put("end", "2026-10-03");
                        });
        assertEquals(LocalDate.of(2026, 10, 1), claim.lines().get(0).from());
        assertEquals(LocalDate.of(2026, 10, 3), claim.lines().get(0).to());
    }

    @Test
    void date_that_the_claim_does_not_need_may_be_malformed() {
        assertEquals(
                "ACCT-1001",
                claim(
                                c -> {
                                    c.put("created", "IGNORED_FIELD");
                                    c.putObject("meta").put("lastUpdated", "IGNORED_FIELD");
                                    c.putObject("billablePeriod").put("start", "soon");
                                })
                        .number());
    }

    @Test
    void work_accident_and_other_accidents() {
        assertEquals(
                Optional.of(new Accident(Accident.Kind.EM, Optional.empty(), "")),
                claim(c -> c.putObject("accident").set("type", Cases.concept("urn:a", "WPA")))
                        .accident());
        assertEquals(
                Accident.Kind.OA,
                claim(c -> c.putObject("accident").set("type", Cases.concept("urn:a", "SPT")))
                        .accident()
                        .orElseThrow()
                        .kind());
    }

    @Test
    void line_with_a_provider_and_place_of_its_own() {
        ProfessionalClaim claim =
                claim(
                        c -> {
                            Cases.list(c, "/careTeam")
                                    .addObject()
                                    .put("sequence", 2)
                                    .set("role", Cases.concept("urn:r", "assist"));
                            Cases.at(c, "/careTeam/1")
                                    .putObject("provider")
                                    .put("reference", "#second");
                            ObjectNode second = Cases.at(c, "/contained/2").deepCopy();
                            second.put("id", "second");
                            Cases.at(second, "/identifier/0").put("value", "1003000126");
                            Cases.list(c, "/contained").add(second);
                            item(c, 1).putArray("careTeamSequence").add(2);
                            item(c, 1)
                                    .set(
                                            "locationCodeableConcept",
                                            Cases.concept(Codes.PLACE_OF_SERVICE, "12"));
                        });
        ServiceLine line = claim.lines().get(1);
        assertEquals("1003000126", line.rendering().orElseThrow().npi());
        assertEquals("12", line.placeOfService());
        assertEquals("11", claim.placeOfService());
        assertEquals("", claim.lines().get(0).placeOfService());
        assertEquals("1928374655", claim.rendering().orElseThrow().npi());
    }

    @Test
    void doctor_who_bills_alone_is_not_named_twice() {
        ProfessionalClaim claim =
                claim(
                        c -> {
                            Cases.at(c, "/provider").put("reference", "#doctor");
                            Cases.list(c, "/contained/2/identifier")
                                    .addObject()
                                    .put("system", "http://hl7.org/fhir/sid/us-ssn")
                                    .put("value", "999-00-0001");
                        });
        assertFalse(claim.billingProvider().provider().organization());
        assertEquals(TaxIdKind.SY, claim.billingProvider().taxIdKind());
        assertEquals("999000001", claim.billingProvider().taxId());
        assertEquals(Optional.empty(), claim.rendering());
    }

    @Test
    void facility_at_the_billing_address_is_left_out() {
        Consumer<ObjectNode> here =
                c -> {
                    ObjectNode location = Cases.list(c, "/contained").addObject();
                    location.put("resourceType", "Location").put("id", "here");
                    location.set(
                            "address", Cases.list(c, "/contained/1/address").get(1).deepCopy());
                    c.putObject("facility").put("reference", "#here");
                };
        assertEquals(Optional.empty(), claim(here).facility());
        Optional<Facility> moved =
                claim(
                                here.andThen(
                                        c ->
                                                Cases.at(c, "/contained/5/address")
                                                        .putArray("line")
                                                        .add("7 Pier Rd")))
                        .facility();
        assertEquals("7 Pier Rd", moved.orElseThrow().address().line1());
    }

    @Test
    void onset_and_stay_are_told_by_supporting_info() {
        ProfessionalClaim claim =
                claim(
                        c -> {
                            var infos = c.putArray("supportingInfo");
                            infos.addObject()
                                    .put("sequence", 1)
                                    .put("timingDate", "2026-09-20")
                                    .set("category", Cases.concept("urn:c", "onset"));
                            ObjectNode stay = infos.addObject();
                            stay.put("sequence", 2);
                            stay.set("category", Cases.concept("urn:c", "hospitalized"));
                            stay.putObject("timingPeriod")
                                    .put("start", "2026-09-30")
                                    .put("end", "2026-10-02");
                        });
        assertEquals(Optional.of(LocalDate.of(2026, 9, 20)), claim.onset());
        assertEquals(Optional.of(LocalDate.of(2026, 9, 30)), claim.admission());
        assertEquals(Optional.of(LocalDate.of(2026, 10, 2)), claim.discharge());
    }

    @Test
    void icd_10_under_the_name_that_the_ehr_gives_it() {
        ProfessionalClaim claim =
                claim(
                        Map.of("code-systems.icd-10-cm", "urn:a http://hl7.org/fhir/sid/icd-10"),
                        c ->
                                Cases.at(c, "/diagnosis/0")
                                        .set(
                                                "diagnosisCodeableConcept",
                                                Cases.concept(
                                                        "http://hl7.org/fhir/sid/icd-10",
                                                        "d51.9")));
        assertEquals(List.of("E119", "D519"), claim.diagnoses());
    }

    @Test
    void filing_indicator_that_the_practice_has_set_for_a_payer() {
        assertEquals(
                "12",
                claim(
                                Map.of("payers.PAYER01.filing-indicator", "12"),
                                c -> Cases.at(c, "/contained/4").remove("type"))
                        .coverage()
                        .payer()
                        .filingIndicator());
    }

    @Test
    void child_whose_subscriber_is_another_patient() {
        ProfessionalClaim claim =
                claim(
                        c -> {
                            ObjectNode mother = Cases.list(c, "/contained").addObject();
                            mother.put("resourceType", "Patient").put("id", "mother");
                            mother.putArray("name").addObject().put("family", "Hill");
                            Cases.at(c, "/contained/4/relationship/coding/0").put("code", "child");
                            Cases.at(c, "/contained/4")
                                    .putObject("subscriber")
                                    .put("reference", "#mother");
                        });
        assertEquals("19", claim.coverage().relationship());
        assertEquals("Hill", claim.coverage().subscriber().lastName());
        assertEquals("Brook", claim.patient().lastName());
    }

    @Test
    void code_for_what_has_no_code_is_sent_with_its_words() {
        ProfessionalClaim claim =
                claim(
                        c -> {
                            item(c, 0).putObject("productOrService");
                            item(c, 0)
                                    .set(
                                            "productOrService",
                                            Cases.concept("http://www.ama-assn.org/go/cpt", "17999")
                                                    .put("text", "wart, frozen twice"));
                            Cases.at(c, "/item/1/productOrService").put("text", "B12");
                        });
        assertEquals("wart, frozen twice", claim.lines().get(0).description());
        assertEquals("", claim.lines().get(1).description());
    }

    @Test
    void ndc_in_ten_digits_gets_its_zero_where_it_is_missing() {
        assertEquals("00517003125", Drugs.eleven("0517-0031-25"));
        assertEquals("50242004062", Drugs.eleven("50242-040-62"));
        assertEquals("60575411201", Drugs.eleven("60575-4112-1"));
        assertEquals("00777310502", Drugs.eleven("00777310502"));
        assertEquals("0777310502", Drugs.eleven("0777310502"));
        assertEquals("00777310502", Drugs.eleven("00777-3105-02"));
    }

    @Test
    void ndc_of_another_form_gets_no_digits() {
        for (String ndc : List.of("517-31-5", "0517-031-25", "0517-31-25", "05I7-0031-25", "1-2")) {
            assertEquals(ndc, Drugs.eleven(ndc));
        }
    }

    @Test
    void claim_number_is_the_ehrs_own_else_the_id_else_computed_and_the_same_again() {
        Consumer<ObjectNode> noIdentifier = c -> c.remove("identifier");
        assertEquals("C-1001", claim(noIdentifier.andThen(c -> c.put("id", "C-1001"))).number());
        String small = claim(noIdentifier).number();
        assertTrue(small.matches("[A-Z2-7]{20}"), "c-1001 is another claim than C-1001");
        Consumer<ObjectNode> longId =
                c -> {
                    Cases.at(c, "/identifier/0").put("value", "has a blank");
                    c.put("id", "f9450657-26e8-4cdc-8b51-342daf13fbaa");
                };
        String computed = claim(longId).number();
        assertTrue(computed.matches("[A-Z2-7]{20}"), computed);
        assertEquals(computed, claim(longId.andThen(c -> c.remove("created"))).number());
        Consumer<ObjectNode> noId = longId.andThen(c -> c.remove("id"));
        String hashed = claim(noId).number();
        assertTrue(hashed.matches("[A-Z2-7]{20}"), hashed);
        assertFalse(hashed.equals(claim(noId.andThen(c -> c.remove("created"))).number()));
    }
}
