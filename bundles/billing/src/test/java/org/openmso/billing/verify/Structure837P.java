package org.openmso.billing.verify;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads an 837P file and judges it by the structure tables of 005010X222A1: envelope, order and
 * presence of segments, codes, counts, the tree of HL, sums. Knows nothing of the writer.
 *
 * <pre>{@code
 * Structure837P file = Structure837P.read(Files.readAllBytes(path));
 * assertEquals(List.of(), file.faults());
 * assertEquals(3, file.claims().size());
 * }</pre>
 */
public final class Structure837P {
    /**
     * A claim as read.
     *
     * @param number CLM01
     * @param total CLM02
     * @param lines how many loops 2400
     * @param segments from CLM to the segment before the next claim, HL or SE
     */
    public record Claim(String number, BigDecimal total, int lines, List<Segment> segments) {}

    private static final int MOST_CLAIMS = 5_000;

    private final InterchangeReader file;
    private final List<String> faults;
    private final List<Claim> claims = new ArrayList<>();
    private int at;

    private Structure837P(InterchangeReader file) {
        this.file = file;
        this.faults = file.faults;
    }

    /** Reads and judges a file. */
    public static Structure837P read(byte[] bytes) {
        var structure = new Structure837P(InterchangeReader.read(bytes));
        if (structure.faults.isEmpty()) {
            structure.interchange();
        }
        return structure;
    }

    /** What is wrong, in the order of the file; empty when the file is good. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** All segments, ISA first. */
    public List<Segment> segments() {
        return List.copyOf(file.segments);
    }

    /** The claims in the order of the file. */
    public List<Claim> claims() {
        return List.copyOf(claims);
    }

    private void interchange() {
        Segment isa = file.segments.get(0);
        expect(isa.element(12).equals("00501"), "ISA12 is " + isa.element(12));
        expect(isa.element(13).matches("\\d{9}"), "ISA13 is " + isa.element(13));
        expect(isa.element(15).matches("[PT]"), "ISA15 is " + isa.element(15));
        at = 1;
        int groups = 0;
        while (next("GS")) {
            group();
            groups++;
        }
        expect(groups > 0, "no GS");
        if (!next("IEA")) {
            fault("IEA expected");
            return;
        }
        Segment iea = file.segments.get(at++);
        expect(iea.element(1).equals("" + groups), "IEA01 is not " + groups);
        expect(iea.element(2).equals(isa.element(13)), "IEA02 differs from ISA13");
        expect(at == file.segments.size(), "segments after IEA");
    }

    private void group() {
        Segment gs = file.segments.get(at++);
        expect(gs.element(1).equals("HC"), "GS01 is " + gs.element(1));
        expect(gs.element(4).matches("\\d{8}"), "GS04 is no date");
        expect(gs.element(6).matches("[1-9]\\d{0,8}"), "GS06 is " + gs.element(6));
        expect(gs.element(7).equals("X"), "GS07 is " + gs.element(7));
        expect(gs.element(8).equals("005010X222A1"), "GS08 is " + gs.element(8));
        int sets = 0;
        Set<String> controls = new HashSet<>();
        while (next("ST")) {
            expect(controls.add(file.segments.get(at).element(2)), "ST02 twice in the group");
            transactionSet();
            sets++;
        }
        if (!next("GE")) {
            fault("GE expected");
            return;
        }
        Segment ge = file.segments.get(at++);
        expect(ge.element(1).equals("" + sets), "GE01 is not " + sets);
        expect(ge.element(2).equals(gs.element(6)), "GE02 differs from GS06");
    }

    private void transactionSet() {
        int first = at;
        loop(Guide.ST);
        Segment se = file.segments.get(at - 1);
        if (!se.id().equals("SE")) {
            fault("not expected here");
            while (at < file.segments.size() && !next("ST") && !next("GE") && !next("IEA")) {
                at++;
            }
            return;
        }
        expect(se.element(1).equals("" + (at - first)), "SE01 is not " + (at - first));
        expect(se.element(2).equals(file.segments.get(first).element(2)), "SE02 differs from ST02");
        List<Segment> set = file.segments.subList(first, at);
        tree(set);
        claims(set);
    }

    private void loop(Guide.Loop loop) {
        int row = 0;
        List<Guide.Row> rows = loop.rows();
        while (row < rows.size()) {
            int end = row + 1;
            while (end < rows.size() && rows.get(end).segment().equals(rows.get(row).segment())) {
                end++;
            }
            neighbours(loop.name(), rows.subList(row, end));
            row = end;
        }
    }

    /** Rows with the same segment id, in any order. */
    private void neighbours(String loop, List<Guide.Row> rows) {
        int[] count = new int[rows.size()];
        boolean found = true;
        while (found && at < file.segments.size()) {
            found = false;
            for (int i = 0; i < count.length && !found; i++) {
                Guide.Row row = rows.get(i);
                if (begins(row)) {
                    found = true;
                    count[i]++;
                    expect(count[i] <= row.most(), "too often in " + loop);
                    if (row instanceof Guide.Loop inner) {
                        loop(inner);
                    } else {
                        part(loop, (Guide.Part) row);
                    }
                }
            }
        }
        for (int i = 0; i < count.length; i++) {
            if (rows.get(i).required() && count[i] == 0) {
                fault(loop + " lacks " + name(rows.get(i)));
            }
        }
    }

    private boolean begins(Guide.Row row) {
        if (row instanceof Guide.Loop loop) {
            return begins(loop.rows().get(0));
        }
        return ((Guide.Part) row).matches(file.segments.get(at), file.component);
    }

    private void part(String loop, Guide.Part part) {
        Segment segment = file.segments.get(at);
        Set<Integer> known = new HashSet<>();
        for (Guide.Spec spec : part.specs()) {
            known.add(spec.element());
            String value = segment.element(spec.element());
            if (value.isEmpty()) {
                expect(spec.kind() == '?', loop + " element " + spec.element() + " is missing");
            } else {
                expect(
                        spec.fits(segment, file.component),
                        loop + " element " + spec.element() + " is wrong");
            }
        }
        for (int i = 1; i <= segment.elements().size(); i++) {
            expect(
                    known.contains(i) || segment.element(i).isEmpty(),
                    loop + " element " + i + " is not used");
        }
        at++;
    }

    /**
     * HL01 counts from 1, HL02 names an open ancestor of the right kind, HL04 tells of children.
     */
    private void tree(List<Segment> set) {
        Map<String, Segment> byId = new HashMap<>();
        Set<String> parents = new HashSet<>();
        for (Segment hl : set) {
            if (!hl.id().equals("HL")) {
                continue;
            }
            expect(hl.element(1).equals("" + (byId.size() + 1)), "HL01 does not count from 1");
            byId.put(hl.element(1), hl);
            String level = hl.element(3);
            if (level.equals("20")) {
                expect(hl.element(2).isEmpty(), "HL 20 has a parent");
            } else {
                Segment parent = byId.get(hl.element(2));
                String above = level.equals("22") ? "20" : "22";
                expect(
                        parent != null && parent.element(3).equals(above),
                        "HL " + hl.element(1) + " has no parent of level " + above);
                parents.add(hl.element(2));
            }
        }
        for (Segment hl : byId.values()) {
            expect(
                    hl.element(4).equals(parents.contains(hl.element(1)) ? "1" : "0"),
                    "HL04 of HL " + hl.element(1) + " is wrong");
        }
    }

    private void claims(List<Segment> set) {
        String level = "";
        Segment subscriber = set.get(0);
        int count = 0;
        for (int i = 0; i < set.size(); i++) {
            Segment segment = set.get(i);
            if (segment.id().equals("HL")) {
                level = segment.element(3);
                subscriber = set.get(i + 1).id().equals("SBR") ? set.get(i + 1) : subscriber;
            }
            if (segment.id().equals("NM1")) {
                npi(segment);
            }
            if (segment.id().equals("CLM")) {
                int end = i + 1;
                while (!Set.of("CLM", "HL", "SE").contains(set.get(end).id())) {
                    end++;
                }
                boolean self = subscriber.element(2).equals("18");
                expect(self == level.equals("22"), "SBR02 does not fit the level of the patient");
                claim(List.copyOf(set.subList(i, end)));
                count++;
            }
        }
        expect(count > 0 && count <= MOST_CLAIMS, count + " claims in one ST");
    }

    private void claim(List<Segment> segments) {
        Segment clm = segments.get(0);
        String number = clm.element(1);
        BigDecimal total = amount(clm.element(2));
        BigDecimal sum = BigDecimal.ZERO;
        int lines = 0;
        int diagnoses = 0;
        for (Segment segment : segments) {
            switch (segment.id()) {
                case "HI" -> {
                    if (segment.element(1).matches("A?BK.*")) {
                        diagnoses = segment.elements().size();
                    }
                }
                case "LX" -> {
                    lines++;
                    expect(segment.element(1).equals("" + lines), number + ": LX does not count");
                }
                case "SV1" -> {
                    sum = sum.add(amount(segment.element(2)));
                    pointers(number, segment.element(7), diagnoses);
                }
                default -> {}
            }
        }
        expect(sum.compareTo(total) == 0, number + ": CLM02 is not the sum of the lines");
        claims.add(new Claim(number, total, lines, segments));
    }

    private void pointers(String claim, String pointers, int diagnoses) {
        Set<String> seen = new HashSet<>();
        for (String pointer : pointers.split(Pattern.quote("" + file.component))) {
            expect(
                    pointer.matches("\\d{1,2}")
                            && Integer.parseInt(pointer) <= diagnoses
                            && seen.add(pointer),
                    claim + ": SV107 points to no diagnosis");
        }
    }

    private void npi(Segment nm1) {
        if (nm1.element(8).equals("XX")) {
            String digits = "80840" + nm1.element(9);
            int sum = 0;
            for (int i = 0; i < digits.length(); i++) {
                int digit = Character.digit(digits.charAt(digits.length() - 1 - i), 10);
                int twice = i % 2 == 1 ? 2 * digit : digit;
                sum += twice / 10 + twice % 10;
            }
            expect(sum % 10 == 0, "check digit of an NPI in NM1*" + nm1.element(1));
        }
    }

    private static BigDecimal amount(String text) {
        return text.matches("-?\\d*\\.?\\d+") ? new BigDecimal(text) : BigDecimal.ZERO;
    }

    private static String name(Guide.Row row) {
        return row instanceof Guide.Loop loop ? "loop " + loop.name() : row.segment();
    }

    private boolean next(String id) {
        return at < file.segments.size() && file.segments.get(at).id().equals(id);
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            fault(otherwise);
        }
    }

    private void fault(String text) {
        faults.add("segment " + (at + 1) + ": " + text);
    }
}
