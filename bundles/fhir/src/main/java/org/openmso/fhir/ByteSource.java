package org.openmso.fhir;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.host.NamedInput;

/**
 * The text of one input as bytes: opened, decompressed, without byte order mark, with a window that
 * can be looked at before it is consumed. Whatever goes wrong comes out as {@link Unusable}.
 */
final class ByteSource extends InputStream {
    private static final int WINDOW = 1 << 16;

    private static final long LINE_FEEDS = EightBytes.all('\n');

    private final Counted counted;
    private final InputStream text;
    private byte[] window = new byte[WINDOW];
    private int from;
    private int to;

    private ByteSource(Counted counted, InputStream text) {
        this.counted = counted;
        this.text = text;
    }

    static ByteSource open(NamedInput input, IntakeListener listener) throws IOException {
        InputStream raw;
        try {
            raw = input.open();
        } catch (IOException | RuntimeException failure) {
            throw unreadable(input, failure);
        }
        var counted = new Counted(raw, input, listener);
        try {
            var magic = counted.readNBytes(2);
            InputStream whole =
                    new SequenceInputStream(new ByteArrayInputStream(magic), new Shielded(counted));
            boolean gzip =
                    magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
            return new ByteSource(counted, gzip ? new Gunzip(whole) : whole);
        } catch (IOException failure) {
            counted.close();
            throw failure;
        }
    }

    /** Text in memory. */
    static ByteSource of(String name, byte[] text, int from, int to) throws IOException {
        return open(
                NamedInput.of(name, () -> new ByteArrayInputStream(text, from, to - from)),
                IntakeListener.NONE);
    }

    /** UTF-8 may carry a byte order mark; UTF-16 and UTF-32 are no JSON of FHIR. */
    void checkEncoding() throws IOException {
        while (to < 4 && more()) {}
        int b0 = at(0);
        int b1 = at(1);
        if (b0 == 0xef && b1 == 0xbb && at(2) == 0xbf) {
            from = 3;
        } else if (b0 == 0xfe && b1 == 0xff || b0 == 0xff && b1 == 0xfe || b0 == 0 || b1 == 0) {
            throw new Unusable(Reason.NOT_JSON, "", "The input is not UTF-8.");
        }
    }

    private int at(int index) {
        return index < to ? window[index] & 0xff : -1;
    }

    /** The window: bytes from {@link #from()} up to {@link #to()} are not yet consumed. */
    byte[] window() {
        return window;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    void consume(int bytes) {
        from += bytes;
    }

    /** Where the next line feed of the window is, from a place on; -1 when there is none. */
    int newline(int start) {
        int at = start;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long found = EightBytes.find(EightBytes.at(window, at), LINE_FEEDS);
            if (found != 0) {
                return at + EightBytes.first(found);
            }
        }
        for (; at < to; at++) {
            if (window[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    /** Reads more into the window, which may move or grow; false at the end of the input. */
    boolean more() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == window.length) {
            if (from > 0) {
                System.arraycopy(window, from, window, 0, to - from);
            } else {
                var larger = new byte[window.length * 2];
                System.arraycopy(window, 0, larger, 0, to);
                window = larger;
            }
            to -= from;
            from = 0;
        }
        int read = text.read(window, to, window.length - to);
        if (read > 0) {
            to += read;
        }
        return read >= 0;
    }

    /** Puts bytes back in front of what is not yet consumed. */
    void unread(byte[] bytes) {
        var joined = new byte[Math.max(WINDOW, bytes.length + to - from)];
        System.arraycopy(bytes, 0, joined, 0, bytes.length);
        System.arraycopy(window, from, joined, bytes.length, to - from);
        to = bytes.length + to - from;
        from = 0;
        window = joined;
    }

    @Override
    public int read() throws IOException {
        while (from == to) {
            if (!more()) {
                return -1;
            }
        }
        return window[from++] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (from == to) {
            if (!more()) {
                return -1;
            }
        }
        int count = Math.min(length, to - from);
        System.arraycopy(window, from, bytes, offset, count);
        from += count;
        return count;
    }

    @Override
    public void close() {
        try {
            text.close();
        } catch (IOException harmless) {
            // It holds nothing but memory.
        }
        counted.close();
    }

    private static Unusable unreadable(NamedInput input, Exception failure) {
        if (failure instanceof Unusable known) {
            return known;
        }
        if (isDirectory(input, failure)) {
            return new Unusable(Reason.DIRECTORY, "", "The input is a directory.");
        }
        String cause;
        if (failure instanceof NoSuchFileException
                || failure instanceof java.io.FileNotFoundException) {
            cause = "The input does not exist.";
        } else if (failure instanceof AccessDeniedException) {
            cause = "The input may not be read by this user.";
        } else {
            cause = "Reading failed: " + InputReader.reason(failure) + ".";
        }
        return new Unusable(Reason.UNREADABLE, "", cause);
    }

    /** A path opens on some systems although it is a directory, and fails at the first read. */
    private static boolean isDirectory(NamedInput input, Exception failure) {
        try {
            return String.valueOf(failure.getMessage()).contains("Is a directory")
                    || Files.isDirectory(Path.of(input.name()));
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }

    /** The host's stream: counts, reports progress, and names failures. */
    private static final class Counted extends InputStream implements Closeable {
        private final InputStream in;
        private final NamedInput input;
        private final IntakeListener listener;
        private long count;
        private long reported;

        Counted(InputStream in, NamedInput input, IntakeListener listener) {
            this.in = in;
            this.input = input;
            this.listener = listener;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            int read = read(one, 0, 1);
            return read < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read;
            try {
                read = in.read(bytes, offset, length);
            } catch (IOException | RuntimeException failure) {
                throw unreadable(input, failure);
            }
            count += Math.max(0, read);
            if (count - reported >= Limits.PROGRESS) {
                report();
            }
            return read;
        }

        private void report() {
            reported = count;
            listener.progress(input.name(), count);
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException | RuntimeException harmless) {
                // What is needed was read, or its failure is told: a failing close loses nothing.
            }
            if (count > reported) {
                report();
            }
        }
    }

    /** Keeps a sequence of streams from closing the host's stream at its end. */
    private static final class Shielded extends InputStream {
        private final InputStream in;

        Shielded(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, length);
        }
    }
}
