package org.openmso.sample.ehr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.openmso.api.MsoException;

/** A data directory for a run after which nothing has to last. */
final class TemporaryDirectory implements AutoCloseable {
    private final Path path;

    /**
     * Makes it.
     *
     * @throws MsoException (MSO-9004) if it cannot be made
     */
    TemporaryDirectory() {
        try {
            path = Files.createTempDirectory("openmso-sample");
        } catch (IOException e) {
            throw SampleProblem.OUTPUT_UNUSABLE.failed(
                    System.getProperty("java.io.tmpdir"),
                    "No temporary directory can be made.",
                    "Free space there, or name another with -Djava.io.tmpdir.",
                    e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try (var all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
