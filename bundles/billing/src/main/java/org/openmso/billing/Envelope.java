package org.openmso.billing;

import java.io.IOException;
import java.time.LocalDateTime;

/** Writes ISA, GS, GE and IEA: one interchange with one functional group. */
final class Envelope {
    /** The guide that the claims follow (GS08, ST03). */
    static final String VERSION = "005010X222A1";

    private final SegmentWriter out;
    private final BillingSettings settings;
    private final long control;

    /**
     * An envelope.
     *
     * @param control the interchange's control number, 1 to 999999999 (ISA13); also that of its
     *     only group (GS06), so that one durable number makes both unique
     */
    Envelope(SegmentWriter out, BillingSettings settings, long control) {
        this.out = out;
        this.settings = settings;
        this.control = control;
    }

    /** ISA, 106 bytes with its terminator, and GS. */
    void open(LocalDateTime now) throws IOException {
        String day = digits(dayNumber(now), 8);
        String time = time(now);
        String isa =
                "ISA*00*          *00*          *ZZ*"
                        + padded(settings.submitterId())
                        + "*ZZ*"
                        + padded(settings.receiverId())
                        + "*"
                        + day.substring(2)
                        + "*"
                        + time
                        + "*"
                        + SegmentWriter.REPETITION
                        + "*00501*"
                        + digits(control, 9)
                        + "*0*"
                        + settings.usage()
                        + "*"
                        + SegmentWriter.COMPONENT
                        + SegmentWriter.TERMINATOR
                        + "\n";
        out.raw(isa);
        out.segment("GS").el("HC").el(settings.submitterId()).el(settings.receiverId());
        out.el(day).el(time).el(control).el("X").el(VERSION).end();
    }

    /** GE and IEA. */
    void close(int transactionSets) throws IOException {
        out.segment("GE").el(transactionSets).el(control).end();
        out.segment("IEA").el(1).el(digits(control, 9)).end();
    }

    /** Hours and minutes, HHMM. */
    static String time(LocalDateTime now) {
        return digits(now.getHour() * 100L + now.getMinute(), 4);
    }

    /** A number with leading zeros. */
    static String digits(long number, int width) {
        String plain = Long.toString(number);
        return "0".repeat(Math.max(0, width - plain.length())) + plain;
    }

    private static long dayNumber(LocalDateTime now) {
        return now.getYear() * 10_000L + now.getMonthValue() * 100L + now.getDayOfMonth();
    }

    private static String padded(String id) {
        return id + " ".repeat(15 - id.length());
    }
}
