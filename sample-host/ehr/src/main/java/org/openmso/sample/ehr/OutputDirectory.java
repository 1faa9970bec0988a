package org.openmso.sample.ehr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.openmso.api.MsoException;

/** The directory that results go to. When nothing comes of it, it is as if it was never made. */
final class OutputDirectory implements AutoCloseable {
    /** Those that were not there before, the deepest first. */
    private final Deque<Path> made;

    private OutputDirectory(Deque<Path> made) {
        this.made = made;
    }

    /**
     * Makes it where it is missing.
     *
     * @throws MsoException (MSO-9004) if it is no directory, or cannot be made or written
     */
    static OutputDirectory open(Path path) {
        var made = new ArrayDeque<Path>();
        for (Path each = path.toAbsolutePath();
                each != null && Files.notExists(each);
                each = each.getParent()) {
            made.addLast(each);
        }
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw unusable(path, "It cannot be made: " + SystemReason.of(e) + ".", e);
        }
        Path report = path.resolve(ReportFile.NAME);
        if (Files.exists(report) && !Files.isRegularFile(report)) {
            throw unusable(path, "Its " + ReportFile.NAME + " is no file.", null);
        }
        if (!Files.isWritable(path)) {
            throw unusable(path, "This process may not write into it.", null);
        }
        return new OutputDirectory(made);
    }

    /** Something was written: it stays. */
    void keep() {
        made.clear();
    }

    @Override
    public void close() {
        try {
            for (Path each : made) {
                Files.delete(each);
            }
        } catch (IOException e) {
            // Somebody else has put something into it, so it is theirs now.
            made.clear();
        }
    }

    private static MsoException unusable(Path path, String cause, IOException why) {
        return SampleProblem.OUTPUT_UNUSABLE.failed(
                path.toString(),
                "The output directory cannot be used. " + cause,
                "Name with --out a directory that this process may make and write.",
                why);
    }
}
