package org.openmso.sample.ehr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Somebody at a terminal, in the evening of 2 November 2026. */
record Terminal(int status, String out, String err) {
    static final Clock EVENING = Clock.fixed(Instant.parse("2026-11-02T18:00:00Z"), ZoneOffset.UTC);

    static Terminal type(String... words) {
        return type(EVENING, words);
    }

    static Terminal type(Clock clock, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status =
                new SampleEhr(clock)
                        .run(
                                words,
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Terminal(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** {@code claims} with folders below a temporary one. */
    static Terminal claims(Path folder, Path out, List<Path> files, String... options) {
        var words = new ArrayList<String>();
        words.add("claims");
        files.forEach(file -> words.add(file.toString()));
        words.addAll(List.of("--out", out.toString(), "--data", folder.resolve("data").toString()));
        words.addAll(Arrays.asList(options));
        return type(words.toArray(String[]::new));
    }

    static JsonNode report(Path out) throws IOException {
        return new ObjectMapper().readTree(out.resolve(ReportFile.NAME).toFile());
    }

    /** The 837P files of a folder, by name. */
    static List<Path> interchanges(Path out) throws IOException {
        return files(out).stream().filter(file -> file.toString().endsWith(".837")).toList();
    }

    /** All files of a folder, hidden ones too, by name; none where there is no folder. */
    static List<Path> files(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
