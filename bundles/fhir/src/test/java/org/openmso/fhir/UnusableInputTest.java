package org.openmso.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openmso.api.InvalidSettings;
import org.openmso.api.OutputFailed;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.host.NamedInput;

/** Inputs that cannot be used, hostile ones too: each gets its code, and the others are read. */
class UnusableInputTest {
    private static final FhirCapability CAPABILITY = new FhirCapability();

    @TempDir Path scratch;

    private FhirIntake intake() {
        return CAPABILITY.open(new TestPractice(Map.of(), scratch));
    }

    /** Reads it between two good inputs, which must not suffer. */
    private List<String> problems(NamedInput input) {
        Taken taken =
                Taken.from(intake(), Cases.input(Cases.CLAIM), input, Cases.input(Cases.CLAIM));
        assertEquals(2, taken.claims.size(), taken.blocked::toString);
        assertTrue(taken.blocked.isEmpty(), taken.blocked::toString);
        assertEquals(taken.unusable.size(), taken.report.unusable());
        return taken.unusablePlaces();
    }

    private List<String> problems(String text) {
        return problems(Cases.text("input", text));
    }

    @Test
    void missing_file() {
        assertEquals(List.of("MSO-2001"), problems(NamedInput.of(scratch.resolve("missing"))));
    }

    @Test
    void stream_that_breaks_off_with_an_error() {
        var broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                };
        byte[] begin = "{\"resourceType\":\"Bundle\",\"entry\":[".getBytes(StandardCharsets.UTF_8);
        var input =
                NamedInput.of(
                        "network",
                        () -> new SequenceInputStream(new ByteArrayInputStream(begin), broken));
        assertEquals(List.of("MSO-2001"), problems(input));
    }

    @Test
    void host_that_throws_instead_of_opening() {
        NamedInput.Opener opener =
                () -> {
                    throw new IllegalStateException("closed");
                };
        assertEquals(List.of("MSO-2001"), problems(NamedInput.of("host", opener)));
    }

    @Test
    void directory() {
        assertEquals(List.of("MSO-2002"), problems(NamedInput.of(scratch)));
    }

    @Test
    void xml_text_binary_and_utf_16_are_not_json() {
        assertEquals(List.of("MSO-2003"), problems("<Bundle xmlns='http://hl7.org/fhir'/>"));
        assertEquals(List.of("MSO-2003"), problems("ISA*00*"));
        assertEquals(List.of("MSO-2003"), problems("  \n\"text\""));
        byte[] json = "{\"resourceType\":\"Claim\"}".getBytes(StandardCharsets.UTF_16LE);
        assertEquals(List.of("MSO-2003"), problems(NamedInput.of("utf-16", json)));
        assertEquals(
                List.of("MSO-2003"), problems(NamedInput.of("binary", new byte[] {0, 1, 2, 3})));
    }

    @Test
    void empty_input() {
        assertEquals(List.of("MSO-2004"), problems(""));
        assertEquals(List.of("MSO-2004"), problems(" \n \r\n"));
    }

    @Test
    void malformed_json() {
        assertEquals(List.of("MSO-2005"), problems("{\"resourceType\" \"Claim\"}"));
        assertEquals(
                List.of("MSO-2005 Bundle.entry[0].resource"),
                problems("{\"resourceType\":\"Bundle\",\"entry\":[\n{\"resource\":{\"a\":x}}]}"));
        assertEquals(List.of("MSO-2005 line 2"), problems("{\"resourceType\":\"Bundle\"}\n}"));
    }

    @Test
    void second_pretty_printed_document_is_told_with_the_line_it_begins_at() {
        String pretty = "{\n\"resourceType\":\"Bundle\"\n}\n\n";
        var input = Cases.text("two", pretty + pretty);
        assertEquals(List.of("MSO-2005 line 5"), problems(input));
        String message = Taken.from(intake(), input).unusable.get(0).message();
        assertTrue(message.contains("second JSON document"), message);
    }

    @Test
    void claim_with_damaged_utf_8() {
        String claim = Cases.tree(Cases.CLAIM).toString().replace("Beatrix", "Beatri?");
        byte[] bytes = claim.getBytes(StandardCharsets.UTF_8);
        bytes[claim.indexOf("Beatri?") + 6] = (byte) 0xff;
        assertEquals(List.of("MSO-2003"), problems(NamedInput.of("damaged", bytes)));
    }

    @Test
    void latin_1_is_not_utf_8_and_the_place_is_told() {
        String claim = Cases.tree(Cases.CLAIM).toPrettyString().replace("Beatrix", "B\u00e9atrix");
        byte[] document = claim.getBytes(StandardCharsets.ISO_8859_1);
        var input = NamedInput.of("latin-1", document);
        assertEquals(List.of("MSO-2003"), problems(input));
        long line = claim.substring(0, claim.indexOf('\u00e9')).lines().count();
        String message = Taken.from(intake(), input).unusable.get(0).message();
        assertTrue(
                message.startsWith("The text is not UTF-8 at line " + line + ", column "), message);

        String bundle = "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + claim + "}]}";
        assertEquals(
                List.of("MSO-2003 Bundle.entry[0].resource"),
                problems(NamedInput.of("bundle", bundle.getBytes(StandardCharsets.ISO_8859_1))));

        String lines =
                "{\"resourceType\":\"Patient\",\"id\":\"p\"}\n"
                        + claim.replaceAll("\\s*\\R\\s*", "")
                        + "\n";
        assertEquals(
                List.of("MSO-2003 line 2"),
                problems(NamedInput.of("ndjson", lines.getBytes(StandardCharsets.ISO_8859_1))));
    }

    @Test
    void nesting_of_a_hundred_thousand_levels() {
        String deep = "{\"resourceType\":\"Claim\",\"x\":" + "[".repeat(100_000);
        assertEquals(List.of("MSO-2006"), problems(deep));
        assertEquals(List.of("MSO-2006"), problems(deep + "]".repeat(100_000) + "}\n"));
        String shallow = "{\"x\":" + "[".repeat(300) + "]".repeat(300) + "}";
        assertEquals(List.of("MSO-2006 line 1", "MSO-2008 line 2"), problems(shallow + "\n{}"));
    }

    @Test
    void two_hundred_levels_are_read_and_one_more_is_not() {
        String extension = "{\"url\":\"u\",\"extension\":[";
        String inside = extension.repeat(99) + "]}".repeat(99);
        String claim = "{\"resourceType\":\"Claim\",\"extension\":[" + inside + "]}";
        Taken taken = Taken.from(intake(), Cases.text("deep", claim));
        assertEquals(1, taken.blocked.size(), taken.unusable::toString);
        String deeper = claim.replace("\"extension\":[]", "\"extension\":[{\"extension\":[]}]");
        assertEquals(List.of("MSO-2006"), problems(deeper));
    }

    @Test
    void one_gigabyte_on_one_line_costs_bounded_memory() {
        long gigabyte = 1L << 30;
        var input =
                NamedInput.of(
                        "huge",
                        () ->
                                new SequenceInputStream(
                                        new ByteArrayInputStream(
                                                "{\"resourceType\":\"Claim\",\"id\":\""
                                                        .getBytes(StandardCharsets.UTF_8)),
                                        new Repeated((byte) 'a', gigabyte)));
        Taken taken = Taken.from(intake(), input, Cases.input(Cases.CLAIM));
        assertEquals(1, taken.claims.size());
        assertEquals(List.of("MSO-2004"), taken.unusablePlaces());
        assertTrue(taken.progress.size() >= gigabyte / Limits.PROGRESS);
    }

    @Test
    void line_beyond_the_limit_is_passed_over_and_the_next_is_read() {
        byte[] claim = (Cases.tree(Cases.CLAIM) + "\n").getBytes(StandardCharsets.UTF_8);
        var input =
                NamedInput.of(
                        "lines.ndjson",
                        () ->
                                new SequenceInputStream(
                                        java.util.Collections.enumeration(
                                                List.of(
                                                        new ByteArrayInputStream(claim),
                                                        new Repeated((byte) '{', 40L << 20),
                                                        new ByteArrayInputStream(new byte[] {'\n'}),
                                                        new ByteArrayInputStream(claim)))));
        Taken taken = Taken.from(intake(), input);
        assertEquals(2, taken.claims.size());
        assertEquals(List.of("MSO-2007 line 2"), taken.unusablePlaces());
    }

    @Test
    void resource_beyond_the_limit_in_a_bundle_is_passed_over() {
        String begin =
                "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"";
        String end = "\"}},{\"resource\":" + Cases.tree(Cases.CLAIM) + "}]}";
        var input =
                NamedInput.of(
                        "bundle",
                        () ->
                                new SequenceInputStream(
                                        java.util.Collections.enumeration(
                                                List.of(
                                                        new ByteArrayInputStream(
                                                                begin.getBytes(
                                                                        StandardCharsets.UTF_8)),
                                                        new Repeated((byte) 'p', 17L << 20),
                                                        new ByteArrayInputStream(
                                                                end.getBytes(
                                                                        StandardCharsets
                                                                                .UTF_8))))));
        Taken taken = Taken.from(intake(), input);
        assertEquals(1, taken.claims.size(), taken.blocked::toString);
        assertEquals(List.of("MSO-2007 Bundle.entry[0].resource"), taken.unusablePlaces());
    }

    @Test
    void json_without_resource() {
        assertEquals(List.of("MSO-2008"), problems("{\"status\":\"active\"}"));
        assertEquals(List.of("MSO-2008"), problems("[{\"resourceType\":\"Claim\"}]"));
        assertEquals(
                List.of("MSO-2008 Bundle.entry[1].resource"),
                problems(
                        "{\"resourceType\":\"Bundle\",\"entry\":[{},{\"resource\":{\"id\":\"x\"}}]}"));
        assertEquals(
                List.of("MSO-2008 line 2", "MSO-2005 line 3"),
                problems("{\"resourceType\":\"Patient\"}\n[1]\nhello\n"));
    }

    @Test
    void types_that_make_no_claim() {
        assertEquals(List.of("MSO-2009"), problems("{\"resourceType\":\"Observation\"}"));
        assertEquals(List.of("MSO-2009 line 1"), problems("{\"resourceType\":\"Observation\"}\n"));
    }

    @Test
    void type_that_fhir_does_not_have_is_told_with_what_it_says() {
        assertEquals(List.of("MSO-2018"), problems("{\"resourceType\":\"Cllaim\"}"));
        assertEquals(
                List.of("MSO-2018 line 2"),
                problems(
                        "{\"resourceType\":\"Observation\"}\n{\"resourceType\":\"Spell\"}\n"
                                + "{\"resourceType\":\"Observation\"}"));
        assertEquals(
                "The resourceType Cllaim is not one of FHIR R4.",
                Taken.from(intake(), Cases.text("x", "{\"resourceType\":\"Cllaim\"}"))
                        .unusable
                        .get(0)
                        .message());
        assertEquals(
                "The resourceType is not one of FHIR R4.",
                Taken.from(intake(), Cases.text("x", "{\"resourceType\":\"Marsh, Ida\"}"))
                        .unusable
                        .get(0)
                        .message());
    }

    @Test
    void type_in_other_letters_is_told_with_the_right_ones() {
        for (String text :
                List.of(
                        "{\"resourceType\":\"claim\"}",
                        "{\"resourceType\":\"claim\"}\n{\"resourceType\":\"Patient\"}",
                        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":"
                                + "{\"resourceType\":\"CLAIM\"}}]}")) {
            Taken taken = Taken.from(intake(), Cases.text("x", text));
            assertEquals("MSO-2018", taken.unusable.get(0).code());
            assertEquals(
                    "The resourceType has other capital and small letters than Claim.",
                    taken.unusable.get(0).message());
        }
    }

    @Test
    void type_that_is_missing_or_no_text_is_told_with_its_place() {
        for (String type : List.of("", "\"resourceType\":7,", "\"resourceType\":null,")) {
            String resource = "{" + type + "\"id\":\"x\"}";
            assertEquals(
                    List.of("MSO-2008"), problems("\n" + Cases.parse(resource).toPrettyString()));
            assertEquals(
                    List.of("MSO-2008 Bundle.entry[0].resource"),
                    problems(
                            "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":"
                                    + resource
                                    + "}]}"));
            assertEquals(
                    List.of("MSO-2008 line 2"),
                    problems("{\"resourceType\":\"Patient\"}\n" + resource));
        }
    }

    @Test
    void temporary_file_that_cannot_be_written_ends_the_call() throws IOException {
        Path gone = Files.createDirectory(scratch.resolve("gone"));
        FhirIntake intake = new FhirCapability(1).open(new TestPractice(Map.of(), gone));
        Files.delete(gone);
        var failed =
                assertThrows(
                        OutputFailed.class,
                        () -> Taken.from(intake, Cases.input("transaction.json")));
        assertEquals("MSO-2010", failed.code());
    }

    @Test
    void damaged_gzip() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(Cases.bytes("transaction.json"));
        }
        byte[] whole = bytes.toByteArray();
        byte[] cut = Arrays.copyOf(whole, whole.length - 20);
        assertEquals(List.of("MSO-2011"), problems(NamedInput.of("cut.gz", cut)));
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 0x55;
        List<String> problems = problems(NamedInput.of("flipped.gz", flipped));
        assertFalse(problems.isEmpty());
        assertEquals(
                List.of("MSO-2011"),
                problems(NamedInput.of("tiny.gz", new byte[] {0x1f, (byte) 0x8b, 8})));
    }

    @Test
    void resource_that_the_parser_refuses() {
        String refused = "{\"resourceType\":\"Claim\",\"contained\":[{\"id\":\"no-type\"}]}";
        assertEquals(List.of("MSO-2012"), problems(refused));
        assertEquals(
                List.of("MSO-2012 Bundle.entry[0].resource"),
                problems(
                        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":"
                                + refused
                                + "}]}"));
    }

    @Test
    void settings_that_cannot_be_used() {
        for (Map<String, String> settings :
                List.of(Map.of("zone", "Mars/Base"), Map.of("place-of-service.AMB", "office"))) {
            FhirIntake intake = CAPABILITY.open(new TestPractice(settings, scratch));
            var invalid = assertThrows(InvalidSettings.class, () -> Taken.from(intake));
            assertEquals("MSO-2013", invalid.code());
        }
    }

    @Test
    void bundle_cut_off_at_any_byte_gives_no_claim_and_no_exception() {
        byte[] bundle = Cases.bytes("visit.json");
        int end = bundle.length;
        while (bundle[end - 1] != '}') {
            end--;
        }
        for (int length = 0; length < end; length++) {
            byte[] cut = Arrays.copyOf(bundle, length);
            Taken taken = Taken.from(intake(), NamedInput.of("cut", cut));
            assertEquals(0, taken.report.claims(), "cut at " + length);
            assertEquals(0, taken.report.resources(), "cut at " + length);
            assertEquals(1, taken.unusable.size(), "cut at " + length);
            assertEquals("MSO-2004", taken.unusable.get(0).code(), "cut at " + length);
        }
    }

    @Test
    void broken_line_of_ndjson_stands_for_itself() {
        String claim = Cases.tree(Cases.CLAIM).toString();
        String cut = claim.substring(0, claim.length() / 2);
        Taken taken = Taken.from(intake(), Cases.text("x", claim + "\n" + cut + "\n" + claim));
        assertEquals(2, taken.claims.size());
        assertEquals(List.of("MSO-2004 line 2"), taken.unusablePlaces());
        Taken first = Taken.from(intake(), Cases.text("x", cut + "\n" + claim));
        assertEquals(1, first.claims.size(), first.unusable::toString);
        assertEquals(List.of("MSO-2004 line 1"), first.unusablePlaces());
    }

    /** One byte, many times. */
    private static final class Repeated extends InputStream {
        private final byte value;
        private long left;

        Repeated(byte value, long count) {
            this.value = value;
            this.left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? value : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(bytes, offset, offset + count, value);
            left -= count;
            return count;
        }
    }
}
