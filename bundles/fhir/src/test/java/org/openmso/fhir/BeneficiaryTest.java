package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.host.NamedInput;

/** An insurance pays for the patient whom it names, and only when that can be seen. */
class BeneficiaryTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final String AT = " Claim.insurance[0].coverage.resolve().beneficiary";

    @TempDir Path scratch;

    private Taken read(NamedInput... inputs) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch)),
                inputs);
    }

    private static NamedInput claim(String beneficiary) {
        return Cases.claim(
                claim -> Cases.at(claim, "/contained/4/beneficiary").put("reference", beneficiary));
    }

    private static void chart(ObjectNode holder, String value) {
        holder.put("system", "https://ehr.example.org/charts").put("value", value);
    }

    @Test
    void coverage_of_a_patient_who_is_not_here_blocks() {
        assertEquals(List.of("MSO-2111" + AT), read(claim("Patient/elsewhere")).onlyProblems());
        assertEquals(List.of("MSO-2111" + AT), read(claim("#nobody")).onlyProblems());
    }

    @Test
    void coverage_that_names_nobody_blocks() {
        NamedInput claim = Cases.claim(c -> Cases.at(c, "/contained/4").remove("beneficiary"));
        assertEquals(List.of("MSO-2111" + AT), read(claim).onlyProblems());
    }

    @Test
    void coverage_of_the_patient_in_a_later_input_does_not_block() {
        NamedInput patient =
                Cases.text(
                        "patient",
                        "{\"resourceType\":\"Patient\",\"id\":\"p7\",\"birthDate\":\"1980-02-29\"}");
        assertEquals("ACCT-1001", read(claim("Patient/p7"), patient).only().number());
    }

    @Test
    void coverage_that_names_the_patient_by_chart_number_does_not_block() {
        NamedInput claim =
                Cases.claim(
                        c -> {
                            chart(
                                    Cases.at(c, "/contained/0").putArray("identifier").addObject(),
                                    "77");
                            Cases.at(c, "/contained/4/beneficiary").remove("reference");
                            chart(
                                    Cases.at(c, "/contained/4/beneficiary").putObject("identifier"),
                                    "77");
                        });
        assertEquals("ACCT-1001", read(claim).only().number());
    }

    @Test
    void coverage_that_names_another_chart_number_blocks() {
        NamedInput claim =
                Cases.claim(
                        c -> {
                            chart(
                                    Cases.at(c, "/contained/0").putArray("identifier").addObject(),
                                    "77");
                            Cases.at(c, "/contained/4/beneficiary").remove("reference");
                            chart(
                                    Cases.at(c, "/contained/4/beneficiary").putObject("identifier"),
                                    "78");
                        });
        assertEquals(List.of("MSO-2111" + AT), read(claim).onlyProblems());
    }

    @Test
    void coverage_of_another_patient_blocks() {
        NamedInput moved =
                Cases.changed(
                        "searchset.json",
                        bundle ->
                                Cases.at(bundle, "/entry/0/resource/beneficiary")
                                        .put("reference", "Patient/p9"));
        NamedInput other = Cases.text("other", "{\"resourceType\":\"Patient\",\"id\":\"p9\"}");
        assertEquals(List.of("MSO-2136" + AT), read(moved, other).onlyProblems());
    }
}
