package org.openmso.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** What the tokenizer reads, with a copy of the bytes while they may be needed. */
final class Recorder extends InputStream {
    private final ByteSource source;
    private byte[] kept = new byte[1 << 14];
    private int size;
    private long first;
    private byte last;
    private boolean keeping;
    private boolean overflow;

    Recorder(ByteSource source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!keeping) {
            // The tokenizer asks for more when it has used up what it has.
            first += size;
            size = 0;
        }
        int read = source.read(bytes, offset, length);
        if (read > 0) {
            last = bytes[offset + read - 1];
            append(bytes, offset, read);
        }
        return read;
    }

    private void append(byte[] bytes, int offset, int read) {
        if (keeping && size + read > Limits.RESOURCE + (1 << 16)) {
            // Too large: from here on only the latest chunk, in which the next may begin.
            overflow = true;
            kept = new byte[1 << 14];
        }
        if (overflow) {
            first += size;
            size = 0;
        }
        if (size + read > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(kept.length * 2, size + read));
        }
        System.arraycopy(bytes, offset, kept, size, read);
        size += read;
    }

    /** From now on all is kept. */
    void keep() {
        keeping = true;
    }

    /** The last byte read, or 0. */
    byte last() {
        return last;
    }

    /** Whether there was too much to keep. */
    boolean isOverflown() {
        return overflow;
    }

    /** What it holds of the input at the moment, to where the tokenizer has read. */
    byte[] held() {
        return Arrays.copyOf(kept, size);
    }

    /** What is kept is not needed. */
    void drop() {
        keeping = false;
        overflow = false;
    }

    /** The bytes between two offsets; empty when dropped or too many. */
    Optional<byte[]> cut(long start, long end) {
        if (!keeping || overflow || end - start > Limits.RESOURCE) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOfRange(kept, (int) (start - first), (int) (end - first)));
    }
}
