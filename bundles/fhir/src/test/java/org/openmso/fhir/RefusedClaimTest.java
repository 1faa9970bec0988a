package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.Problem;
import org.openmso.api.host.NamedInput;

/** A Claim that is refused stops the visit that it bills: mended, it bills that a second time. */
class RefusedClaimTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();
    private static final String REFUSED = "MSO-2156 Encounter";
    private static final String LOST = "MSO-2157 Encounter";

    @TempDir Path scratch;

    private Taken read(NamedInput... inputs) {
        return Taken.from(
                CAPABILITY.open(new TestPractice(Map.of("place-of-service.AMB", "11"), scratch)),
                inputs);
    }

    /** Reads an input after, then before the visits of two patients. */
    private List<Taken> withVisits(NamedInput input) {
        return List.of(read(marsh(), reed(), input), read(input, marsh(), reed()));
    }

    private static NamedInput marsh() {
        return Cases.input("visit.json");
    }

    private static NamedInput reed() {
        String visit =
                Cases.tree("visit.json")
                        .toString()
                        .replace("\"v1\"", "\"v7\"")
                        .replace("Encounter/v1", "Encounter/v7")
                        .replace("visit-77", "visit-78")
                        .replace("\"p1\"", "\"p7\"")
                        .replace("Patient/p1", "Patient/p7")
                        .replace("Marsh", "Reed");
        return Cases.text("reed.json", visit);
    }

    /** A claim for the visit of Marsh, on the day of which it says nothing. */
    private static String claim() {
        ObjectNode claim = Cases.tree(Cases.CLAIM);
        Cases.at(claim, "/patient").put("reference", "Patient/p1");
        Cases.at(claim, "/item/0")
                .putArray("encounter")
                .addObject()
                .put("reference", "Encounter/v1");
        return claim.toString();
    }

    private static String twice(String claim) {
        return claim.replace("\"use\":\"claim\"", "\"use\":\"claim\",\"use\":\"claim\"");
    }

    private static String torn(String claim) {
        return claim.substring(0, claim.lastIndexOf("\"item\""));
    }

    private static byte[] gzip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static List<String> places(Taken taken, String visit) {
        return Taken.places(taken.blocked.getOrDefault(visit, List.of()));
    }

    private void assertBlocksAll(NamedInput input, String... problems) {
        for (Taken taken : withVisits(input)) {
            assertEquals(List.of(problems), places(taken, "Encounter/v1"));
            assertEquals(List.of(problems), places(taken, "Encounter/v7"));
            assertFalse(taken.unusable.isEmpty());
        }
    }

    private void assertBlocksThatOfMarsh(NamedInput input) {
        for (Taken taken : withVisits(input)) {
            assertEquals(List.of(REFUSED), places(taken, "Encounter/v1"));
            assertEquals(List.of(), places(taken, "Encounter/v7"));
            assertEquals(1, numbers(taken).stream().filter("VISIT-78"::equals).count());
            assertFalse(taken.unusable.isEmpty());
        }
    }

    private void assertWarns(NamedInput input) {
        for (Taken taken : withVisits(input)) {
            assertEquals(List.of(), List.copyOf(taken.blocked.keySet()));
            for (List<Problem> warnings : taken.warnings) {
                assertEquals(List.of(LOST), Taken.places(warnings));
                assertEquals(Problem.Severity.WARNING, warnings.get(0).severity());
            }
        }
    }

    private void assertStopsNothing(NamedInput input) {
        for (Taken taken : withVisits(input)) {
            assertEquals(List.of("VISIT-77", "VISIT-78"), numbers(taken));
            assertTrue(taken.blocked.isEmpty(), taken.blocked::toString);
            assertTrue(taken.warnings.stream().allMatch(List::isEmpty));
        }
    }

    private static List<String> numbers(Taken taken) {
        return taken.claims.stream().map(claim -> claim.number()).toList();
    }

    @Test
    void line_with_a_name_twice_blocks_the_visits_of_its_patient() {
        assertBlocksThatOfMarsh(Cases.text("claims.ndjson", twice(claim()) + "\n"));
    }

    @Test
    void claim_whose_type_is_written_in_small_letters_blocks_the_visits_of_its_patient() {
        String small = claim().replace("\"Claim\"", "\"claim\"");
        assertBlocksThatOfMarsh(Cases.text("claim.json", small));
        assertBlocksThatOfMarsh(Cases.text("claims.ndjson", small + "\n" + "\n"));
        String entry = "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + small + "}]}";
        assertBlocksThatOfMarsh(Cases.text("bundle.json", entry));
    }

    @Test
    void message_names_code_input_and_place_and_no_file() {
        String lines = "{\"resourceType\":\"Patient\",\"id\":\"x\"}\n" + twice(claim()) + "\n";
        Taken taken = read(marsh(), Cases.text("Ida Marsh.ndjson", lines));
        assertEquals(
                "A Claim that may bill this visit could not be read: MSO-2005 in input 2, line 2.",
                taken.blocked.get("Encounter/v1").get(0).message());
    }

    @Test
    void document_with_a_name_twice_blocks_the_visits_of_its_patient() {
        assertBlocksThatOfMarsh(Cases.text("claim.json", twice(claim())));
        assertBlocksThatOfMarsh(
                Cases.text(
                        "claim.json",
                        twice(Cases.parse(claim()).toPrettyString())
                                .replace(
                                        "\"use\" : \"claim\",",
                                        "\"use\" : \"claim\",\"use\":\"claim\",")));
    }

    @Test
    void line_torn_in_the_middle_of_an_input_blocks_the_visits_of_its_patient() {
        String other = "{\"resourceType\":\"Patient\",\"id\":\"x\"}\n";
        assertBlocksThatOfMarsh(Cases.text("a.ndjson", other + torn(claim()) + "\n" + other));
    }

    @Test
    void pretty_printed_claim_that_is_torn_blocks_the_visits_of_its_patient() {
        String pretty = torn(Cases.parse(claim()).toPrettyString());
        assertBlocksThatOfMarsh(Cases.text("claim.json", pretty));
        byte[] whole = gzip(Cases.parse(claim()).toPrettyString());
        whole[whole.length - 5] ^= 1;
        assertBlocksThatOfMarsh(NamedInput.of("claim.json.gz", whole));
    }

    @Test
    void claim_that_the_parser_refuses_blocks_the_visits_of_its_patient() {
        String number = claim().replace("\"patient\":{", "\"odd\":1e999999999,\"patient\":{");
        assertEquals(1, read(Cases.text("a.ndjson", number)).unusable.size());
        assertBlocksThatOfMarsh(Cases.text("a.ndjson", number));
        assertBlocksThatOfMarsh(
                Cases.text(
                        "a.json",
                        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + number + "}]}"));
    }

    @Test
    void claim_with_its_patient_in_itself_blocks_the_visits_of_that_person() {
        ObjectNode claim = Cases.tree(Cases.CLAIM);
        ObjectNode patient = Cases.at(claim, "/contained/0");
        patient.put("birthDate", "1950-01-02");
        patient.putArray("name").addObject().put("family", "MARSH").putArray("given").add("Ida");
        assertBlocksThatOfMarsh(Cases.text("a.ndjson", twice(claim.toString())));
    }

    @Test
    void claim_that_names_a_visit_blocks_it_though_its_patient_is_another() {
        String claim = claim().replace("Patient/p1", "Patient/p7");
        assertBlocksAll(Cases.text("a.ndjson", twice(claim) + "\n"), REFUSED);
    }

    @Test
    void claim_whose_patient_cannot_be_told_blocks_all_visits() {
        String beforePatient = claim().substring(0, claim().lastIndexOf("\"patient\""));
        for (String claim :
                List.of(
                        twice(claim()).replace("Patient/p1", "Patient/p9"),
                        claim().replace("\"patient\":{", "\"patient\":{},\"patient\":{"),
                        claim().replace(
                                        "\"reference\":\"Patient/p1\"",
                                        "\"reference\":\"Patient/p1\",\"reference\":\"Patient/p2\""),
                        beforePatient,
                        "{\"resourceType\":\"Claim\"")) {
            String next = "\n{\"resourceType\":\"Patient\",\"id\":\"x\"}\n";
            assertBlocksAll(Cases.text("a.ndjson", claim + next), REFUSED);
        }
    }

    @Test
    void two_claims_run_together_in_a_line_block_all_visits() {
        assertBlocksAll(Cases.text("a.ndjson", torn(claim()) + claim() + "\n"), REFUSED);
        assertBlocksAll(Cases.text("a.ndjson", claim() + claim() + "\n"), REFUSED);
    }

    @Test
    void claim_with_its_type_last_or_written_with_blanks_is_known() {
        ObjectNode claim = Cases.parse(claim());
        claim.remove("resourceType");
        claim.put("resourceType", "Claim");
        assertBlocksThatOfMarsh(Cases.text("a.ndjson", twice(claim.toString()) + "\n"));
        String spaced =
                claim().replace("\"resourceType\":\"Claim\"", "\"resourceType\" :\t\"Claim\"");
        assertBlocksThatOfMarsh(Cases.text("a.ndjson", twice(spaced) + "\n"));
    }

    @Test
    void line_that_is_too_large_blocks_the_visits_of_its_patient() {
        String note = "\"implicitRules\":\"" + "x".repeat(Limits.RESOURCE) + "\"";
        String large = claim().substring(0, claim().length() - 1) + "," + note + "}";
        String patient = "{\"resourceType\":\"Patient\",\"id\":\"x\"}\n";
        assertBlocksThatOfMarsh(Cases.text("a.ndjson", patient + large + "\n" + patient));
        assertBlocksThatOfMarsh(Cases.text("a.json", large));
    }

    @Test
    void claim_that_is_too_large_in_a_bundle_blocks_all_visits() {
        String note = "\"implicitRules\":\"" + "x".repeat(Limits.RESOURCE) + "\"";
        String large = claim().substring(0, claim().length() - 1) + "," + note + "}";
        String bundle = "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + large + "}]}";
        assertBlocksAll(Cases.text("a.json", bundle), REFUSED);
        assertBlocksAll(
                Cases.text("a.json", bundle.substring(0, bundle.length() - 4)), REFUSED, LOST);
    }

    private static String bundle(String... resources) {
        var entries = new ArrayList<String>();
        for (String resource : resources) {
            entries.add("{\"resource\":" + resource + "}");
        }
        return "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
                + String.join(",", entries)
                + "]}";
    }

    @Test
    void bundle_that_breaks_before_at_or_after_a_claim_blocks_all_visits() {
        String broken = "{\"resourceType\":\"Patient\",\"id\":\"x\",\"id\":\"x\"}";
        String padding = "{\"resourceType\":\"Basic\",\"id\":\"" + "x".repeat(100_000) + "\"}";
        for (String bundle :
                List.of(
                        bundle(broken, padding, claim()),
                        bundle(claim(), padding, broken),
                        bundle(padding, twice(claim()), padding))) {
            assertBlocksAll(Cases.text("a.json", bundle), REFUSED);
            assertBlocksAll(Cases.text("a.ndjson", "\n" + bundle + "\n" + bundle), REFUSED);
        }
    }

    @Test
    void bundle_without_claims_that_breaks_stops_nothing_but_itself() {
        String broken = "{\"resourceType\":\"Patient\",\"id\":\"x\",\"id\":\"x\"}";
        assertStopsNothing(Cases.text("a.json", bundle(broken, broken)));
    }

    @Test
    void bundle_that_is_torn_warns_and_blocks_where_it_had_claims() {
        String patient = "{\"resourceType\":\"Patient\",\"id\":\"x\"}";
        String torn = bundle(patient, patient);
        assertWarns(Cases.text("a.json", torn.substring(0, torn.length() - 10)));
        assertWarns(Cases.text("a.json", Cases.parse(torn).toPrettyString().substring(0, 120)));
        torn = bundle(patient, claim(), patient);
        assertBlocksAll(Cases.text("a.json", torn.substring(0, torn.length() - 10)), REFUSED, LOST);
        String onOneLine = bundle(patient).replace("}]}", "") + "\n" + patient + "\n";
        assertWarns(Cases.text("a.ndjson", onOneLine));
    }

    @Test
    void lost_end_of_a_file_of_patients_warns() {
        String patient = "{\"resourceType\":\"Patient\",\"id\":\"x\"}\n";
        assertWarns(Cases.text("a.ndjson", patient + patient.substring(0, 30)));
        byte[] torn = gzip(patient.repeat(3));
        assertWarns(NamedInput.of("a.gz", Arrays.copyOf(torn, torn.length - 4)));
    }

    @Test
    void lost_end_of_a_file_that_had_a_claim_blocks_all_visits() {
        ObjectNode other = Cases.tree(Cases.CLAIM);
        String claim = other + "\n";
        String patient = "{\"resourceType\":\"Patient\",\"id\":\"x\"}\n";
        assertBlocksAll(Cases.text("a.ndjson", claim + patient.substring(0, 30)), LOST);
        byte[] torn = gzip(claim + patient.repeat(3));
        assertBlocksAll(NamedInput.of("a.gz", Arrays.copyOf(torn, torn.length - 4)), LOST);
        assertBlocksAll(Cases.text("a.ndjson", claim + torn(claim())), REFUSED, LOST);
    }

    @Test
    void host_stream_that_fails_within_a_claim_blocks_all_visits() {
        var broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                };
        byte[] begin = torn(claim()).getBytes(StandardCharsets.UTF_8);
        var input =
                NamedInput.of(
                        "network",
                        () -> new SequenceInputStream(new ByteArrayInputStream(begin), broken));
        assertBlocksAll(input, REFUSED, LOST);
    }

    @Test
    void input_that_cannot_be_opened_warns() {
        assertWarns(NamedInput.of(scratch.resolve("missing")));
    }

    @Test
    void line_damaged_before_its_type_warns_and_blocks_where_claims_are() {
        String patient = "{\"resourceType\":\"Patient\",\"id\":\"x\"}\n";
        String damaged = "{\"id\":\"x\",,\n";
        assertWarns(Cases.text("a.ndjson", patient + damaged + patient));
        String claim = Cases.tree(Cases.CLAIM) + "\n";
        assertBlocksAll(Cases.text("a.ndjson", patient + damaged + claim), LOST);
    }

    @Test
    void claims_in_an_array_in_utf_16_or_after_a_log_line_block_all_visits() {
        assertBlocksAll(Cases.text("a.json", "[" + claim() + "," + claim() + "]"), REFUSED);
        assertBlocksAll(Cases.text("a.json", "export of monday\n" + claim() + "\n"), REFUSED);
        for (var encoding : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16)) {
            assertBlocksAll(NamedInput.of("a.json", claim().getBytes(encoding)), REFUSED);
        }
    }

    @Test
    void claim_where_no_entry_or_resource_may_stand_blocks_all_visits() {
        String begin = "{\"resourceType\":\"Bundle\",\"entry\":";
        for (String bundle :
                List.of(
                        begin + "{\"resource\":" + claim() + "}}",
                        begin + "[[{\"resource\":" + claim() + "}]]}",
                        begin + "[{\"resource\":[" + claim() + "]}]}")) {
            assertBlocksAll(Cases.text("a.json", bundle), REFUSED);
        }
    }

    @Test
    void licence_xml_and_csv_stop_nothing() {
        assertStopsNothing(Cases.text("LICENSE", "Permission is granted to claim anything.\n"));
        assertStopsNothing(Cases.text("a.xml", "<Claim xmlns=\"http://hl7.org/fhir\"/>"));
        assertStopsNothing(Cases.text("a.csv", "resourceType,id\nClaim,1\n"));
        assertStopsNothing(Cases.text("a.ndjson", "{\"resourceType\":\"Basic\"}\nexported 2\n"));
    }

    @Test
    void refused_line_of_another_type_stops_nothing() {
        String patient = "{\"resourceType\":\"Patient\",\"id\":\"x\",\"id\":\"x\"}\n";
        assertStopsNothing(Cases.text("a.ndjson", patient + patient));
        String note = "\"note\":\"\\\"resourceType\\\":\\\"Claim\\\"\"";
        String quoting = "{\"resourceType\":\"Patient\"," + note + "," + note + "}\n";
        assertStopsNothing(Cases.text("a.ndjson", quoting));
    }

    /** Two lines, of which the second is a Claim that names the visit of Marsh. */
    private static byte[] lines() {
        String patient = "{\"resourceType\":\"Patient\",\"id\":\"x\"}\n";
        return (patient + claim() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the visit of Marsh goes out without a word. */
    private boolean isSilent(Taken taken) {
        int visit = numbers(taken).indexOf("VISIT-77");
        return visit >= 0 && taken.warnings.get(visit).isEmpty();
    }

    @Test
    void claim_cut_off_anywhere_lets_no_visit_out_in_silence() {
        byte[] whole = lines();
        int second = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
        for (int end = second + 1; end < whole.length; end += 1 + end / 50) {
            Taken taken = read(marsh(), NamedInput.of("a.ndjson", Arrays.copyOf(whole, end)));
            assertFalse(isSilent(taken), "cut at byte " + end);
        }
    }

    @Test
    void claim_with_any_byte_spoilt_lets_no_visit_out_in_silence_unless_it_is_read() {
        byte[] whole = lines();
        String text = new String(whole, StandardCharsets.UTF_8);
        int from = text.indexOf("\"Claim\"") + 7;
        for (byte spoilt : new byte[] {'"', '}', '{', ',', '\\', '\n', (byte) 0xff, 0}) {
            for (int at = from; at < whole.length - 1; at += 1 + at / 20) {
                byte[] bytes = whole.clone();
                bytes[at] = spoilt;
                Taken taken = read(marsh(), NamedInput.of("a.ndjson", bytes));
                if (!taken.unusable.isEmpty()) {
                    assertFalse(isSilent(taken), spoilt + " at byte " + at);
                }
            }
        }
    }

    @Test
    void many_refused_claims_of_one_patient_leave_the_others_alone() {
        assertBlocksThatOfMarsh(Cases.text("a.ndjson", (twice(claim()) + "\n").repeat(500)));
    }
}
