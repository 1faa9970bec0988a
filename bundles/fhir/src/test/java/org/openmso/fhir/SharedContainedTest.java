package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.billing.ProfessionalClaim;

/** Claims of one file that contain the same clinic, clinician and place, parsed once for all. */
class SharedContainedTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();

    @TempDir Path scratch;

    /** Claims of one file, each changed in its way. */
    @SafeVarargs
    private Taken lines(Consumer<ObjectNode>... changes) {
        var text = new StringBuilder();
        int number = 0;
        for (Consumer<ObjectNode> change : changes) {
            ObjectNode claim = Cases.tree(Cases.CLAIM);
            claim.put("id", "c-" + ++number);
            change.accept(claim);
            text.append(claim).append('\n');
        }
        var intake = CAPABILITY.open(new TestPractice(Map.of(), scratch));
        return Taken.from(intake, Cases.text("claims.ndjson", text.toString()));
    }

    private ProfessionalClaim alone(Consumer<ObjectNode> change) {
        var intake = CAPABILITY.open(new TestPractice(Map.of(), scratch));
        return Taken.from(intake, Cases.claim(change)).only();
    }

    @Test
    void claims_that_contain_the_same_read_as_if_each_were_alone() {
        Taken taken = lines(c -> {}, c -> c.put("id", "c-2"), c -> c.put("id", "c-3"));
        assertEquals(3, taken.claims.size());
        for (ProfessionalClaim claim : taken.claims) {
            ProfessionalClaim expected =
                    alone(c -> {}).toBuilder()
                            .origin(claim.origin())
                            .number(claim.number())
                            .build();
            assertEquals(expected, claim);
        }
    }

    @Test
    void one_id_may_mean_another_clinic_in_the_next_claim() {
        Taken taken =
                lines(
                        c -> {},
                        c -> Cases.at(c, "/contained/1").put("name", "Lake Clinic"),
                        c -> {});
        assertEquals(
                List.of("Harbor Clinic", "Lake Clinic", "Harbor Clinic"),
                taken.claims.stream().map(c -> c.billingProvider().provider().name()).toList());
    }

    @Test
    void contained_id_may_be_written_with_its_hash() {
        Taken taken =
                lines(
                        c -> Cases.at(c, "/contained/1").put("id", "#clinic"),
                        c -> Cases.at(c, "/contained/1").put("id", "#clinic"));
        assertEquals(
                List.of("1234567893", "1234567893"),
                taken.claims.stream().map(c -> c.billingProvider().provider().npi()).toList());
    }

    @Test
    void damaged_contained_resource_blocks_every_claim_that_has_it() {
        Consumer<ObjectNode> damage = c -> Cases.at(c, "/contained/1").put("address", "5 Oak Ave");
        Taken taken = lines(damage, damage, c -> {});
        assertEquals(1, taken.claims.size());
        assertEquals(2, taken.blocked.size());
        taken.blocked
                .values()
                .forEach(
                        problems ->
                                assertEquals(List.of("MSO-2131 Claim"), Taken.places(problems)));
    }

    @Test
    void two_contained_clinics_of_one_id_are_told() {
        Consumer<ObjectNode> twice =
                c ->
                        Cases.list(c, "/contained")
                                .add(Cases.at(c, "/contained/1").deepCopy().put("name", "Lake"));
        Taken taken = lines(c -> {}, twice);
        assertEquals(1, taken.claims.size());
        assertEquals(
                List.of("MSO-2116 Claim.provider"),
                Taken.places(taken.blocked.values().iterator().next()));
    }

    @Test
    void line_that_names_two_types_is_refused() {
        String twice = "{\"resourceType\":\"Claim\",\"id\":\"x\",\"resourceType\":\"Patient\"}\n";
        var intake = CAPABILITY.open(new TestPractice(Map.of(), scratch));
        Taken taken = Taken.from(intake, Cases.text("two.ndjson", twice));
        assertEquals(List.of("MSO-2005 line 1"), taken.unusablePlaces());
    }

    @Test
    void number_that_nobody_can_write_out_is_refused() {
        String line =
                "{\"resourceType\":\"Claim\",\"id\":\"x\",\"total\":{\"value\":1e999999999}}\n";
        var intake = CAPABILITY.open(new TestPractice(Map.of(), scratch));
        Taken taken = Taken.from(intake, Cases.text("huge.ndjson", line));
        assertEquals(List.of("MSO-2012 line 1"), taken.unusablePlaces());
    }
}
