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
 */
final class DocumentReader {
    private final ByteSource source;
    private final String name;
    private final Scope scope;
    private final long line;
    private final ResourceTypes types;
    private final Found found;
    private final Recorder recorder = new Recorder();
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
                        failure, parser, line == 0 ? place : at(-1).path(), lastByte());
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
            } else if (field.equals("entry")
                    && value == JsonToken.START_ARRAY
                    && type.orElse("Bundle").equals("Bundle")) {
                entries = true;
                if (type.isPresent()) {
                    entries();
                } else {
                    // Entries before the type: the whole is given up, a resource has no entries
                    // with resources.
                    recorder.drop();
                    entries();
                }
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
        types.check(type, at(-1).path());
        if (type.equals("Bundle")) {
            return;
        }
        if (!ResourceTypes.isUsed(type) || entries) {
            throw new Unusable(
                    Reason.NO_USE,
                    at(-1).path(),
                    "The input is one resource of a type that makes no claim.");
        }
        var text = recorder.cut(start, end);
        if (text.isEmpty()) {
            throw new Unusable(
                    Reason.TOO_LARGE, at(-1).path(), "The resource is larger than 16 MiB.");
        }
        byte[] bytes = text.get();
        resources++;
        found.alone(bytes, 0, bytes.length, type, scope, at(-1));
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
                            line == 0 ? "line " + at : at(-1).path(),
                            b == '{'
                                    ? "A second JSON document begins here; a file holds one, or"
                                            + " one resource on each line."
                                    : "Something follows the end of the JSON.");
                }
                return true;
            }
        }
    }

    private void entries() throws IOException {
        for (long entry = 0; json.nextToken() != JsonToken.END_ARRAY; entry++) {
            if (json.currentToken() == null) {
                return;
            }
            if (json.currentToken() == JsonToken.START_OBJECT) {
                place = at(entry).path();
                entry(at(entry));
            } else {
                json.skipChildren();
            }
        }
        place = "";
    }

    private void entry(Place place) throws IOException {
        String fullUrl = "";
        String type = "";
        Optional<byte[]> text = Optional.empty();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("fullUrl") && value == JsonToken.VALUE_STRING) {
                fullUrl = json.getText();
            } else if (field.equals("resource") && value == JsonToken.START_OBJECT) {
                long start = json.currentTokenLocation().getByteOffset();
                recorder.keep();
                type = resourceType();
                text = recorder.cut(start, json.currentLocation().getByteOffset());
                recorder.drop();
                try {
                    types.check(type, place.path());
                    if (ResourceTypes.isUsed(type) && text.isEmpty()) {
                        throw new Unusable(
                                Reason.TOO_LARGE,
                                place.path(),
                                "The resource is larger than 16 MiB.");
                    }
                    if (type.equals("Bundle")) {
                        throw new Unusable(
                                Reason.NESTED_BUNDLE,
                                place.path(),
                                "A Bundle within a Bundle is not read.");
                    }
                    resources++;
                } catch (Unusable bad) {
                    found.unusable(name, bad);
                    type = "";
                }
            } else {
                json.skipChildren();
            }
        }
        if (text.isPresent() && ResourceTypes.isUsed(type)) {
            found.inBundle(text.get(), type, fullUrl, scope, place);
        }
    }

    /** Passes over a resource and tells its type. */
    private String resourceType() throws IOException {
        String type = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = json.currentName().equals("resourceType");
            JsonToken value = json.nextToken();
            if (wanted && value == JsonToken.VALUE_STRING) {
                type = json.getText();
                if (!ResourceTypes.isUsed(type)) {
                    recorder.drop();
                }
            }
            json.skipChildren();
        }
        return type;
    }

    private Place at(long entry) {
        return new Place(name, line, entry);
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
