package org.openmso.billing.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The table {@code 837p-structure.txt} as a tree of loops and segments. */
final class Guide {
    /** A loop or a segment of the table. */
    sealed interface Row permits Loop, Part {
        /** The segment id that it is, or begins with. */
        String segment();

        boolean required();

        int most();
    }

    record Loop(String name, boolean required, int most, List<Row> rows) implements Row {
        @Override
        public String segment() {
            return rows.get(0).segment();
        }
    }

    record Part(String segment, boolean required, int most, List<Spec> specs) implements Row {
        boolean matches(Segment candidate, char component) {
            return candidate.id().equals(segment)
                    && specs.stream()
                            .filter(spec -> spec.kind == '#')
                            .allMatch(spec -> spec.fits(candidate, component));
        }
    }

    record Spec(int element, char kind, Pattern pattern) {
        boolean fits(Segment segment, char component) {
            String value = segment.element(element).replace(component, ':');
            return pattern.matcher(value).matches();
        }
    }

    private static final Map<String, String> WORDS =
            Map.of(
                    "DATE", "(1[89]|20|99)\\\\d\\\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\\\d|3[01])",
                    "AMOUNT", "-?\\\\d{0,16}(\\\\.\\\\d{1,2})?",
                    "QUANTITY", "\\\\d{0,15}(\\\\.\\\\d{1,3})?",
                    "DX", "(ABF|BF):[A-Z0-9]{3,7}",
                    "NPI", "[12]\\\\d{9}",
                    "POINTERS", "([1-9]|1[0-2])(:([1-9]|1[0-2])){0,3}",
                    "FILING", "1[1-7]|AM|BL|CH|CI|DS|FI|HM|LM|MA|MB|MC|OF|TV|VA|WC|ZZ");

    /** A transaction set. */
    static final Loop ST = load();

    private Guide() {}

    private static Loop load() {
        List<String> lines = lines();
        Map<String, Loop> defined = new HashMap<>();
        int define = lines.indexOf("define 2300");
        var claim = new ArrayList<Row>();
        rows(lines.subList(define + 1, lines.size()), 2, claim, defined);
        defined.put("2300", new Loop("2300", false, 1, claim));
        var top = new ArrayList<Row>();
        rows(lines.subList(0, define), 0, top, defined);
        return (Loop) top.get(0);
    }

    private static void rows(
            List<String> lines, int indent, List<Row> into, Map<String, Loop> defined) {
        for (int i = 0; i < lines.size(); i++) {
            String[] words = lines.get(i).strip().split(" +");
            if (words[0].equals("loop")) {
                int end = i + 1;
                while (end < lines.size() && indentOf(lines.get(end)) > indent) {
                    end++;
                }
                var inner = new ArrayList<Row>();
                rows(lines.subList(i + 1, end), indent + 2, inner, defined);
                into.add(new Loop(words[1], required(words[2]), most(words[2]), inner));
                i = end - 1;
            } else if (words[0].equals("use")) {
                Loop loop = defined.get(words[1]);
                into.add(new Loop(words[1], required(words[2]), most(words[2]), loop.rows()));
            } else {
                var specs = new ArrayList<Spec>();
                for (int w = 2; w < words.length; w++) {
                    specs.add(spec(words[w]));
                }
                into.add(new Part(words[0], required(words[1]), most(words[1]), specs));
            }
        }
    }

    private static Spec spec(String word) {
        String pattern = word.substring(3);
        for (var entry : WORDS.entrySet()) {
            pattern =
                    pattern.replaceAll(
                            "\\b" + entry.getKey() + "\\b", "(" + entry.getValue() + ")");
        }
        return new Spec(
                Integer.parseInt(word.substring(0, 2)), word.charAt(2), Pattern.compile(pattern));
    }

    private static boolean required(String use) {
        return use.charAt(0) == 'R';
    }

    private static int most(String use) {
        String number = use.substring(1);
        return number.equals("*") ? Integer.MAX_VALUE : Integer.parseInt(number);
    }

    private static int indentOf(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static List<String> lines() {
        try (InputStream in = Guide.class.getResourceAsStream("837p-structure.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
