package org.openmso.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip, RFC 1952: one member or several, and refuses whatever is no gzip, also after a
 * whole member, where the stream of the JDK takes it for the end. Zeros at the end pass: writers
 * fill blocks with them.
 */
final class Gunzip extends InputStream {
    private static final int ID1 = 0x1f;
    private static final int ID2 = 0x8b;
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private int from;
    private int to;
    private boolean first = true;
    private boolean inMember;
    private boolean ended;

    Gunzip(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (length > 0 && !ended) {
            if (!inMember && !begin()) {
                ended = true;
                break;
            }
            int read = inflate(bytes, offset, length);
            if (read > 0) {
                crc.update(bytes, offset, read);
                return read;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary() || !fill()) {
                throw damaged();
            } else {
                inflater.setInput(buffer, from, to - from);
            }
        }
        return length == 0 ? 0 : -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws Unusable {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException damage) {
            throw damaged();
        }
    }

    /** Reads the header of a member; false at the end of the input. */
    private boolean begin() throws IOException {
        int id = next();
        while (id == 0 && !first) {
            id = next();
        }
        if (id < 0 && !first) {
            return false;
        }
        first = false;
        if (id != ID1 || next() != ID2 || next() != DEFLATE) {
            throw damaged();
        }
        int flags = needed();
        if ((flags & RESERVED) != 0) {
            throw damaged();
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(needed() | needed() << 8);
        }
        for (int flag : new int[] {NAME, COMMENT}) {
            while ((flags & flag) != 0 && needed() != 0) {}
        }
        skip((flags & HEADER_CRC) != 0 ? 2 : 0);
        inflater.reset();
        inflater.setInput(buffer, from, to - from);
        crc.reset();
        inMember = true;
        return true;
    }

    private void endMember() throws IOException {
        from = to - inflater.getRemaining();
        inMember = false;
        long size = inflater.getBytesWritten() & 0xffffffffL;
        if (number() != crc.getValue() || number() != size) {
            throw damaged();
        }
    }

    private long number() throws IOException {
        return needed() | needed() << 8 | needed() << 16 | (long) needed() << 24;
    }

    private void skip(int bytes) throws IOException {
        for (int at = 0; at < bytes; at++) {
            needed();
        }
    }

    private int needed() throws IOException {
        int read = next();
        if (read < 0) {
            throw damaged();
        }
        return read;
    }

    private int next() throws IOException {
        return from < to || fill() ? buffer[from++] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer, 0, buffer.length));
        return to > 0;
    }

    @Override
    public void close() {
        inflater.end();
    }

    private static Unusable damaged() {
        return new Unusable(
                Reason.GZIP_DAMAGED,
                "",
                "The gzip data is damaged, ends too early, or is followed by something else.");
    }
}
