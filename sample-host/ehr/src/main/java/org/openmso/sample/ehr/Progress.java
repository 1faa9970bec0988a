package org.openmso.sample.ehr;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Says how far a long reading is: a line every two seconds, none for a short one. */
final class Progress {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(2);

    private final PrintStream err;
    private final LongSupplier nanos;
    private final long total;
    private long before;
    private String input = "";
    private long read;
    private long decided;
    private long next;

    /**
     * @param total bytes of all inputs, 0 when unknown
     * @param nanos a clock as {@link System#nanoTime}
     */
    Progress(PrintStream err, long total, LongSupplier nanos) {
        this.err = err;
        this.total = total;
        this.nanos = nanos;
        this.next = nanos.getAsLong() + PAUSE;
    }

    /** So much of an input was read. */
    void read(String name, long bytes) {
        if (!name.equals(input)) {
            before += read;
            input = name;
        }
        read = bytes;
        tell();
    }

    /** One claim more was decided. */
    void decided() {
        decided++;
        tell();
    }

    private void tell() {
        long now = nanos.getAsLong();
        if (now - next >= 0) {
            next = now + PAUSE;
            err.println(line());
        }
    }

    private String line() {
        long bytes = before + read;
        String of = total >= bytes && total > 0 ? " of " + mebibytes(total) : "";
        return String.format(
                Locale.ROOT,
                "read %s%s MiB, %,d claims decided%s",
                mebibytes(bytes),
                of,
                decided,
                input.isEmpty() ? "" : ", in " + input);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes >> 20);
    }
}
