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
import org.openmso.api.Problem;
import org.openmso.api.billing.Person.Gender;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;

/** Values that cannot be billed as they stand are told; none is guessed, and none vanishes. */
class ValuesTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final String HCPCS = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";

    @TempDir Path scratch;

    private Taken read(Consumer<ObjectNode> change) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of(), scratch)), Cases.claim(change));
    }

    private Taken text(String json) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of(), scratch)), Cases.text("in", json));
    }

    private List<String> problems(Consumer<ObjectNode> change) {
        return read(change).onlyProblems();
    }

    private static ObjectNode item(ObjectNode claim) {
        return Cases.at(claim, "/item/0");
    }

    @Test
    void claim_blocked_at_one_place_comes_with_all_else_that_could_be_read() {
        Taken taken =
                read(
                        claim -> {
                            claim.remove("insurance");
                            item(claim).remove("productOrService");
                            Cases.list(claim, "/contained/1/identifier").remove(1);
                        });
        ProfessionalClaim read = taken.unread.get(0);
        assertEquals("ACCT-1001", read.number());
        assertEquals("1234567893", read.billingProvider().provider().npi());
        assertEquals("", read.billingProvider().taxId());
        assertEquals("Brook", read.patient().lastName());
        assertEquals("", read.coverage().payer().id());
        assertEquals(
                List.of("", "J3420"), read.lines().stream().map(ServiceLine::procedure).toList());
        assertEquals(LocalDate.of(2026, 10, 1), read.lines().get(0).from());
    }

    @Test
    void two_diagnoses_of_one_sequence_are_ambiguous() {
        assertEquals(
                List.of(
                        "MSO-2150 Claim.diagnosis[1].sequence",
                        "MSO-2121 Claim.item[1].diagnosisSequence[1]"),
                problems(claim -> Cases.at(claim, "/diagnosis/1").put("sequence", 1)).stream()
                        .filter(problem -> !problem.contains("item[0]"))
                        .toList());
    }

    @Test
    void two_members_of_the_care_team_of_one_sequence_are_ambiguous() {
        assertEquals(
                List.of("MSO-2150 Claim.careTeam[1].sequence"),
                problems(
                        claim ->
                                Cases.list(claim, "/careTeam")
                                        .add(Cases.at(claim, "/careTeam/0").deepCopy())));
    }

    @Test
    void sequence_below_one_or_malformed_is_refused() {
        for (String sequence : List.of("-5", "0", "\"x\"", "1.5")) {
            String json =
                    Cases.tree(Cases.CLAIM)
                            .toString()
                            .replace(
                                    "\"item\":[{\"sequence\":1",
                                    "\"item\":[{\"sequence\":" + sequence);
            assertEquals(
                    List.of("MSO-2131 Claim.item[0].sequence"),
                    text(json).onlyProblems(),
                    sequence);
        }
    }

    private static Consumer<ObjectNode> quantity(String member, String text, String system) {
        return claim ->
                item(claim)
                        .putObject("quantity")
                        .put("value", 45)
                        .put(member, text)
                        .put("system", system);
    }

    @Test
    void minutes_are_told_by_their_codes() {
        assertTrue(
                read(quantity("code", "min", "http://unitsofmeasure.org"))
                        .only()
                        .lines()
                        .get(0)
                        .minutes());
        assertTrue(read(quantity("code", "MJ", "urn:x12")).only().lines().get(0).minutes());
        assertTrue(read(quantity("unit", "min", "urn:any")).only().lines().get(0).minutes());
    }

    @Test
    void pieces_are_what_has_no_unit() {
        for (String unit : List.of("1", "{visit}", "UN", "units")) {
            ServiceLine line = read(quantity("code", unit, "urn:any")).only().lines().get(0);
            assertFalse(line.minutes(), unit);
            assertEquals(new BigDecimal("45"), line.units());
        }
    }

    @Test
    void other_units_are_not_billed_as_pieces() {
        for (String unit : List.of("minutes", "h", "mL", "d", "mg", "{a}b")) {
            assertEquals(
                    List.of("MSO-2123 Claim.item[0].quantity"),
                    problems(quantity("unit", unit, "urn:any")),
                    unit);
        }
        assertEquals(
                List.of("MSO-2123 Claim.item[0].quantity"),
                problems(quantity("code", "MJ", "http://unitsofmeasure.org")));
    }

    @Test
    void missing_gender_is_sent_as_unknown_with_a_warning() {
        Taken taken = read(claim -> Cases.at(claim, "/contained/0").remove("gender"));
        assertEquals(Gender.U, taken.only().patient().gender());
        assertEquals(
                List.of("MSO-2151 Claim.patient.resolve().gender"),
                Taken.places(taken.warnings.get(0)));
        assertEquals(
                List.of(),
                read(claim -> Cases.at(claim, "/contained/0").put("gender", "other"))
                        .warnings
                        .get(0));
    }

    @Test
    void malformed_gender_is_refused() {
        assertEquals(
                List.of("MSO-2131 Claim.patient.resolve().gender"),
                problems(claim -> Cases.at(claim, "/contained/0").put("gender", "F")));
    }

    @Test
    void detail_that_is_no_drug_would_vanish_and_blocks() {
        assertEquals(
                List.of("MSO-2152 Claim.item[0].detail[0]"),
                problems(
                        claim ->
                                item(claim)
                                        .putArray("detail")
                                        .addObject()
                                        .put("sequence", 1)
                                        .<ObjectNode>set(
                                                "productOrService", Cases.concept(HCPCS, "J3420"))
                                        .putObject("net")
                                        .put("value", 5)));
    }

    private static ObjectNode drug(ObjectNode detail) {
        detail.set("productOrService", Cases.concept(Codes.NDC, "00777310502"));
        detail.putObject("quantity").put("value", 1).put("code", "mL");
        return detail;
    }

    @Test
    void second_drug_of_a_line_or_a_sub_detail_blocks() {
        assertEquals(
                List.of("MSO-2152 Claim.item[0].detail[1]"),
                problems(
                        claim -> {
                            var details = item(claim).putArray("detail");
                            drug(details.addObject());
                            drug(details.addObject());
                        }));
        assertEquals(
                List.of("MSO-2152 Claim.item[0].detail[0]"),
                problems(
                        claim ->
                                drug(item(claim).putArray("detail").addObject())
                                        .putArray("subDetail")
                                        .addObject()
                                        .set("productOrService", Cases.concept(HCPCS, "J3420"))));
    }

    private static ObjectNode info(ObjectNode claim, String category) {
        ObjectNode info = claim.withArray("supportingInfo").addObject();
        info.set("category", Cases.concept("urn:any", category));
        return info;
    }

    @Test
    void onset_may_be_the_first_day_of_a_period() {
        ProfessionalClaim claim =
                read(c -> info(c, "onset").putObject("timingPeriod").put("start", "2026-09-01"))
                        .only();
        assertEquals(Optional.of(LocalDate.of(2026, 9, 1)), claim.onset());
    }

    @Test
    void onset_without_a_whole_day_is_refused() {
        assertEquals(
                List.of("MSO-2131 Claim.supportingInfo[0].timing.start"),
                problems(c -> info(c, "onset").putObject("timingPeriod").put("start", "2026-09")));
        assertEquals(
                List.of("MSO-2131 Claim.supportingInfo[0].timing"),
                problems(c -> info(c, "onset").put("valueString", "last week")));
        assertEquals(
                List.of("MSO-2131 Claim.supportingInfo[1]"),
                problems(
                        c -> {
                            info(c, "onset").put("timingDate", "2026-09-01");
                            info(c, "onset").put("timingDate", "2026-09-02");
                        }));
    }

    @Test
    void stay_without_a_period_is_refused() {
        assertEquals(
                List.of("MSO-2131 Claim.supportingInfo[0].timing"),
                problems(c -> info(c, "hospitalized").put("timingDate", "2026-09-01")));
    }

    @Test
    void information_that_an_837p_could_carry_and_this_one_does_not_is_a_warning() {
        Taken taken = read(c -> info(c, "externalcause"));
        assertEquals(1, taken.only().lines().get(0).pointers().size());
        assertEquals(
                List.of("MSO-2153 Claim.supportingInfo[0]"), Taken.places(taken.warnings.get(0)));
    }

    @Test
    void modifier_extension_that_nobody_here_knows_blocks() {
        assertEquals(
                List.of("MSO-2154 Claim.item[0].modifierExtension"),
                problems(
                        c ->
                                item(c).putArray("modifierExtension")
                                        .addObject()
                                        .put("url", "urn:not-done")
                                        .put("valueBoolean", true)));
        for (int contained = 0; contained < 5; contained++) {
            int at = contained;
            List<String> found =
                    problems(
                            c ->
                                    Cases.at(c, "/contained/" + at)
                                            .putArray("modifierExtension")
                                            .addObject()
                                            .put("url", "urn:not-done")
                                            .put("valueBoolean", true));
            assertEquals(1, found.size());
            assertTrue(
                    found.get(0).matches("MSO-2154 Claim.contained.*modifierExtension"),
                    found::toString);
        }
    }

    @Test
    void implicit_rules_block() {
        assertEquals(
                List.of("MSO-2154 Claim.implicitRules"),
                problems(c -> c.put("implicitRules", "urn:our-rules")));
    }

    @Test
    void name_that_stands_twice_is_refused_with_its_place() {
        String json =
                Cases.tree(Cases.CLAIM)
                        .toString()
                        .replace("\"use\":\"claim\"", "\"use\":\"claim\",\"use\":\"claim\"");
        Problem problem = text(json).unusable.get(0);
        assertEquals("MSO-2005", problem.code());
        assertTrue(
                problem.message()
                        .startsWith("The JSON has a name twice in one object at line 1, column "),
                problem.message());
        Taken lines = text(Cases.tree(Cases.CLAIM) + "\n" + json + "\n");
        assertEquals(1, lines.claims.size());
        assertEquals(List.of("MSO-2005 line 2"), lines.unusablePlaces());
    }

    private static ObjectNode member(ObjectNode claim, int sequence, String npi) {
        ObjectNode doctor = Cases.at(claim, "/contained/2").deepCopy();
        doctor.put("id", "doctor-" + sequence);
        Cases.at(doctor, "/identifier/0").put("value", npi);
        Cases.list(claim, "/contained").add(doctor);
        ObjectNode member = Cases.list(claim, "/careTeam").addObject().put("sequence", sequence);
        member.putObject("provider").put("reference", "#doctor-" + sequence);
        return member;
    }

    private static void referrer(ObjectNode claim) {
        Cases.at(claim, "/careTeam/0").set("role", Cases.concept("urn:r", "referring"));
    }

    @Test
    void only_member_without_a_role_whom_lines_name_rendered() {
        ProfessionalClaim claim =
                read(c -> {
                            referrer(c);
                            member(c, 2, "1003000126");
                            item(c).putArray("careTeamSequence").add(2);
                        })
                        .only();
        assertEquals("1003000126", claim.rendering().map(Provider::npi).orElseThrow());
        assertEquals("1928374655", claim.referring().map(Provider::npi).orElseThrow());
    }

    @Test
    void member_without_a_role_whom_no_line_names_is_ambiguous() {
        assertEquals(
                List.of("MSO-2142 Claim.careTeam"),
                problems(
                        c -> {
                            referrer(c);
                            member(c, 2, "1003000126");
                        }));
    }

    @Test
    void line_of_two_members_without_a_role_is_ambiguous() {
        assertEquals(
                List.of("MSO-2142 Claim.item[0].careTeamSequence"),
                problems(
                        c -> {
                            referrer(c);
                            member(c, 2, "1003000126");
                            member(c, 3, "1023456787");
                            item(c).putArray("careTeamSequence").add(2).add(3);
                            Cases.at(c, "/item/1").putArray("careTeamSequence").add(2);
                        }));
    }

    @Test
    void broken_text_for_people_does_not_stop_a_claim() {
        Taken taken =
                read(
                        c -> {
                            c.putObject("text").put("status", "generated").put("div", "<div><p>");
                            Cases.at(c, "/contained/0").putObject("text").put("div", "<x");
                        });
        assertEquals("Brook", taken.only().patient().lastName());
    }

    @Test
    void message_of_a_refused_resource_names_no_class() {
        Problem problem =
                text("{\"resourceType\":\"Claim\",\"contained\":[{\"resourceType\":\"Nothing\"}]}")
                        .unusable
                        .get(0);
        assertEquals("MSO-2012", problem.code());
        assertEquals("The FHIR parser refuses it.", problem.message());
    }

    @Test
    void lost_value_of_a_place_that_is_only_looked_at_blocks() {
        String claim =
                Cases.tree(Cases.CLAIM)
                        .toString()
                        .replaceFirst(
                                "\"locationCodeableConcept\":\\{.*?\\}\\]\\}",
                                "\"locationReference\":{\"reference\":\"Location/l\"}");
        String place =
                "{\"resourceType\":\"Location\",\"id\":\"l\",\"type\":[{\"coding\":[{\"system\":\""
                        + Codes.PLACE_OF_SERVICE
                        + "\",\"code\":\"11\"}]}],\"modifierExtension\":[{\"url\":\"urn:x\",\"valueBoolean\":true}]}";
        Taken taken =
                Taken.from(
                        CAPABILITY.open(new TestPractice(Map.of(), scratch)),
                        Cases.text("claim", claim),
                        Cases.text("place", place));
        assertEquals(List.of("MSO-2154 Location/l.modifierExtension"), taken.onlyProblems());
    }

    private static void replaceAll(ObjectNode bundle, String type, Consumer<ObjectNode> change) {
        for (var entry : bundle.get("entry")) {
            var resource = (ObjectNode) entry.get("resource");
            if (resource.get("resourceType").textValue().equals(type)) {
                change.accept(resource);
            }
        }
    }

    private List<String> visit(String type, Consumer<ObjectNode> change) {
        return Taken.from(
                        CAPABILITY.open(new TestPractice(Map.of(), scratch)),
                        Cases.changed("visit.json", bundle -> replaceAll(bundle, type, change)))
                .onlyProblems();
    }

    @Test
    void malformed_ranks_of_a_visit_are_not_guessed() {
        assertTrue(
                visit("Coverage", coverage -> coverage.put("order", "first")).stream()
                        .anyMatch(problem -> problem.matches("MSO-2131 Coverage/.*\\.order")));
        assertTrue(
                visit(
                                "Encounter",
                                visit ->
                                        visit.path("diagnosis")
                                                .forEach(one -> ((ObjectNode) one).put("rank", 0)))
                        .contains("MSO-2131 Encounter.diagnosis[0].rank"));
    }

    @Test
    void hours_of_a_charge_are_not_billed_as_pieces() {
        List<String> found =
                visit(
                        "ChargeItem",
                        charge -> charge.putObject("quantity").put("value", 1).put("code", "h"));
        assertTrue(
                found.stream().anyMatch(problem -> problem.matches("MSO-2123 .*quantity")),
                found::toString);
    }
}
