package org.openmso.billing.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Splits a file into segments by the delimiters that its ISA declares, and judges the form of the
 * bytes: ISA's fixed widths, no stray characters, no empty ends.
 */
final class InterchangeReader {
    private static final int[] ISA_WIDTHS = {2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1};
    private static final int ISA_LENGTH = 106;
    private static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]{1,2}");

    final List<Segment> segments = new ArrayList<>();
    final List<String> faults = new ArrayList<>();
    char component = ':';

    static InterchangeReader read(byte[] file) {
        var reader = new InterchangeReader();
        reader.split(new String(file, StandardCharsets.ISO_8859_1));
        return reader;
    }

    private void split(String text) {
        if (text.length() < ISA_LENGTH || !text.startsWith("ISA")) {
            faults.add("no ISA of 106 bytes at the beginning");
            return;
        }
        char element = text.charAt(3);
        char terminator = text.charAt(105);
        component = text.charAt(104);
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf(terminator, at);
            if (end < 0) {
                faults.add("characters after the last terminator");
                return;
            }
            segment(text.substring(at, end), element);
            at = end + 1;
            while (at < text.length() && (text.charAt(at) == '\r' || text.charAt(at) == '\n')) {
                at++;
            }
        }
        isa(segments.get(0));
    }

    private void segment(String text, char element) {
        String[] parts = parts(text, element);
        int number = segments.size() + 1;
        if (!ID.matcher(parts[0]).matches()) {
            faults.add("segment " + number + " has no id");
        }
        boolean isa = parts[0].equals("ISA");
        if (!isa && parts[parts.length - 1].isEmpty()) {
            faults.add("segment " + number + " " + parts[0] + " ends with an empty element");
        }
        var elements = new ArrayList<String>();
        for (int i = 1; i < parts.length; i++) {
            if (!isa
                    && parts[i].length() > 0
                    && parts[i].charAt(parts[i].length() - 1) == component) {
                faults.add("segment " + number + " " + parts[0] + " has an empty last component");
            }
            elements.add(parts[i]);
        }
        segments.add(new Segment(parts[0], elements));
    }

    private static String[] parts(String text, char separator) {
        var parts = new ArrayList<String>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts.toArray(String[]::new);
    }

    private void isa(Segment isa) {
        if (isa.elements().size() != ISA_WIDTHS.length) {
            faults.add("ISA has " + isa.elements().size() + " elements");
            return;
        }
        for (int i = 0; i < ISA_WIDTHS.length; i++) {
            if (isa.elements().get(i).length() != ISA_WIDTHS[i]) {
                faults.add("ISA" + (i + 1) + " is not " + ISA_WIDTHS[i] + " wide");
            }
        }
    }
}
