package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.xlate.edi.stream.EDIInputFactory;
import io.xlate.edi.stream.EDIStreamException;
import io.xlate.edi.stream.EDIStreamReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.openmso.api.Money;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.billing.verify.Segment;
import org.openmso.billing.verify.Structure837P;

/** Whatever claims come in: every file that goes out is good, and other readers read it alike. */
class WrittenFilesTest {
    private static final String BASIC =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"&'()+,-./;?=*:^~\n";

    @Property(tries = 100, seed = "20261124")
    void every_file_is_good_and_sums_are_those_of_the_report(@ForAll long seed) throws Exception {
        var written = write(new RandomClaims(seed, 0.004), 60);
        written.judge();
        assertTrue(written.report.ready() > 0);
    }

    @Property(tries = 100, seed = "20261124")
    void hostile_claims_are_blocked_or_written_well_but_never_break_the_batch(@ForAll long seed)
            throws Exception {
        write(new RandomClaims(seed, 0.03), 30).judge();
        assertEquals(30, write(new RandomClaims(seed, 0.5), 30).outcomes.size());
        assertEquals(10, write(new RandomClaims(seed, 1), 10).report.blocked());
    }

    @Test
    void a_large_batch_reads_alike_in_both_readers() throws Exception {
        write(new RandomClaims(837, 0.002), 5_200).judge();
    }

    private static Written write(RandomClaims claims, int count) {
        var target = new MemoryTarget();
        var outcomes = new ArrayList<ClaimOutcome>();
        BatchReport report =
                new FakePractice()
                        .billing()
                        .prepare(
                                sink -> {
                                    for (int i = 0; i < count; i++) {
                                        sink.claim(claims.next(), List.of());
                                    }
                                },
                                target,
                                outcomes::add);
        return new Written(report, outcomes, target);
    }

    private record Written(BatchReport report, List<ClaimOutcome> outcomes, MemoryTarget target) {
        void judge() throws EDIStreamException {
            assertEquals(report.ready() + report.blocked(), outcomes.size());
            if (report.ready() == 0) {
                assertTrue(target.visible.isEmpty());
                return;
            }
            assertTrue(target.text().chars().allMatch(c -> BASIC.indexOf(c) >= 0));
            Structure837P file = Structure837P.read(target.bytes());
            assertEquals(List.of(), file.faults());
            assertEquals(report.ready(), file.claims().size());
            assertEquals(
                    report.charge(),
                    Money.ofDollars(
                            file.claims().stream()
                                    .map(Structure837P.Claim::total)
                                    .reduce(BigDecimal.ZERO, BigDecimal::add)));
            noNeedlessZeros(file.segments());
            assertEquals(flat(file.segments()), readByStaedi(target.bytes()));
        }
    }

    private static void noNeedlessZeros(List<Segment> segments) {
        for (Segment segment : segments) {
            int amount =
                    switch (segment.id()) {
                        case "CLM", "SV1", "AMT" -> 2;
                        case "CTP" -> 4;
                        default -> 0;
                    };
            if (amount > 0) {
                String text = segment.element(amount);
                assertFalse(text.matches("0\\d.*|.*\\.|.*\\..*0|0\\..*"), segment.toString());
            }
        }
    }

    /** One entry for each component: place and value. */
    private static List<String> flat(List<Segment> segments) {
        var entries = new ArrayList<String>();
        int number = 0;
        for (Segment segment : segments) {
            number++;
            entries.add(number + segment.id());
            for (int e = 1; e <= segment.elements().size(); e++) {
                boolean isa = segment.id().equals("ISA");
                String[] parts =
                        isa ? new String[] {segment.element(e)} : segment.element(e).split(":", -1);
                for (int c = 0; c < parts.length; c++) {
                    String value = isa ? parts[c].strip() : parts[c];
                    if (!value.isEmpty()) {
                        entries.add(number + segment.id() + e + "-" + (c + 1) + "=" + value);
                    }
                }
            }
        }
        return entries;
    }

    private static List<String> readByStaedi(byte[] file) throws EDIStreamException {
        var entries = new ArrayList<String>();
        EDIInputFactory factory = EDIInputFactory.newFactory();
        try (EDIStreamReader reader =
                factory.createEDIStreamReader(
                        new ByteArrayInputStream(file), StandardCharsets.US_ASCII.name())) {
            int number = 0;
            String id = "";
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case START_SEGMENT -> {
                        number++;
                        id = reader.getText();
                        entries.add(number + id);
                    }
                    case ELEMENT_DATA -> {
                        String value =
                                id.equals("ISA") ? reader.getText().strip() : reader.getText();
                        if (!value.isEmpty()) {
                            int component = reader.getLocation().getComponentPosition();
                            entries.add(
                                    number
                                            + id
                                            + reader.getLocation().getElementPosition()
                                            + "-"
                                            + Math.max(1, component)
                                            + "="
                                            + value);
                        }
                    }
                    case SEGMENT_ERROR, ELEMENT_DATA_ERROR, ELEMENT_OCCURRENCE_ERROR ->
                            entries.add(number + id + " error " + reader.getErrorType());
                    default -> {}
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    @Test
    void blocked_claims_leave_no_trace_in_the_file() throws Exception {
        var target = new MemoryTarget();
        ProfessionalClaim blocked =
                MadeUp.officeVisit(2).toBuilder().diagnoses(List.of("BAD")).build();
        new FakePractice()
                .billing()
                .prepare(
                        sink -> {
                            sink.claim(MadeUp.officeVisit(1), List.of());
                            sink.claim(blocked, List.of());
                        },
                        target,
                        outcome -> {});
        assertFalse(target.text().contains("ACCT-2"));
        assertFalse(target.text().contains("MEM2"));
    }
}
