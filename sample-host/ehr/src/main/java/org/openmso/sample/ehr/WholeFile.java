package org.openmso.sample.ehr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.openmso.api.MsoException;

/**
 * A result file that appears whole, in one step, or not at all; it replaces an earlier one. That it
 * can be written is known before the work begins of which it tells.
 */
final class WholeFile implements AutoCloseable {
    private final Path file;
    private final PartialFile partial;

    /**
     * Prepares it.
     *
     * @throws MsoException (MSO-9007) if it cannot be written; so does {@link #write}
     */
    WholeFile(Path file) {
        this.file = file.toAbsolutePath();
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new IOException("it is there, and no file");
            }
            partial = PartialFile.in(this.file.getParent());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Writes and shows it. */
    void write(String text) {
        try {
            var bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                partial.channel().write(bytes);
            }
            partial.channel().force(true);
            Files.move(partial.path(), file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public void close() {
        try {
            partial.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MsoException unwritable(IOException why) {
        return SampleProblem.REPORT_UNWRITABLE.failed(
                file.toString(),
                "The report cannot be written: " + SystemReason.of(why) + ".",
                "Free space on the disk, or name another file with --json.",
                why);
    }
}
