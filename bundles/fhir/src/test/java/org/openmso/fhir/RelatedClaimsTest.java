package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.ProfessionalClaim;

/** A claim that says it has to do with an earlier one is not billed as if it had said nothing. */
class RelatedClaimsTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final String SYSTEM =
            "http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship";

    @TempDir Path scratch;

    private Taken claim(Consumer<ObjectNode> change) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of(), scratch)), Cases.claim(change));
    }

    private static ObjectNode related(ObjectNode claim, String number) {
        ObjectNode related = claim.withArray("related").addObject();
        related.putObject("reference").put("value", number);
        return related;
    }

    private static void related(ObjectNode claim, String code, String number) {
        related(claim, number).set("relationship", Cases.concept(SYSTEM, code));
    }

    @Test
    void related_claim_without_relationship_is_no_original() {
        assertEquals(
                List.of("MSO-2144 Claim.related[0].relationship"),
                claim(c -> related(c, "PCN-55")).onlyProblems());
    }

    @Test
    void related_claim_of_an_unknown_relationship_is_no_original() {
        assertEquals(
                List.of("MSO-2144 Claim.related[0].relationship"),
                claim(c -> related(c, "follows", "PCN-55")).onlyProblems());
        assertEquals(
                List.of("MSO-2144 Claim.related[0].relationship"),
                claim(c -> related(c, "PCN-55").putObject("relationship").put("text", "see there"))
                        .onlyProblems());
    }

    @Test
    void unknown_relationship_after_a_known_one_blocks_all_the_same() {
        assertEquals(
                List.of("MSO-2144 Claim.related[1].relationship"),
                claim(
                                c -> {
                                    related(c, "prior", "PCN-55");
                                    related(c, "PCN-56");
                                })
                        .onlyProblems());
    }

    @Test
    void claim_that_replaces_and_voids_is_blocked() {
        assertEquals(
                List.of("MSO-2145 Claim.related[1]"),
                claim(
                                c -> {
                                    related(c, "prior", "PCN-55");
                                    related(c, "void", "PCN-55");
                                })
                        .onlyProblems());
        assertEquals(
                List.of("MSO-2145 Claim.related[0].relationship"),
                claim(
                                c -> {
                                    related(c, "prior", "PCN-55");
                                    Cases.at(c, "/related/0/relationship").put("text", "Void");
                                })
                        .onlyProblems());
    }

    @Test
    void claim_that_replaces_two_claims_is_blocked() {
        assertEquals(
                List.of("MSO-2145 Claim.related[1]"),
                claim(
                                c -> {
                                    related(c, "prior", "PCN-55");
                                    related(c, "prior", "PCN-56");
                                })
                        .onlyProblems());
    }

    @Test
    void claim_that_says_twice_what_it_replaces_says_it_once() {
        ProfessionalClaim claim =
                claim(
                                c -> {
                                    related(c, "associated", "PCN-54");
                                    related(c, "prior", "PCN-55");
                                    related(c, "replaces", "PCN-55");
                                })
                        .only();
        assertEquals(Frequency.REPLACEMENT, claim.frequency());
        assertEquals("PCN-55", claim.payerControlNumber());
    }

    @Test
    void associated_claim_is_an_original() {
        ProfessionalClaim claim = claim(c -> related(c, "associated", "PCN-55")).only();
        assertEquals(Frequency.ORIGINAL, claim.frequency());
        assertEquals("", claim.payerControlNumber());
    }
}
