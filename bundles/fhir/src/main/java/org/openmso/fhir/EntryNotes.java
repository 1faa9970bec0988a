package org.openmso.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** What a Bundle says beside its entries, or an entry beside its resource. */
final class EntryNotes {
    private final JsonParser json;
    private String modifier = "";
    private String undone = "";
    private boolean rules;

    EntryNotes(JsonParser json) {
        this.json = json;
    }

    /**
     * Takes the value at which the tokenizer stands.
     *
     * @param field of the Bundle or entry
     * @param name of the value, in that field
     */
    void take(String field, String name) throws IOException {
        JsonToken value = json.currentToken();
        if (value == JsonToken.START_OBJECT) {
            if (name.equals(Case.MODIFIER)) {
                modifier = field;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String inner = json.currentName();
                json.nextToken();
                take(field, inner);
            }
        } else if (value == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
                if (name.equals(Case.MODIFIER)) {
                    modifier = field;
                }
                take(field, name);
            }
        } else if (value == JsonToken.VALUE_STRING) {
            text(field, name);
        }
    }

    private void text(String field, String name) throws IOException {
        if (name.equals(Case.RULES)) {
            rules |= field.equals(name);
        } else if (field.equals("request") && name.equals("method")) {
            undone = json.getText().equals("DELETE") ? "request.method" : undone;
        } else if (field.equals("response") && name.equals("status")) {
            String status = json.getText();
            boolean failed = status.startsWith("4") || status.startsWith("5");
            undone = failed ? "response.status" : undone;
        }
    }

    /** Where a Bundle says that it follows other rules; empty when it does not. */
    Optional<String> modifier() {
        String at = rules ? Case.RULES : modifier;
        return at.isEmpty() ? Optional.empty() : Optional.of(at);
    }

    /** Where an entry says that its resource does not stand. */
    Optional<String> undone() {
        return undone.isEmpty() ? Optional.empty() : Optional.of(undone);
    }
}
