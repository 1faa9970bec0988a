package org.openmso.sample.ehr;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Where the sample EHR keeps things unless told otherwise. */
final class Folders {
    /** Set by {@code sample-host/run}; its own file names, beside what it built. */
    static final String DATA_PROPERTY = "openmso.sample.data";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private Folders() {}

    /** OpenMSO's data directory, which holds the counters of control numbers. */
    static Path data(Arguments arguments) {
        return arguments
                .path("data")
                .orElseGet(() -> Path.of(System.getProperty(DATA_PROPERTY, "openmso-data")));
    }

    /** A folder below {@code out} that is not there yet, named after the moment. */
    static Path timed(String what, Clock clock) {
        Path folder = Path.of("out", what + "-" + STAMP.format(LocalDateTime.now(clock)));
        Path free = folder;
        for (int i = 2; Files.exists(free); i++) {
            free = folder.resolveSibling(folder.getFileName() + "-" + i);
        }
        return free;
    }
}
