package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.ManagementAgreement;
import org.openmso.api.MsoModel;
import org.openmso.api.Practice;
import org.openmso.api.billing.Drug;
import org.openmso.api.billing.ServiceLine;
import org.openmso.api.spi.PracticeContext;

/** What a visit does not tell of a charge: it blocks, and nothing takes its place. */
class NothingGuessedTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final int CHARGE = 2;

    @TempDir Path scratch;

    private Taken visit(Consumer<ObjectNode> change) {
        return visit(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch), change);
    }

    private static Taken visit(PracticeContext practice, Consumer<ObjectNode> change) {
        return Taken.from(CAPABILITY.open(practice), Cases.changed("visit.json", change));
    }

    private static ObjectNode entry(ObjectNode bundle, int index) {
        return Cases.at(bundle, "/entry/" + index + "/resource");
    }

    /** Of the first charge, what names its day. */
    private static ObjectNode untimed(ObjectNode bundle) {
        ObjectNode charge = entry(bundle, CHARGE);
        charge.remove("occurrenceDateTime");
        charge.remove("occurrencePeriod");
        return charge;
    }

    private static ObjectNode encounter(ObjectNode bundle) {
        return entry(bundle, 0);
    }

    private static LocalDate day(Taken taken) {
        return taken.only().lines().stream()
                .filter(line -> line.control().equals("1"))
                .findFirst()
                .orElseThrow()
                .from();
    }

    @Test
    void charge_without_a_day_is_of_the_one_day_of_its_visit() {
        assertEquals(LocalDate.of(2026, 10, 6), day(visit(NothingGuessedTest::untimed)));
    }

    @Test
    void charge_without_a_day_of_a_visit_of_several_days_is_blocked() {
        Taken taken =
                visit(
                        bundle -> {
                            untimed(bundle);
                            encounter(bundle)
                                    .putObject("period")
                                    .put("start", "2026-10-06T09:00:00-05:00")
                                    .put("end", "2026-10-08T09:00:00-05:00");
                        });
        assertEquals(List.of("MSO-2119 ChargeItem/ci1.occurrence"), taken.onlyProblems());
    }

    @Test
    void charge_without_a_day_of_a_visit_without_an_end_is_blocked() {
        Taken taken =
                visit(
                        bundle -> {
                            untimed(bundle);
                            encounter(bundle)
                                    .putObject("period")
                                    .put("start", "2026-10-06T09:00:00-05:00");
                        });
        assertEquals(List.of("MSO-2119 ChargeItem/ci1.occurrence"), taken.onlyProblems());
    }

    @Test
    void charge_at_a_single_event_has_its_day_and_a_schedule_has_none() {
        assertEquals(
                LocalDate.of(2026, 10, 5),
                day(
                        visit(
                                bundle ->
                                        untimed(bundle)
                                                .putObject("occurrenceTiming")
                                                .putArray("event")
                                                .add("2026-10-05"))));
        Taken schedule =
                visit(
                        bundle -> {
                            ObjectNode timing = untimed(bundle).putObject("occurrenceTiming");
                            timing.putArray("event").add("2026-10-05").add("2026-10-06");
                        });
        assertEquals(List.of("MSO-2119 ChargeItem/ci1.occurrence"), schedule.onlyProblems());
    }

    @Test
    void charge_of_a_period_without_a_beginning_is_not_of_the_day_of_the_visit() {
        Taken taken =
                visit(
                        bundle ->
                                untimed(bundle)
                                        .putObject("occurrencePeriod")
                                        .put("end", "2026-10-06"));
        assertEquals(List.of("MSO-2119 ChargeItem/ci1.occurrence.start"), taken.onlyProblems());
    }

    @Test
    void reason_that_is_no_diagnosis_of_the_visit_is_not_replaced_by_those_that_are() {
        for (ObjectNode reason :
                List.of(
                        Cases.concept("http://hl7.org/fhir/sid/icd-10-cm", "J45.909"),
                        Cases.concept("http://snomed.info/sct", "44054006"))) {
            Taken taken = visit(bundle -> entry(bundle, CHARGE).putArray("reason").add(reason));
            assertEquals(List.of("MSO-2121 ChargeItem/ci1.reason[0]"), taken.onlyProblems());
        }
    }

    private static ObjectNode location(ObjectNode bundle, String id, String code) {
        ObjectNode location = Cases.list(bundle, "/entry").addObject().putObject("resource");
        location.put("resourceType", "Location").put("id", id);
        location.putArray("type").add(Cases.concept(Codes.PLACE_OF_SERVICE, code));
        return Cases.list(encounter(bundle), "/location").addObject();
    }

    private static ObjectNode at(ObjectNode bundle, String id, String code) {
        if (!encounter(bundle).has("location")) {
            encounter(bundle).putArray("location");
        }
        ObjectNode visited = location(bundle, id, code);
        visited.putObject("location").put("reference", "Location/" + id);
        return visited;
    }

    @Test
    void place_that_was_only_planned_is_not_where_the_visit_was() {
        for (String status : List.of("planned", "reserved")) {
            Taken taken =
                    visit(
                            bundle -> {
                                at(bundle, "hospital", "22").put("status", status);
                                at(bundle, "office", "11").put("status", "completed");
                            });
            assertEquals("11", taken.only().placeOfService());
        }
    }

    @Test
    void places_that_differ_are_told() {
        Taken taken =
                visit(
                        bundle -> {
                            at(bundle, "hospital", "22");
                            at(bundle, "office", "11");
                        });
        assertEquals(List.of("MSO-2113 Encounter.location"), taken.onlyProblems());
    }

    @Test
    void place_that_is_not_here_is_not_replaced_by_the_setting() {
        Taken taken =
                visit(
                        bundle ->
                                at(bundle, "office", "11")
                                        .putObject("location")
                                        .put("reference", "Location/gone"));
        assertEquals(List.of("MSO-2111 Encounter.location[0].location"), taken.onlyProblems());
    }

    private static void participants(ObjectNode bundle, String second) {
        var all = encounter(bundle).putArray("participant");
        for (String person : List.of("Practitioner/d1", second)) {
            ObjectNode one = all.addObject();
            one.putArray("type").add(Cases.concept("urn:v3", "PPRF"));
            one.putObject("individual").put("reference", person);
        }
        for (int index = 0; index < Cases.list(bundle, "/entry").size(); index++) {
            entry(bundle, index).remove("performer");
        }
        ObjectNode doctor = Cases.list(bundle, "/entry").addObject().putObject("resource");
        doctor.put("resourceType", "Practitioner").put("id", "second");
        doctor.putArray("identifier")
                .addObject()
                .put("system", "http://hl7.org/fhir/sid/us-npi")
                .put("value", "1003000126");
    }

    @Test
    void two_who_treated_and_charges_that_name_neither_are_told() {
        Taken taken = visit(bundle -> participants(bundle, "Practitioner/second"));
        assertEquals(List.of("MSO-2142 Encounter.participant"), taken.onlyProblems());
    }

    @Test
    void visit_of_an_organization_in_which_nobody_treated_is_told() {
        Taken taken =
                visit(
                        bundle -> {
                            encounter(bundle).remove("participant");
                            for (int at = 0; at < Cases.list(bundle, "/entry").size(); at++) {
                                entry(bundle, at).remove("performer");
                            }
                        });
        assertEquals(List.of("MSO-2169 Encounter.participant"), taken.onlyProblems());
    }

    private static ObjectNode drug(ObjectNode bundle) {
        ObjectNode charge = entry(bundle, CHARGE);
        charge.set("productCodeableConcept", Cases.concept(Codes.NDC, "0517-0031-25"));
        return charge;
    }

    private static void given(ObjectNode charge, String status) {
        charge.putArray("service").addObject().put("reference", "#given");
        ObjectNode given = charge.putArray("contained").addObject();
        given.put("resourceType", "MedicationAdministration").put("id", "given");
        given.put("status", status);
        given.set("medicationCodeableConcept", Cases.concept(Codes.NDC, "00517-0031-25"));
        given.putObject("dosage").putObject("dose").put("value", 1.5).put("code", "mL");
    }

    @Test
    void drug_of_a_charge_goes_out_with_what_was_given() {
        Taken taken = visit(bundle -> given(drug(bundle), "completed"));
        assertEquals(
                List.of(Optional.of(new Drug("00517003125", new BigDecimal("1.5"), "ML"))),
                taken.only().lines().stream()
                        .map(ServiceLine::drug)
                        .filter(Optional::isPresent)
                        .toList());
    }

    @Test
    void drug_of_which_nothing_tells_how_much_was_given_is_told() {
        assertEquals(
                List.of("MSO-2123 ChargeItem/ci1.product"),
                visit(NothingGuessedTest::drug).onlyProblems());
        assertEquals(
                List.of("MSO-2123 ChargeItem/ci1.product"),
                visit(bundle -> given(drug(bundle), "not-done")).onlyProblems());
    }

    @Test
    void product_without_an_ndc_stays_out_with_a_warning() {
        Taken taken =
                visit(
                        bundle ->
                                entry(bundle, CHARGE)
                                        .set(
                                                "productCodeableConcept",
                                                Cases.concept("http://snomed.info/sct", "1")));
        assertEquals(2, taken.only().lines().size());
        assertEquals(
                List.of("MSO-2153 ChargeItem/ci1.product"), Taken.places(taken.warnings.get(0)));
    }

    /** A practice in a state of two time zones, with the host's clock elsewhere. */
    private record Tennessee(TestPractice other) implements PracticeContext {
        @Override
        public Practice practice() {
            return new Practice(
                    "oak-street",
                    "Oak Street",
                    "essential",
                    new ManagementAgreement(MsoModel.SERVICE_ONLY, "TN", LocalDate.of(2026, 1, 1)),
                    Map.of("fhir", other.settings()));
        }

        @Override
        public Map<String, String> settings() {
            return other.settings();
        }

        @Override
        public Path scratch() {
            return other.scratch();
        }

        @Override
        public Clock clock() {
            return other.clock();
        }

        @Override
        public long next(String sequence) {
            return other.next(sequence);
        }

        @Override
        public long nextShared(String sequence) {
            return other.nextShared(sequence);
        }

        @Override
        public DataSource database() {
            return other.database();
        }

        @Override
        public <S> Optional<S> find(Class<S> contract) {
            return Optional.empty();
        }
    }

    private Taken inTennessee(String time, Map<String, String> settings) {
        return visit(
                new Tennessee(new TestPractice(settings, scratch)),
                bundle -> untimed(bundle).put("occurrenceDateTime", time));
    }

    @Test
    void time_in_utc_that_is_of_one_day_or_the_next_needs_the_zone() {
        Map<String, String> unset = Map.of("place-of-service.AMB", "11");
        assertEquals(
                List.of("MSO-2168 ChargeItem/ci1.occurrence"),
                inTennessee("2026-10-07T04:30:00Z", unset).onlyProblems());
        assertEquals(LocalDate.of(2026, 10, 6), day(inTennessee("2026-10-07T03:30:00Z", unset)));
        Map<String, String> set = Map.of("place-of-service.AMB", "11", "zone", "America/New_York");
        assertEquals(LocalDate.of(2026, 10, 7), day(inTennessee("2026-10-07T04:30:00Z", set)));
    }
}
