package org.openmso.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Which part of a thread's time is HAPI's, told by samples of its stack. */
final class HapiShare {
    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final List<String> HAPI =
            List.of("ca.uhn.fhir.parser.", "com.fasterxml.jackson.databind.ObjectMapper");

    private HapiShare() {}

    /** Runs something on this thread, and tells HAPI's part of it: 0 to 1. */
    static double of(Runnable work) throws IOException {
        Path file = Files.createTempFile("samples", ".jfr");
        try (var recording = new Recording()) {
            recording.enable(SAMPLE).withPeriod(Duration.ofMillis(10));
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        long own = Thread.currentThread().getId();
        long all = 0;
        long hapi = 0;
        for (var event : RecordingFile.readAllEvents(file)) {
            var thread = event.getThread("sampledThread");
            if (event.getStackTrace() != null
                    && thread != null
                    && thread.getJavaThreadId() == own) {
                all++;
                hapi += event.getStackTrace().getFrames().stream().anyMatch(HapiShare::is) ? 1 : 0;
            }
        }
        Files.delete(file);
        if (all == 0) {
            throw new IllegalStateException("no samples");
        }
        return (double) hapi / all;
    }

    private static boolean is(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return HAPI.stream().anyMatch(type::startsWith);
    }
}
