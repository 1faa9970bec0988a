package org.openmso.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * By what a resource can be found, read off its JSON without making a resource of it.
 *
 * @param id its id, or empty
 * @param version its {@code meta.versionId}, or empty
 * @param identifiers its identifiers as {@code system|value}
 * @param link what it belongs to: the visit of a ChargeItem or Procedure, the patient of a Coverage
 * @param services the Procedures that a ChargeItem stands for
 * @param content a hash of its content without {@code meta} and {@code text}: copies of one
 *     resource have the same, whatever their blanks and version ids
 */
record ResourceKeys(
        String id,
        String version,
        List<String> identifiers,
        Link link,
        List<Link> services,
        String content) {
    ResourceKeys {
        identifiers = List.copyOf(identifiers);
        services = List.copyOf(services);
    }

    /** Those of a resource that is known by id and identifiers. */
    static ResourceKeys of(String id, List<String> identifiers) {
        return new ResourceKeys(id, "", identifiers, new Link("", ""), List.of(), "");
    }

    /** Characters of {@link #content}. */
    static final int CONTENT = 32;

    /**
     * A reference, as far as it is given.
     *
     * @param reference its text, or empty
     * @param identifier {@code system|value}, or empty
     */
    record Link(String reference, String identifier) {}

    /** Reads a resource, and thereby checks that its JSON is well-formed. */
    static ResourceKeys scan(byte[] text, int from, int to, String path) throws IOException {
        try (JsonParser json = Limits.JSON.createParser(text, from, to - from)) {
            try {
                return new Scan(json).run();
            } catch (IOException failure) {
                throw Limits.unusable(failure, json, path, text, to);
            }
        }
    }

    /** Checks that JSON is well-formed. */
    static void check(byte[] text, int from, int to, String path) throws IOException {
        try (JsonParser json = Limits.JSON.createParser(text, from, to - from)) {
            try {
                while (json.nextToken() != null) {
                    json.getTextLength();
                }
            } catch (IOException failure) {
                throw Limits.unusable(failure, json, path, text, to);
            }
        }
    }

    private static final class Scan {
        private final JsonParser json;
        private final MessageDigest digest = sha256();
        private final byte[] chunk = new byte[1024];
        private final String[] names = new String[Limits.DEPTH + 2];
        private final List<String> identifiers = new ArrayList<>();
        private String id = "";
        private String version = "";
        private String system = "";
        private String value = "";
        private final List<Link> services = new ArrayList<>();
        private Link link = new Link("", "");
        private String reference = "";
        private String linkSystem = "";
        private String linkValue = "";
        private int used;
        private int depth;

        Scan(JsonParser json) {
            this.json = json;
        }

        ResourceKeys run() throws IOException {
            names[1] = "";
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                switch (token) {
                    case START_OBJECT, START_ARRAY -> names[++depth] = depth == 1 ? "" : null;
                    case END_OBJECT, END_ARRAY -> end(token);
                    case FIELD_NAME -> names[depth] = json.currentName();
                    case VALUE_STRING -> string();
                    default -> {}
                }
                hash(token);
            }
            flush();
            String content = HexFormat.of().formatHex(digest.digest(), 0, CONTENT / 2);
            return new ResourceKeys(id, version, identifiers, link, services, content);
        }

        private void end(JsonToken token) {
            if (token == JsonToken.END_OBJECT && depth > 1 && names[1].equals("identifier")) {
                if (depth <= 3 && !value.isEmpty()) {
                    identifiers.add(system + "|" + value);
                }
                system = "";
                value = "";
            }
            if (token == JsonToken.END_OBJECT && depth == referenceDepth()) {
                reference();
            }
            depth--;
        }

        /** How deep the fields of a reference stand: deeper in a list. */
        private int referenceDepth() {
            return names[2] == null ? 3 : 2;
        }

        /** An object ends that may be a reference. */
        private void reference() {
            var found =
                    new Link(reference, linkValue.isEmpty() ? "" : linkSystem + "|" + linkValue);
            if (names[1].equals("service")) {
                services.add(found);
            } else if (isLink(names[1])) {
                link = found;
            }
            reference = "";
            linkSystem = "";
            linkValue = "";
        }

        private static boolean isLink(String name) {
            return name.equals("context") || name.equals("encounter") || name.equals("beneficiary");
        }

        private void string() throws IOException {
            String name = names[depth];
            if (name == null) {
                return;
            }
            switch (names[1]) {
                case "id" -> id = json.getText();
                case "meta" -> {
                    if (depth == 2 && name.equals("versionId")) {
                        version = json.getText();
                    }
                }
                case "identifier" -> {
                    if (depth == 3 || depth == 2) {
                        if (name.equals("system")) {
                            system = json.getText();
                        } else if (name.equals("value")) {
                            value = json.getText();
                        }
                    }
                }
                case "context", "encounter", "beneficiary", "service" -> {
                    int at = referenceDepth();
                    if (depth == at && name.equals("reference")) {
                        reference = json.getText();
                    } else if (depth == at + 1 && "identifier".equals(names[at])) {
                        if (name.equals("system")) {
                            linkSystem = json.getText();
                        } else if (name.equals("value")) {
                            linkValue = json.getText();
                        }
                    }
                }
                default -> {}
            }
        }

        private void hash(JsonToken token) throws IOException {
            if (depth == 0 || names[1].equals("meta") || names[1].equals("text")) {
                return;
            }
            put((byte) token.id());
            if (token == JsonToken.FIELD_NAME || token.isScalarValue()) {
                char[] text = json.getTextCharacters();
                int from = json.getTextOffset();
                int length = json.getTextLength();
                for (int at = from; at < from + length; at++) {
                    put((byte) (text[at] >> 8));
                    put((byte) text[at]);
                }
            }
        }

        private void put(byte b) {
            if (used == chunk.length) {
                flush();
            }
            chunk[used++] = b;
        }

        private void flush() {
            digest.update(chunk, 0, used);
            used = 0;
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
