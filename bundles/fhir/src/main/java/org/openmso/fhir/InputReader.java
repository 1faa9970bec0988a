package org.openmso.fhir;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Optional;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.host.NamedInput;
import org.openmso.fhir.RefusedClaims.Part;

/** Reads one input, whatever it holds: tells by content whether it is a document or ndjson. */
final class InputReader {
    private final ResourceTypes types;
    private final IntakeListener listener;
    private final Found found;
    private Optional<DocumentReader> document = Optional.empty();

    InputReader(ResourceTypes types, IntakeListener listener, Found found) {
        this.types = types;
        this.listener = listener;
        this.found = found;
    }

    /**
     * Reads an input to its end, or to where it breaks.
     *
     * @param number its place among the inputs
     */
    void read(NamedInput input, int number) {
        String name = input.name();
        var scope = new Scope(number, 0);
        try (ByteSource source = ByteSource.open(input, listener)) {
            try {
                read(source, name, scope);
            } catch (IOException failure) {
                Unusable why = unusable(failure);
                found.unusable(name, why);
                seekClaims(source, scope, why);
            }
        } catch (IOException failure) {
            found.unusable(name, unusable(failure));
            found.refused().lost(scope);
        }
    }

    private void read(ByteSource source, String name, Scope scope) throws IOException {
        document = Optional.empty();
        source.checkEncoding();
        Start start = begin(source);
        var lines = new NdjsonReader(source, name, scope.input(), types, found);
        if (isNdjson(source)) {
            lines.read(start.lines(), true);
            return;
        }
        var reader = new DocumentReader(source, name, scope, start, types, found);
        document = Optional.of(reader);
        if (reader.read()) {
            document = Optional.empty();
            lines.read(start.lines() + 1, false);
        }
    }

    private static Unusable unusable(IOException failure) {
        return failure instanceof Unusable known
                ? known
                : new Unusable(Reason.UNREADABLE, "", "Reading failed: " + reason(failure) + ".");
    }

    /** The system's words, which name no content; of others only the kind is told. */
    static String reason(Exception failure) {
        String words = failure instanceof FileSystemException of ? of.getReason() : null;
        return words == null || words.isBlank() ? failure.getClass().getSimpleName() : words;
    }

    /** An input is given up: looks for Claims in what of it was not handed on. */
    private void seekClaims(ByteSource source, Scope scope, Unusable why) {
        boolean broken =
                why.is(Reason.GZIP_DAMAGED)
                        || why.is(Reason.UNREADABLE)
                        || why.is(Reason.DIRECTORY);
        boolean lost = broken || why.is(Reason.TRUNCATED);
        var beyond = new ClaimWords();
        try {
            while (!broken && source.to() - source.from() <= Limits.RESOURCE && source.more()) {}
        } catch (IOException torn) {
            broken = true;
            lost = true;
        }
        byte[] text = Arrays.copyOfRange(source.window(), source.from(), source.to());
        source.consume(text.length);
        try {
            while (!broken && source.more()) {
                beyond.feed(source.window(), source.from(), source.to());
                source.consume(source.to() - source.from());
            }
        } catch (IOException torn) {
            lost = true;
        }
        if (beyond.count() > 0) {
            found.refused().claim(scope, why);
        }
        boolean resource = document.filter(DocumentReader::isResource).isPresent();
        // A single line that is torn may be the first of many; what has several is one resource.
        boolean more = lost && !(resource && isOpen(text));
        Part part = more || beyond.count() > 0 ? Part.LAST : Part.WHOLE;
        found.refused().part(text, 0, text.length, part, scope, "", why);
        if (more) {
            found.refused().lost(scope);
        }
    }

    /** Whether the first line is not the end of what begins in it. */
    private static boolean isOpen(byte[] text) {
        int newline = 0;
        while (newline < text.length && text[newline] != '\n') {
            newline++;
        }
        return newline < text.length && new Outline().of(text, 0, newline) == Outline.Shape.OPEN;
    }

    /** Consumes leading blanks, tells where they end, and checks what follows. */
    private static Start begin(ByteSource source) throws IOException {
        long lines = 0;
        int columns = 0;
        while (true) {
            int b = source.read();
            if (b < 0) {
                throw new Unusable(Reason.TRUNCATED, "", "The input is empty.");
            }
            if (b == '\n') {
                lines++;
                columns = 0;
            } else if (b == '[') {
                throw new Unusable(
                        Reason.NO_RESOURCE, "", "A JSON array is no FHIR resource or Bundle.");
            } else if (b == '{') {
                source.unread(new byte[] {(byte) b});
                return new Start(lines, columns);
            } else if (Outline.isBlank((byte) b)) {
                columns++;
            } else {
                throw new Unusable(
                        Reason.NOT_JSON,
                        "",
                        b == '<' ? "The input is XML." : "The input is no JSON.");
            }
        }
    }

    /**
     * Ndjson is an object that fills the first line, or a line broken off before an object that
     * cannot be its continuation. A Bundle that fills the first line is read as a document first.
     */
    private static boolean isNdjson(ByteSource source) throws IOException {
        int newline = newline(source);
        if (newline < 0) {
            return false;
        }
        byte[] text = source.window();
        int from = source.from();
        var outline = new Outline();
        switch (outline.of(text, from, from + newline)) {
            case OBJECT -> {
                return !isBundle(text, from, from + newline);
            }
            case OPEN -> {
                return !outline.mayGoOnWithObject() && objectFollows(source, newline);
            }
            case MORE, DEEP -> {
                byte last = text[from + newline - 1];
                return (last == '}' || last == '\r') && objectFollows(source, newline);
            }
            default -> {
                return false;
            }
        }
    }

    private static boolean isBundle(byte[] text, int from, int to) {
        try {
            return ResourceTypes.peek(text, from, to, "").equals("Bundle");
        } catch (IOException malformed) {
            return false;
        }
    }

    /** Where the first line ends, counted from the window's beginning; -1 if not in the window. */
    private static int newline(ByteSource source) throws IOException {
        int searched = 0;
        while (true) {
            int newline = source.newline(source.from() + searched);
            if (newline >= 0) {
                return newline - source.from();
            }
            searched = source.to() - source.from();
            if (searched >= source.window().length || !source.more()) {
                return -1;
            }
        }
    }

    private static boolean objectFollows(ByteSource source, int newline) throws IOException {
        int at = newline;
        while (true) {
            byte[] text = source.window();
            int available = source.to() - source.from();
            for (; at < available; at++) {
                byte b = text[source.from() + at];
                if (!Outline.isBlank(b)) {
                    return b == '{';
                }
            }
            if (available >= text.length || !source.more()) {
                return false;
            }
        }
    }
}
