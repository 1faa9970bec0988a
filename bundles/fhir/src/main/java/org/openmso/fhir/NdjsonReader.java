package org.openmso.fhir;

import java.io.IOException;
import org.openmso.fhir.RefusedClaims.Part;

/**
 * Reads one resource a line. Each line stands for itself: a bad one is reported and passed over.
 */
final class NdjsonReader {
    private final ByteSource source;
    private final String name;
    private final int input;
    private final Scope scope;
    private final ResourceTypes types;
    private final Found found;
    private final Outline outline = new Outline();
    private int length;
    private boolean last;
    private long line;

    NdjsonReader(ByteSource source, String name, int input, ResourceTypes types, Found found) {
        this.source = source;
        this.name = name;
        this.input = input;
        this.scope = new Scope(input, 0);
        this.types = types;
        this.found = found;
    }

    /**
     * Reads to the end.
     *
     * @param before how many lines were read by others
     * @param alone whether those were blank
     */
    void read(long before, boolean alone) throws IOException {
        line = before;
        long others = 0;
        long resources = alone ? 0 : 1;
        String lastOther = "";
        while (nextLine()) {
            int from = source.from();
            int to = from + length;
            if (!Outline.restIsBlank(source.window(), from, to)) {
                resources++;
                var place = new Place(name, line, "");
                try {
                    if (!resource(from, to, place)) {
                        others++;
                        lastOther = place.path();
                    }
                } catch (Unusable bad) {
                    found.unusable(name, bad);
                    boolean torn = last && bad.is(Reason.TRUNCATED);
                    refused(from, to, torn ? Part.LAST : Part.WHOLE, bad);
                }
            }
            source.consume(length);
        }
        if (resources == 1 && others == 1) {
            found.unusable(
                    name,
                    new Unusable(
                            Reason.NO_USE,
                            lastOther,
                            "The input is one resource of a type that makes no claim."));
        }
    }

    /** A line is refused. With one that is torn at the end of the input more lines are lost. */
    private void refused(int from, int to, Part part, Unusable why) {
        found.refused().part(source.window(), from, to, part, scope, "", why);
        if (part == Part.LAST) {
            found.refused().lost(scope);
        }
    }

    /** Reads a line's resource; false when its type makes no claim. */
    private boolean resource(int from, int to, Place place) throws IOException {
        byte[] text = source.window();
        checkShape(text, from, to, place);
        if (ResourceTypes.isClaim(text, from, to)) {
            // It is parsed when it is its turn.
            found.alone(text, from, to, "Claim", scope, place);
            found.count(1);
            return true;
        }
        String type = ResourceTypes.peek(text, from, to, place.path());
        types.check(type, place.path());
        if (type.equals(ResourceTypes.PARAMETERS) && ClaimWords.isIn(text, from, to)) {
            throw ResourceTypes.claimWithin(place.path());
        }
        if (type.equals("Bundle")) {
            bundle(text, from, to);
            return true;
        }
        if (ResourceTypes.isUsed(type)) {
            found.alone(text, from, to, type, scope, place);
        }
        found.count(1);
        return ResourceTypes.isUsed(type);
    }

    /** Refuses a line that is not one whole object. */
    private void checkShape(byte[] text, int from, int to, Place place) throws Unusable {
        switch (outline.of(text, from, to)) {
            case OPEN ->
                    throw new Unusable(
                            Reason.TRUNCATED,
                            place.path(),
                            "The line ends in the middle of its JSON.");
            case MORE ->
                    throw new Unusable(
                            Reason.MALFORMED,
                            place.path(),
                            "Something follows the JSON of this line.");
            case DEEP -> throw Limits.tooDeep(place.path());
            case OTHER -> throw notAnObject(text, from, to, place.path());
            default -> {}
        }
    }

    /** A Bundle in a line is checked before anything of it is kept. */
    private void bundle(byte[] text, int from, int to) throws IOException {
        ResourceKeys.check(text, from, to, new Place(name, line, "").path());
        new DocumentReader(
                        ByteSource.of(name, text, from, to),
                        name,
                        new Scope(input, line),
                        line,
                        types,
                        found)
                .read();
    }

    private static Unusable notAnObject(byte[] text, int from, int to, String path) {
        int at = from;
        while (at < to && Outline.isBlank(text[at])) {
            at++;
        }
        return text[at] == '['
                ? new Unusable(Reason.NO_RESOURCE, path, "A JSON array is no FHIR resource.")
                : new Unusable(Reason.MALFORMED, path, "The line is not a JSON object.");
    }

    /** Finds the next line in the window; passes over lines beyond the limit. */
    private boolean nextLine() throws IOException {
        int searched = 0;
        boolean oversize = false;
        while (true) {
            int newline = source.newline(source.from() + searched);
            boolean ended = false;
            if (newline < 0) {
                searched = source.to() - source.from();
                if (searched > Limits.RESOURCE) {
                    if (!oversize) {
                        refused(source.from(), source.to(), Part.CUT, tooLarge(line + 1));
                    }
                    oversize = true;
                    source.consume(searched);
                    searched = 0;
                }
                ended = !source.more();
                if (!ended) {
                    continue;
                }
                if (source.from() == source.to() && !oversize) {
                    return false;
                }
                newline = source.to();
            }
            line++;
            length = newline - source.from() + (ended ? 0 : 1);
            last = ended;
            if (!oversize && length <= Limits.RESOURCE + 1) {
                return true;
            }
            Unusable why = tooLarge(line);
            found.unusable(name, why);
            if (!oversize) {
                refused(source.from(), source.from() + length, Part.WHOLE, why);
            }
            source.consume(length);
            if (ended) {
                return false;
            }
            oversize = false;
            searched = 0;
        }
    }

    private Unusable tooLarge(long line) {
        return new Unusable(
                Reason.TOO_LARGE,
                new Place(name, line, "").path(),
                "The line is longer than 16 MiB.");
    }
}
