package org.openmso.sample.ehr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonGenerator.Feature;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import org.openmso.api.Money;
import org.openmso.api.MsoException;
import org.openmso.api.Problem;
import org.openmso.api.billing.ClaimOutcome;

/**
 * {@code report.json}: what became of every claim, which inputs could not be used, the totals. One
 * claim a line, written while claims are decided, so that memory does not grow with them.
 *
 * <p>It is secured on disk before its interchange becomes visible, and appears after it, whole: so
 * a disk that fills up stops both. The report of an earlier run keeps existing under another name,
 * for its interchange is still there, too.
 */
final class ReportFile implements AutoCloseable {
    /** Its name in the directory. */
    static final String NAME = "report.json";

    private final Path directory;
    private final Part claims;

    /** Unusable inputs are met between claims; they wait in a file of their own. */
    private final Part inputs;

    /** The input whose problems are being listed, once there is one. */
    private String input = "";

    private boolean listing;
    private long ready;
    private long blocked;
    private Money charge = Money.ZERO;
    private boolean secured;
    private boolean lasting;
    private String interchange = "";

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
        if (outcome.status() == ClaimOutcome.Status.READY) {
            ready++;
            charge = charge.plus(outcome.charge());
        } else {
            blocked++;
        }
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
            if (!listing || !source.equals(input)) {
                endInput();
                inputs.json.writeStartObject();
                inputs.json.writeStringField("source", source);
                inputs.json.writeArrayFieldStart("problems");
                input = source;
                listing = true;
            }
            write(inputs.json, problem);
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    /** Completes the report on disk, before the interchange of that name becomes visible. */
    void secure(String name) {
        interchange = name;
        secure();
    }

    /** The interchange is visible: whatever happens now, the report must not get lost. */
    void lasts() {
        lasting = true;
        claims.partial.keep();
    }

    /**
     * Makes the report visible.
     *
     * @return where the report of an earlier run is now
     * @throws MsoException (MSO-9013) if only its name cannot be given and its interchange is
     *     visible; the report stays under its temporary name
     */
    Optional<Path> publish() {
        try {
            secure();
            Optional<Path> earlier = name();
            claims.close();
            return earlier;
        } catch (IOException e) {
            if (!lasting) {
                throw unwritable(directory, e);
            }
            throw SampleProblem.REPORT_UNNAMED.failed(
                    directory.resolve(NAME).toString(),
                    "The interchange "
                            + interchange
                            + " is written and whole, but its report cannot get its name: "
                            + SystemReason.of(e)
                            + ". It is "
                            + claims.path
                            + ".",
                    "Rename that file, and send the interchange; do not run the command again.",
                    e);
        }
    }

    private void secure() {
        if (secured) {
            return;
        }
        try {
            endInput();
            inputs.json.flush();
            inputs.out.flush();
            claims.text("\n], \"inputs\": [\n");
            Files.copy(inputs.path, claims.out);
            // The name is letters, digits, hyphens and dots: nothing to escape.
            claims.text(
                    "\n], \"interchanges\": ["
                            + (interchange.isEmpty() ? "" : '"' + interchange + '"')
                            + "], \"totals\": {\"ready\": "
                            + ready
                            + ", \"blocked\": "
                            + blocked
                            + ", \"chargeCents\": "
                            + charge.cents()
                            + "}}\n");
            claims.out.flush();
            claims.partial.channel().force(true);
            secured = true;
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    /**
     * Takes the name, moving out of the way whoever has it. Each step is one of the file system, so
     * that of several runs into one directory none loses its report.
     */
    private Optional<Path> name() throws IOException {
        Path target = directory.resolve(NAME);
        Optional<Path> earlier = Optional.empty();
        while (true) {
            try {
                link(claims.path, target);
                return earlier;
            } catch (FileAlreadyExistsException taken) {
                Optional<Path> moved = moveAside(target);
                earlier = moved.isPresent() ? moved : earlier;
            }
        }
    }

    /** A hard link never replaces; file systems without any get a rename. */
    private static void link(Path whole, Path target) throws IOException {
        try {
            Files.createLink(target, whole);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(whole, target);
        }
    }

    /** Gives an earlier report the next free number; empty if another run was faster. */
    private Optional<Path> moveAside(Path report) throws IOException {
        for (int i = 1; ; i++) {
            Path free = directory.resolve("report-" + i + ".json");
            try {
                Files.createFile(free);
            } catch (FileAlreadyExistsException taken) {
                continue;
            }
            try {
                Files.move(report, free, StandardCopyOption.ATOMIC_MOVE);
                return Optional.of(free);
            } catch (NoSuchFileException gone) {
                Files.delete(free);
                return Optional.empty();
            } catch (IOException e) {
                Files.delete(free);
                throw e;
            }
        }
    }

    /** Leaves nothing behind but a finished report. */
    @Override
    public void close() {
        if (!lasting) {
            discard(claims);
        }
        discard(inputs);
    }

    private void endInput() throws IOException {
        if (listing) {
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
                "The report cannot be written: " + SystemReason.of(cause) + ".",
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

        private final PartialFile partial;
        private final Path path;
        private final OutputStream out;
        private final JsonGenerator json;

        Part(Path directory) throws IOException {
            partial = make(directory);
            path = partial.path();
            out = new BufferedOutputStream(Channels.newOutputStream(partial.channel()), 1 << 16);
            // Its end does not close the file, which stays locked until it has its name.
            json = FACTORY.createGenerator(out).disable(Feature.AUTO_CLOSE_TARGET);
        }

        private static PartialFile make(Path directory) throws IOException {
            try {
                return PartialFile.in(directory);
            } catch (NoSuchFileException e) {
                // Another run that came to nothing has just deleted the directory it had made.
                Files.createDirectories(directory);
                return PartialFile.in(directory);
            }
        }

        /** Text around the objects. */
        void text(String text) throws IOException {
            json.flush();
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws IOException {
            partial.close();
        }
    }
}
