package org.openmso.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.openmso.fhir.RefusedClaims.Part;

/**
 * Reads one JSON document, a Bundle or a single resource, as a stream. A Bundle's resources are cut
 * out of the bytes as they stand; nothing is written anew, and no more than one of them is held.
 * The entries of a Bundle within a Bundle are read like those of the outer one, with which they
 * share their references.
 */
final class DocumentReader {
    private static final String BUNDLE = "Bundle";

    /** Bundles within each other whose type comes last: so many are held at once. */
    private static final int MOST_COPIES = 2;

    private final ByteSource source;
    private final String name;
    private final Scope scope;
    private final long line;
    private final Start start;
    private final ResourceTypes types;
    private final Found found;
    private final Recorder recorder;
    private final String outer;
    private final int copies;
    private JsonParser json;
    private String place = "";
    private long resources;
    private boolean bundle;
    private boolean claims;
    private String reading = "";

    /**
     * A whole input, or what of it comes first.
     *
     * @param scope what the document's references are resolved in first
     * @param start where it begins
     */
    DocumentReader(
            ByteSource source,
            String name,
            Scope scope,
            Start start,
            ResourceTypes types,
            Found found) {
        this(source, name, scope, 0, start, types, found, BUNDLE, 0);
    }

    /**
     * A Bundle in an ndjson line.
     *
     * @param line its number
     */
    DocumentReader(
            ByteSource source,
            String name,
            Scope scope,
            long line,
            ResourceTypes types,
            Found found) {
        this(source, name, scope, line, Start.OF_LINE, types, found, BUNDLE, 0);
    }

    /**
     * @param outer the path of the document
     * @param copies how many documents that hold this one are in memory
     */
    private DocumentReader(
            ByteSource source,
            String name,
            Scope scope,
            long line,
            Start start,
            ResourceTypes types,
            Found found,
            String outer,
            int copies) {
        this.outer = outer;
        this.copies = copies;
        this.source = source;
        this.recorder = new Recorder(source);
        this.name = name;
        this.scope = scope;
        this.line = line;
        this.start = start;
        this.types = types;
        this.found = found;
    }

    /** Whether it is one resource, no Bundle, as far as it was read. */
    boolean isResource() {
        return !bundle;
    }

    /**
     * Reads the document. True when it took one line and more lines follow: then it was the first
     * of an ndjson input.
     */
    boolean read() throws IOException {
        boolean whole = false;
        try (JsonParser parser = Limits.JSON.createParser(recorder)) {
            json = parser;
            boolean more = false;
            try {
                more = document();
                whole = true;
            } catch (IOException failure) {
                throw refused(failure);
            }
            found.count(resources);
            return more;
        } finally {
            if (!whole) {
                found.forget(scope);
            }
        }
    }

    /** The document is refused, and with it the Claims that were handed on. */
    private Unusable refused(IOException failure) {
        String at = start.at(json);
        String path = line == 0 ? place : at("").path();
        Unusable why =
                failure instanceof Unusable known
                        ? known
                        : Limits.unusable(failure, json, path, at, lastByte());
        boolean claimOpen = reading.equals("Claim") && (bundle || recorder.isOverflown());
        if (claims || claimOpen) {
            found.refused().claim(scope, why);
        }
        source.unread(recorder.held());
        return why;
    }

    /** The input's last byte, if the tokenizer has come to it. */
    private byte lastByte() {
        try {
            if (json.releaseBuffered(OutputStream.nullOutputStream()) > 0) {
                return 0;
            }
            int next = source.read();
            if (next >= 0) {
                source.unread(new byte[] {(byte) next});
            }
            return next < 0 ? recorder.last() : 0;
        } catch (IOException torn) {
            return 0;
        }
    }

    private boolean document() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new Unusable(
                    Reason.NO_RESOURCE, "", "The JSON is an array or a value, no FHIR resource.");
        }
        // The type may come last. Until it is known the whole is kept, in case it is a resource.
        long start = json.currentTokenLocation().getByteOffset();
        recorder.keep();
        Optional<String> type = Optional.empty();
        boolean entries = false;
        boolean claim = false;
        var notes = new EntryNotes(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("resourceType") && value == JsonToken.VALUE_STRING) {
                type = Optional.of(json.getText());
                reading = json.getText();
                bundle = reading.equals(BUNDLE);
                claim = hasClaim(reading, start);
                drop(reading);
            } else if (field.equals("entry") && type.orElse(BUNDLE).equals(BUNDLE)) {
                // Entries before the type: the whole is given up, a resource has no entries with
                // resources.
                entries = true;
                bundle = true;
                recorder.drop();
                entries(outer);
            } else if (type.orElse(BUNDLE).equals(BUNDLE)) {
                notes.take(field, field);
            } else {
                claim |= passOver(reading);
            }
        }
        long end = json.currentLocation().getByteOffset();
        boolean more = followedByLines();
        if (type.orElse("").equals(BUNDLE) && notes.modifier().isPresent()) {
            throw modified(outer + "." + notes.modifier().get());
        }
        if (claim) {
            Unusable why = ResourceTypes.claimWithin(at("").path());
            found.refused().claim(scope, why);
            throw why;
        }
        end(start, end, type.orElse(""), entries);
        return more;
    }

    /** The document is whole: takes it, if it is a single resource. */
    private void end(long start, long end, String type, boolean entries) throws IOException {
        types.check(type, at("").path());
        if (type.equals(BUNDLE)) {
            return;
        }
        if (!ResourceTypes.isUsed(type) || entries) {
            throw new Unusable(
                    Reason.NO_USE,
                    at("").path(),
                    "The input is one resource of a type that makes no claim.");
        }
        var text = recorder.cut(start, end);
        if (text.isEmpty()) {
            throw new Unusable(
                    Reason.TOO_LARGE, at("").path(), "The resource is larger than 16 MiB.");
        }
        byte[] bytes = text.get();
        resources++;
        found.alone(bytes, 0, bytes.length, type, scope, at(""));
    }

    private boolean followedByLines() throws IOException {
        int lines = json.currentLocation().getLineNr();
        int at = lines;
        var rest = new ByteArrayOutputStream();
        json.releaseBuffered(rest);
        source.unread(rest.toByteArray());
        boolean onSameLine = true;
        while (true) {
            int b = source.read();
            if (b < 0) {
                return false;
            }
            if (b == '\n') {
                onSameLine = false;
                at++;
            } else if (!Outline.isBlank((byte) b)) {
                source.unread(new byte[] {(byte) b});
                if (onSameLine || lines > 1 || b != '{') {
                    throw new Unusable(
                            Reason.MALFORMED,
                            line == 0
                                    ? "line " + (start.lines() + at)
                                    : new Place(name, line, "").path(),
                            b == '{'
                                    ? "A second JSON document begins here; a file holds one, or"
                                            + " one resource on each line."
                                    : "Something follows the end of the JSON.");
                }
                return true;
            }
        }
    }

    /**
     * Reads the entries of a Bundle; the tokenizer stands at the value of {@code entry}.
     *
     * @param bundle the Bundle's path
     */
    private void entries(String bundle) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            refuse(bundle + ".entry", "The entries of the Bundle are no list.");
            return;
        }
        for (long entry = 0; json.nextToken() != JsonToken.END_ARRAY; entry++) {
            if (json.currentToken() == null) {
                return;
            }
            String path = bundle + ".entry[" + entry + "]";
            if (json.currentToken() == JsonToken.START_OBJECT) {
                entry(path);
            } else {
                refuse(path, "The entry is no JSON object.");
            }
        }
        place = "";
    }

    private void entry(String path) throws IOException {
        String within = path + ".resource";
        place = at(within).path();
        String fullUrl = "";
        var resource = new Cut("", Optional.empty());
        var notes = new EntryNotes(json);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("fullUrl") && value == JsonToken.VALUE_STRING) {
                fullUrl = json.getText();
            } else if (!field.equals("resource")) {
                notes.take(field, field);
            } else if (value == JsonToken.START_OBJECT) {
                resource = resource(within);
                place = at(within).path();
            } else {
                refuse(within, "The resource of the entry is no JSON object.");
            }
        }
        Optional<Unusable> refused =
                notes.modifier()
                        .map(field -> modified(path + "." + field))
                        .or(() -> notes.undone().map(field -> undone(path + "." + field)));
        if (refused.isPresent()) {
            refuse(resource, fullUrl, refused.get());
        } else if (resource.text.isPresent()) {
            claims |= resource.type.equals("Claim");
            found.inBundle(resource.text.get(), resource.type, fullUrl, scope, at(within));
        }
    }

    /** An entry says that its resource is not to be taken as it stands. */
    private void refuse(Cut resource, String fullUrl, Unusable why) throws Unusable {
        if (resource.type.equals(BUNDLE)) {
            // Its entries are handed on already: nothing of the document counts.
            throw why;
        }
        if (resource.text.isPresent()) {
            byte[] text = resource.text.get();
            found.unusable(name, why);
            found.refused().part(text, 0, text.length, Part.WHOLE, scope, fullUrl, why);
        }
    }

    /** A resource of an entry; without text where it is not used, or could not be. */
    private record Cut(String type, Optional<byte[]> text) {}

    private Cut resource(String path) throws IOException {
        long start = json.currentTokenLocation().getByteOffset();
        recorder.keep();
        String type = "";
        boolean entriesFirst = false;
        boolean rules = false;
        boolean claim = false;
        reading = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("resourceType") && value == JsonToken.VALUE_STRING) {
                type = json.getText();
                reading = type;
                claim = hasClaim(type, start);
                if (!entriesFirst) {
                    drop(type);
                }
            } else if (field.equals("entry") && type.equals(BUNDLE)) {
                entries(path);
            } else {
                entriesFirst |= field.equals("entry") && type.isEmpty();
                rules |= field.equals(Case.RULES) && value == JsonToken.VALUE_STRING;
                claim |= passOver(type);
            }
        }
        reading = "";
        Optional<byte[]> text = recorder.cut(start, json.currentLocation().getByteOffset());
        recorder.drop();
        if (type.equals(BUNDLE) && rules) {
            throw modified(path + "." + Case.RULES);
        }
        try {
            check(type, text, path, entriesFirst);
            if (claim) {
                throw ResourceTypes.claimWithin(at(path).path());
            }
        } catch (Unusable bad) {
            found.unusable(name, bad);
            if (text.isPresent()) {
                byte[] bytes = text.get();
                found.refused().part(bytes, 0, bytes.length, Part.WHOLE, scope, "", bad);
            } else if (type.equals("Claim") || claim) {
                found.refused().claim(scope, bad);
            } else if (type.equals(BUNDLE)) {
                found.refused().lost(scope);
            }
            return new Cut("", Optional.empty());
        }
        if (type.equals(BUNDLE)) {
            if (entriesFirst) {
                typedLast(text.get(), path);
            }
            return new Cut(type, Optional.empty());
        }
        resources++;
        return new Cut(type, ResourceTypes.isUsed(type) ? text : Optional.empty());
    }

    private void check(String type, Optional<byte[]> text, String path, boolean entriesFirst)
            throws Unusable {
        types.check(type, at(path).path());
        boolean needed = ResourceTypes.isUsed(type) || type.equals(BUNDLE) && entriesFirst;
        if (needed && text.isEmpty()) {
            throw new Unusable(
                    Reason.TOO_LARGE, at(path).path(), "The resource is larger than 16 MiB.");
        }
        if (type.equals(BUNDLE) && entriesFirst && copies == MOST_COPIES) {
            throw new Unusable(
                    Reason.NESTED_BUNDLE,
                    at(path).path(),
                    "Several Bundles within each other have their entries before their type.");
        }
    }

    /** A Bundle of which it turned out at its end that it is one: read again, from memory. */
    private void typedLast(byte[] text, String path) throws IOException {
        var source = ByteSource.of(name, text, 0, text.length);
        var inner =
                new DocumentReader(
                        source, name, scope, line, start, types, found, path, copies + 1);
        inner.read();
        claims |= inner.claims;
    }

    /** Passes over what is no entry or resource, the value at which the tokenizer stands. */
    private void refuse(String path, String cause) throws IOException {
        var why = new Unusable(Reason.NO_RESOURCE, at(path).path(), cause);
        found.unusable(name, why);
        if (seesClaim()) {
            found.refused().claim(scope, why);
        }
    }

    /** A type is known now: what was kept until then is dropped, unless it may be needed. */
    private void drop(String type) {
        if (!ResourceTypes.isUsed(type) && !ResourceTypes.isMisspeltClaim(type)) {
            recorder.drop();
        }
    }

    /** Whether what stands before the type, where that says parameters, has a Claim in it. */
    private boolean hasClaim(String type, long start) {
        return type.equals(ResourceTypes.PARAMETERS)
                && recorder.cut(start, json.currentLocation().getByteOffset())
                        .filter(text -> ClaimWords.isIn(text, 0, text.length))
                        .isPresent();
    }

    /**
     * Passes over a value of a resource; tells whether it is a parameter that has a Claim in it.
     */
    private boolean passOver(String type) throws IOException {
        if (type.equals(ResourceTypes.PARAMETERS)) {
            return seesClaim();
        }
        json.skipChildren();
        return false;
    }

    /** Passes over the value at which the tokenizer stands; whether a Claim is in it. */
    private boolean seesClaim() throws IOException {
        boolean claim = false;
        int depth = 0;
        do {
            JsonToken token = json.currentToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            claim |=
                    token == JsonToken.VALUE_STRING
                            && "resourceType".equals(json.currentName())
                            && json.getText().equals("Claim");
        } while (depth > 0 && json.nextToken() != null);
        return claim;
    }

    private Unusable modified(String path) {
        return new Unusable(
                Reason.BUNDLE_MODIFIED,
                at(path).path(),
                "It changes the meaning in a way that is not known here.");
    }

    private Unusable undone(String path) {
        return new Unusable(
                Reason.ENTRY_UNDONE,
                at(path).path(),
                "The entry deletes its resource, or a server refused it.");
    }

    private Place at(String within) {
        return new Place(name, line, within);
    }
}
