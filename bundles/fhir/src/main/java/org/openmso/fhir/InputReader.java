package org.openmso.fhir;

import java.io.IOException;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.host.NamedInput;

/** Reads one input, whatever it holds: tells by content whether it is a document or ndjson. */
final class InputReader {
    private final ResourceTypes types;
    private final IntakeListener listener;
    private final Found found;

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
        try (ByteSource source = ByteSource.open(input, listener)) {
            long blankLines = begin(source);
            var lines = new NdjsonReader(source, name, number, types, found);
            if (isNdjson(source)) {
                lines.read(blankLines, true);
                return;
            }
            var scope = new Scope(number, 0);
            if (new DocumentReader(source, name, scope, 0, types, found).read()) {
                lines.read(blankLines + 1, false);
            }
        } catch (Unusable bad) {
            found.unusable(name, bad);
        } catch (IOException other) {
            found.unusable(
                    name,
                    new Unusable(
                            Reason.UNREADABLE,
                            "",
                            "Reading failed with " + other.getClass().getSimpleName() + "."));
        }
    }

    /** Consumes leading blanks, tells how many lines they were, and checks what follows. */
    private static long begin(ByteSource source) throws IOException {
        long lines = 0;
        while (true) {
            int b = source.read();
            if (b < 0) {
                throw new Unusable(Reason.TRUNCATED, "", "The input is empty.");
            }
            if (b == '\n') {
                lines++;
            } else if (b == '[') {
                throw new Unusable(
                        Reason.NO_RESOURCE, "", "A JSON array is no FHIR resource or Bundle.");
            } else if (b == '{') {
                source.unread(new byte[] {(byte) b});
                return lines;
            } else if (!Outline.isBlank((byte) b)) {
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
