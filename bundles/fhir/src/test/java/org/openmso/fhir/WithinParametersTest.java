package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.host.NamedInput;

/** A Claim as the parameter of an operation is not read, and that is told. */
class WithinParametersTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final String PARAMETER =
            "\"parameter\":[{\"name\":\"resource\",\"resource\":%s},{\"name\":\"more\",\"part\":[]}]";

    @TempDir Path scratch;

    private Taken read(NamedInput... inputs) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch)),
                inputs);
    }

    private static String claim() {
        return Cases.tree(Cases.CLAIM).toString();
    }

    private static String parameters(String resource) {
        return "{\"resourceType\":\"Parameters\"," + PARAMETER.formatted(resource) + "}";
    }

    private static String typedLast(String resource) {
        return "{" + PARAMETER.formatted(resource) + ",\"resourceType\":\"Parameters\"}";
    }

    private static String bundle(String... resources) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":"
                + String.join("},{\"resource\":", resources)
                + "}]}";
    }

    private static NamedInput input(String text) {
        return Cases.text("input", text);
    }

    @Test
    void claim_in_parameters_that_are_an_input_of_their_own_is_told() {
        for (String text :
                List.of(
                        parameters(claim()),
                        typedLast(claim()),
                        Cases.parse(parameters(claim())).toPrettyString(),
                        Cases.parse(typedLast(claim())).toPrettyString())) {
            Taken taken = read(input(text));
            assertEquals(List.of(), taken.claims);
            List<String> places = taken.unusablePlaces();
            assertEquals(1, places.size(), places::toString);
            assertTrue(places.get(0).startsWith("MSO-2017"), places::toString);
        }
    }

    @Test
    void claim_in_parameters_among_the_lines_of_an_input_is_told_and_the_other_lines_are_read() {
        String lines = claim() + "\n" + parameters(claim()) + "\n" + typedLast(claim()) + "\n";
        Taken taken = read(input(lines));
        assertEquals(1, taken.claims.size());
        assertEquals(List.of("MSO-2017 line 2", "MSO-2017 line 3"), taken.unusablePlaces());
    }

    @Test
    void claim_in_parameters_of_an_entry_is_told_and_the_other_entries_are_read() {
        Taken taken =
                read(
                        input(
                                bundle(
                                        claim(),
                                        parameters(claim()),
                                        typedLast(claim()),
                                        parameters(bundle(claim())))));
        assertEquals(1, taken.claims.size());
        assertEquals(
                List.of(
                        "MSO-2017 Bundle.entry[1].resource",
                        "MSO-2017 Bundle.entry[2].resource",
                        "MSO-2017 Bundle.entry[3].resource"),
                taken.unusablePlaces());
    }

    @Test
    void parameters_without_a_claim_are_passed_over_also_behind_a_claim() {
        String coverage = "{\"resourceType\":\"Coverage\",\"id\":\"Claim\"}";
        Taken entries = read(input(bundle(claim(), typedLast(coverage), parameters(coverage))));
        assertEquals("ACCT-1001", entries.only().number());
        Taken lines = read(input(claim() + "\n" + parameters(coverage) + "\n"));
        assertEquals("ACCT-1001", lines.only().number());
        assertEquals(2, lines.report.resources());
        assertEquals(List.of("MSO-2009"), read(input(parameters(coverage))).unusablePlaces());
    }

    @Test
    void visit_waits_for_a_claim_in_parameters_which_may_bill_it() {
        for (String text :
                List.of(
                        parameters(claim()),
                        Cases.parse(typedLast(claim())).toPrettyString(),
                        bundle(parameters(claim())),
                        bundle(typedLast(claim())))) {
            Taken taken = read(Cases.input("visit.json"), input(text));
            assertEquals(List.of("MSO-2156 Encounter"), taken.onlyBlockedPlaces());
        }
    }
}
