package org.openmso.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/**
 * What can be read of a Claim that is refused, up to its damage: whose it is, and which visits it
 * names. A name that stands twice in one object is let pass, but not in what is read.
 */
final class ClaimRemains {
    private static final ObjectMapper TREES = new ObjectMapper(Limits.JSON);

    private final ResourceParser parser;
    private final byte[] text;
    private final Claim claim = new Claim();
    private int patients;
    private boolean read = true;
    private int bytes;

    private ClaimRemains(ResourceParser parser, byte[] text) {
        this.parser = parser;
        this.text = text;
    }

    /** The type of a resource, empty when it has none before its end. */
    static String type(byte[] text) throws IOException {
        try (JsonParser json = Limits.LENIENT.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = json.currentName().equals("resourceType");
                if (json.nextToken() == JsonToken.VALUE_STRING && wanted) {
                    return json.getText();
                }
                json.skipChildren();
            }
            return "";
        }
    }

    /** What can be read of a Claim; empty when it cannot be told whose it is. */
    static Optional<ClaimRemains> of(ResourceParser parser, byte[] text) {
        var remains = new ClaimRemains(parser, text);
        try (JsonParser json = Limits.LENIENT.createParser(text)) {
            remains.read(json);
        } catch (IOException damage) {
            // What stands before it will do: a Claim has one patient.
        }
        boolean known = remains.patients == 1 && remains.read;
        return known ? Optional.of(remains) : Optional.empty();
    }

    /** A Claim with nothing but its patient, contained ones, and the visits of its items. */
    Claim claim() {
        return claim;
    }

    /** About how long its JSON would be. */
    int bytes() {
        return bytes;
    }

    private void read(JsonParser json) throws IOException {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "patient" -> {
                    Optional<JsonNode> patient = tree(json);
                    patients++;
                    read &= patient.isPresent();
                    patient.ifPresent(node -> claim.setPatient(reference(node)));
                }
                case "contained" -> contained(json);
                case "item" -> tree(json).ifPresent(this::items);
                default -> json.skipChildren();
            }
        }
    }

    /** The value at which the tokenizer stands; it moves to the value's end. */
    private byte[] value(JsonParser json) throws IOException {
        int start = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        return Arrays.copyOfRange(text, start, (int) json.currentLocation().getByteOffset());
    }

    private Optional<JsonNode> tree(JsonParser json) throws IOException {
        byte[] value = value(json);
        try {
            return Optional.of(TREES.readTree(value)).filter(JsonNode::isContainerNode);
        } catch (IOException twice) {
            return Optional.empty();
        }
    }

    private void contained(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            byte[] resource = value(json);
            if (type(resource).equals("Patient")) {
                try {
                    var parsed = parser.parse(resource, 0, resource.length, Patient.class, "");
                    claim.addContained(parsed.resource());
                    bytes += resource.length;
                } catch (Unusable refused) {
                    read = false;
                }
            }
        }
    }

    private void items(JsonNode items) {
        for (JsonNode item : items) {
            for (JsonNode visit : item.path("encounter")) {
                claim.addItem().addEncounter(reference(visit));
            }
        }
    }

    private Reference reference(JsonNode node) {
        bytes += node.toString().length();
        var reference = new Reference(node.path("reference").asText());
        JsonNode identifier = node.path("identifier");
        if (identifier.isObject()) {
            reference.setIdentifier(
                    new Identifier()
                            .setSystem(identifier.path("system").asText())
                            .setValue(identifier.path("value").asText()));
        }
        return reference;
    }
}
