package org.openmso.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

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
    private final ResourceTypes types;
    private final Found found;
    private final Recorder recorder = new Recorder();
    private final String outer;
    private final int copies;
    private JsonParser json;
    private String place = "";
    private long resources;

    /**
     * @param scope what the document's references are resolved in first
     * @param line the ndjson line it stands in, or 0
     */
    DocumentReader(
            ByteSource source,
            String name,
            Scope scope,
            long line,
            ResourceTypes types,
            Found found) {
        this(source, name, scope, line, types, found, BUNDLE, 0);
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
            ResourceTypes types,
            Found found,
            String outer,
            int copies) {
        this.outer = outer;
        this.copies = copies;
        this.source = source;
        this.name = name;
        this.scope = scope;
        this.line = line;
        this.types = types;
        this.found = found;
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
            } catch (Unusable known) {
                throw known;
            } catch (IOException failure) {
                throw Limits.unusable(
                        failure, parser, line == 0 ? place : at("").path(), lastByte());
            }
            found.count(resources);
            return more;
        } finally {
            if (!whole) {
                found.forget(scope);
            }
        }
    }

    /** The input's last byte, if the tokenizer has come to it. */
    private byte lastByte() throws IOException {
        boolean usedUp = json.releaseBuffered(OutputStream.nullOutputStream()) <= 0;
        return usedUp && source.read() < 0 ? recorder.last : 0;
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
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("resourceType") && value == JsonToken.VALUE_STRING) {
                type = Optional.of(json.getText());
                if (!ResourceTypes.isUsed(json.getText())) {
                    recorder.drop();
                }
            } else if (field.equals("entry") && type.orElse(BUNDLE).equals(BUNDLE)) {
                // Entries before the type: the whole is given up, a resource has no entries with
                // resources.
                entries = true;
                recorder.drop();
                entries(outer);
            } else {
                json.skipChildren();
            }
        }
        long end = json.currentLocation().getByteOffset();
        boolean more = followedByLines();
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
                            line == 0 ? "line " + at : new Place(name, line, "").path(),
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
            json.skipChildren();
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
                json.skipChildren();
            }
        }
        place = "";
    }

    private void entry(String path) throws IOException {
        String within = path + ".resource";
        place = at(within).path();
        String fullUrl = "";
        var resource = new Cut("", Optional.empty());
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("fullUrl") && value == JsonToken.VALUE_STRING) {
                fullUrl = json.getText();
            } else if (!field.equals("resource")) {
                json.skipChildren();
            } else if (value == JsonToken.START_OBJECT) {
                resource = resource(within);
                place = at(within).path();
            } else {
                refuse(within, "The resource of the entry is no JSON object.");
                json.skipChildren();
            }
        }
        if (resource.text.isPresent()) {
            found.inBundle(resource.text.get(), resource.type, fullUrl, scope, at(within));
        }
    }

    /** A resource of an entry; without text where it is not used, or could not be. */
    private record Cut(String type, Optional<byte[]> text) {}

    private Cut resource(String path) throws IOException {
        long start = json.currentTokenLocation().getByteOffset();
        recorder.keep();
        String type = "";
        boolean entriesFirst = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("resourceType") && value == JsonToken.VALUE_STRING) {
                type = json.getText();
                if (!ResourceTypes.isUsed(type) && !entriesFirst) {
                    recorder.drop();
                }
            } else if (field.equals("entry") && type.equals(BUNDLE)) {
                entries(path);
            } else {
                entriesFirst |= field.equals("entry") && type.isEmpty();
                json.skipChildren();
            }
        }
        Optional<byte[]> text = recorder.cut(start, json.currentLocation().getByteOffset());
        recorder.drop();
        try {
            types.check(type, at(path).path());
            if (type.equals(BUNDLE) && !entriesFirst) {
                return new Cut(type, Optional.empty());
            }
            if (text.isEmpty() && (ResourceTypes.isUsed(type) || type.equals(BUNDLE))) {
                throw new Unusable(
                        Reason.TOO_LARGE, at(path).path(), "The resource is larger than 16 MiB.");
            }
            if (type.equals(BUNDLE)) {
                typedLast(text.get(), path);
                return new Cut(type, Optional.empty());
            }
            resources++;
            return ResourceTypes.isUsed(type)
                    ? new Cut(type, text)
                    : new Cut(type, Optional.empty());
        } catch (Unusable bad) {
            found.unusable(name, bad);
            return new Cut(type, Optional.empty());
        }
    }

    /** A Bundle of which it turned out at its end that it is one: read again, from memory. */
    private void typedLast(byte[] text, String path) throws IOException {
        if (copies == MOST_COPIES) {
            throw new Unusable(
                    Reason.NESTED_BUNDLE,
                    at(path).path(),
                    "Several Bundles within each other have their entries before their type.");
        }
        var source = ByteSource.of(name, text, 0, text.length);
        new DocumentReader(source, name, scope, line, types, found, path, copies + 1).read();
    }

    private void refuse(String path, String cause) {
        found.unusable(name, new Unusable(Reason.NO_RESOURCE, at(path).path(), cause));
    }

    private Place at(String within) {
        return new Place(name, line, within);
    }

    /** What the tokenizer reads, with a copy of the bytes while they may be needed. */
    private final class Recorder extends InputStream {
        private byte[] kept = new byte[1 << 14];
        private int size;
        private long first;
        private byte last;
        private boolean keeping;
        private boolean overflow;

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (!keeping) {
                // The tokenizer asks for more when it has used up what it has.
                first += size;
                size = 0;
            }
            int read = source.read(bytes, offset, length);
            if (read > 0) {
                last = bytes[offset + read - 1];
                append(bytes, offset, read);
            }
            return read;
        }

        private void append(byte[] bytes, int offset, int read) {
            if (keeping && size + read > Limits.RESOURCE + (1 << 16)) {
                // Too large: from here on only the latest chunk, in which the next may begin.
                overflow = true;
                kept = new byte[1 << 14];
            }
            if (overflow) {
                first += size;
                size = 0;
            }
            if (size + read > kept.length) {
                kept = Arrays.copyOf(kept, Math.max(kept.length * 2, size + read));
            }
            System.arraycopy(bytes, offset, kept, size, read);
            size += read;
        }

        void keep() {
            keeping = true;
        }

        void drop() {
            keeping = false;
            overflow = false;
        }

        /** The bytes between two offsets; empty when dropped or too many. */
        Optional<byte[]> cut(long start, long end) {
            if (!keeping || overflow || end - start > Limits.RESOURCE) {
                return Optional.empty();
            }
            return Optional.of(
                    Arrays.copyOfRange(kept, (int) (start - first), (int) (end - first)));
        }
    }
}
