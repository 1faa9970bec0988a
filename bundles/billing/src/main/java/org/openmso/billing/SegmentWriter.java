package org.openmso.billing;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Writes X12 segments as bytes: elements by {@code *}, components by {@code :}, repetitions (none
 * here) by {@code ^}, segments ended by {@code ~} and a line feed. Empty elements and components at
 * an end are left out. Allocates nothing for plain text. For one thread.
 */
final class SegmentWriter {
    static final char ELEMENT = '*';
    static final char REPETITION = '^';
    static final char COMPONENT = ':';
    static final char TERMINATOR = '~';

    private static final int SIZE = 1 << 16;
    // More than any one element with its separators.
    private static final int ROOM = 512;

    private final OutputStream out;
    private final byte[] buffer = new byte[SIZE];
    private int at;
    private long segments;
    private int elements;
    private int components;

    SegmentWriter(OutputStream out) {
        this.out = out;
    }

    /** Segments ended so far. */
    long segments() {
        return segments;
    }

    /** Begins a segment. */
    SegmentWriter segment(String id) throws IOException {
        room();
        elements = 0;
        components = 0;
        ascii(id);
        return this;
    }

    /** The next element, empty. */
    SegmentWriter skip() {
        elements++;
        components = 0;
        return this;
    }

    /** Several empty elements. */
    SegmentWriter skip(int count) {
        elements += count;
        components = 0;
        return this;
    }

    /** The next element: a code or an identifier. */
    SegmentWriter el(String code) throws IOException {
        return skip().text(code, X12Text.IDENTIFIER);
    }

    /** The next element: text, cleaned and cut. */
    SegmentWriter el(String text, int max) throws IOException {
        return skip().text(text, max);
    }

    /** The next element: a whole number. */
    SegmentWriter el(long number) throws IOException {
        return skip().number(number);
    }

    /** The next element: a day, CCYYMMDD. */
    SegmentWriter el(LocalDate day) throws IOException {
        skip();
        return day(day);
    }

    /** The next element: an amount, without needless zeros. */
    SegmentWriter money(long cents) throws IOException {
        skip();
        room();
        separators();
        if (cents < 0) {
            buffer[at++] = '-';
        }
        long dollars = Math.abs(cents / 100);
        int rest = (int) Math.abs(cents % 100);
        if (dollars != 0 || rest == 0) {
            digits(dollars);
        }
        if (rest != 0) {
            buffer[at++] = '.';
            buffer[at++] = (byte) ('0' + rest / 10);
            if (rest % 10 != 0) {
                buffer[at++] = (byte) ('0' + rest % 10);
            }
        }
        return this;
    }

    /** The next element: a quantity, without needless zeros. */
    SegmentWriter quantity(BigDecimal value) throws IOException {
        if (value.scale() == 0 && value.precision() < 18) {
            return el(value.longValue());
        }
        String plain = value.stripTrailingZeros().toPlainString();
        return el(plain.startsWith("0.") ? plain.substring(1) : plain);
    }

    /** The next component of the current element. */
    SegmentWriter sub(String code) throws IOException {
        return sub(code, X12Text.IDENTIFIER);
    }

    /** The next component of the current element: text, cleaned and cut. */
    SegmentWriter sub(String text, int max) throws IOException {
        components++;
        return text(text, max);
    }

    /** The next component of the current element: a whole number. */
    SegmentWriter sub(long number) throws IOException {
        components++;
        return number(number);
    }

    /** A second day after a hyphen, within the current element. */
    SegmentWriter until(LocalDate day) throws IOException {
        room();
        buffer[at++] = '-';
        return day(day);
    }

    /** Ends the segment. */
    void end() throws IOException {
        room();
        buffer[at++] = TERMINATOR;
        buffer[at++] = '\n';
        segments++;
    }

    /** Bytes of an envelope as they are, counted as one segment. */
    void raw(String ascii) throws IOException {
        room();
        ascii(ascii);
        segments++;
    }

    /** Segments that another writer has written. */
    void raw(byte[] bytes, long count) throws IOException {
        if (bytes.length > SIZE - at) {
            out.write(buffer, 0, at);
            at = 0;
        }
        if (bytes.length > SIZE) {
            out.write(bytes, 0, bytes.length);
        } else {
            System.arraycopy(bytes, 0, buffer, at, bytes.length);
            at += bytes.length;
        }
        segments += count;
    }

    /** Hands everything to the stream. */
    void flush() throws IOException {
        out.write(buffer, 0, at);
        at = 0;
        out.flush();
    }

    private SegmentWriter text(String text, int max) throws IOException {
        if (!text.isEmpty() && !plain(text, max)) {
            String clean = X12Text.clean(text, max);
            if (!clean.isEmpty()) {
                plain(clean, max);
            }
        }
        return this;
    }

    /**
     * Writes text that needs nothing but capitals, in one pass; takes it back when it needs more.
     */
    private boolean plain(String text, int max) throws IOException {
        int length = text.length();
        if (length > max) {
            return false;
        }
        room();
        int before = at;
        int elementsBefore = elements;
        int componentsBefore = components;
        separators();
        byte last = ' ';
        for (int i = 0; i < length; i++) {
            byte b = X12Text.basic(text.charAt(i));
            if (b == 0 || b == ' ' && last == ' ') {
                last = ' ';
                break;
            }
            buffer[at++] = b;
            last = b;
        }
        if (last == ' ') {
            at = before;
            elements = elementsBefore;
            components = componentsBefore;
            return false;
        }
        return true;
    }

    private SegmentWriter number(long number) throws IOException {
        room();
        separators();
        digits(number);
        return this;
    }

    private SegmentWriter day(LocalDate day) throws IOException {
        room();
        separators();
        int number = day.getYear() * 10000 + day.getMonthValue() * 100 + day.getDayOfMonth();
        digits(number);
        return this;
    }

    private void separators() {
        for (; elements > 0; elements--) {
            buffer[at++] = ELEMENT;
        }
        for (; components > 0; components--) {
            buffer[at++] = COMPONENT;
        }
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            buffer[at++] = (byte) text.charAt(i);
        }
    }

    private void digits(long number) {
        int length = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            length++;
        }
        for (int i = at + length - 1; i >= at; i--) {
            buffer[i] = (byte) ('0' + number % 10);
            number /= 10;
        }
        at += length;
    }

    private void room() throws IOException {
        if (SIZE - at < ROOM) {
            out.write(buffer, 0, at);
            at = 0;
        }
    }
}
