package org.openmso.sample.ehr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.openmso.api.MsoException;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.ClaimOutcome;

/**
 * {@code report.json}: what became of every claim, which inputs could not be used, the totals. One
 * claim a line, written while claims are decided, so that memory does not grow with them. It
 * appears whole, by an atomic rename, and then replaces the report of an earlier run.
 */
final class ReportFile implements AutoCloseable {
    /** Its name in the directory. */
    static final String NAME = "report.json";

    private final Path directory;
    private final Part claims;

    /** Unusable inputs are met between claims; they wait in a file of their own. */
    private final Part inputs;

    /** The input whose problems are being listed; empty before the first. */
    private String input = "";

    private ReportFile(Path directory, Part claims, Part inputs) {
        this.directory = directory;
        this.claims = claims;
        this.inputs = inputs;
    }

    /**
     * Begins a report in a directory that exists.
     *
     * @throws MsoException (MSO-9007) if it cannot be written; so do all methods
     */
    static ReportFile in(Path directory) {
        Part claims = null;
        try {
            claims = new Part(directory);
            claims.text("{\"claims\": [\n");
            return new ReportFile(directory, claims, new Part(directory));
        } catch (IOException e) {
            discard(claims);
            throw unwritable(directory, e);
        }
    }

    /** Adds a claim. */
    void claim(ClaimOutcome outcome) {
        try {
            JsonGenerator json = claims.json;
            json.writeStartObject();
            json.writeStringField("source", outcome.origin().source());
            json.writeStringField("resource", outcome.origin().resource());
            json.writeStringField("claim", outcome.claim());
            json.writeStringField("status", lower(outcome.status()));
            json.writeArrayFieldStart("problems");
            for (Problem problem : outcome.problems()) {
                write(json, problem);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    /** Adds an input, or a line of one, that could not be used. */
    void unusable(String source, Problem problem) {
        try {
            if (!source.equals(input)) {
                endInput();
                inputs.json.writeStartObject();
                inputs.json.writeStringField("source", source);
                inputs.json.writeArrayFieldStart("problems");
                input = source;
            }
            write(inputs.json, problem);
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    /** Completes the report and makes it visible. */
    void finish(BatchReport totals) {
        try {
            endInput();
            inputs.json.close();
            claims.text("\n], \"inputs\": [\n");
            Files.copy(inputs.path, claims.out);
            claims.text(
                    "\n], \"totals\": {\"ready\": "
                            + totals.ready()
                            + ", \"blocked\": "
                            + totals.blocked()
                            + ", \"chargeCents\": "
                            + totals.charge().cents()
                            + "}}\n");
            claims.out.flush();
            claims.file.getFD().sync();
            claims.json.close();
            Files.move(
                    claims.path,
                    directory.resolve(NAME),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    /** Leaves nothing behind but a finished report. */
    @Override
    public void close() {
        discard(claims);
        discard(inputs);
    }

    private void endInput() throws IOException {
        if (!input.isEmpty()) {
            inputs.json.writeEndArray();
            inputs.json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Problem problem) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", problem.code());
        json.writeStringField("severity", lower(problem.severity()));
        json.writeStringField("path", problem.path());
        json.writeStringField("message", problem.message());
        json.writeStringField("fix", problem.fix());
        json.writeEndObject();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static MsoException unwritable(Path directory, IOException cause) {
        return SampleProblem.REPORT_UNWRITABLE.failed(
                directory.resolve(NAME).toString(),
                "The report cannot be written (" + cause.getClass().getSimpleName() + ").",
                "Free space on the disk, or name another directory with --out.",
                cause);
    }

    private static void discard(Part part) {
        if (part != null) {
            try {
                part.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A temporary file with a list of JSON objects, one a line. Only its owner may read it. */
    private static final class Part implements Closeable {
        private static final JsonFactory FACTORY =
                new JsonFactoryBuilder().rootValueSeparator(",\n").build();

        private final Path path;
        private final FileOutputStream file;
        private final OutputStream out;
        private final JsonGenerator json;

        Part(Path directory) throws IOException {
            path = Files.createTempFile(directory, ".report", ".partial");
            file = new FileOutputStream(path.toFile());
            out = new BufferedOutputStream(file, 1 << 16);
            json = FACTORY.createGenerator(out);
        }

        /** Text around the objects. */
        void text(String text) throws IOException {
            json.flush();
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws IOException {
            file.close();
            Files.deleteIfExists(path);
        }
    }
}
