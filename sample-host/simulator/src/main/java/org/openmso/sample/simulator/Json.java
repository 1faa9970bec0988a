package org.openmso.sample.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;

/** Writes JSON in the shapes of FHIR's data types. Closing it leaves the target open. */
final class Json implements AutoCloseable {
    /** What stands between the brackets. */
    @FunctionalInterface
    interface Body {
        void write() throws IOException;
    }

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                    .build();

    private final JsonGenerator out;

    Json(OutputStream target) throws IOException {
        out = FACTORY.createGenerator(target);
        // Between the documents of an ndjson file the line end is written by hand.
        out.setRootValueSeparator(null);
    }

    void object(Body body) throws IOException {
        out.writeStartObject();
        body.write();
        out.writeEndObject();
    }

    void object(String name, Body body) throws IOException {
        out.writeFieldName(name);
        object(body);
    }

    void array(String name, Body body) throws IOException {
        out.writeArrayFieldStart(name);
        body.write();
        out.writeEndArray();
    }

    /** An array with one object. */
    void single(String name, Body body) throws IOException {
        array(name, () -> object(body));
    }

    void endLine() throws IOException {
        out.writeRaw('\n');
    }

    /** Nothing when the text is empty: FHIR has no empty strings. */
    void text(String name, String text) throws IOException {
        if (!text.isEmpty()) {
            out.writeStringField(name, text);
        }
    }

    void text(String text) throws IOException {
        out.writeString(text);
    }

    void flag(String name, boolean flag) throws IOException {
        out.writeBooleanField(name, flag);
    }

    void number(String name, int number) throws IOException {
        out.writeNumberField(name, number);
    }

    void number(int number) throws IOException {
        out.writeNumber(number);
    }

    void day(String name, LocalDate day) throws IOException {
        out.writeStringField(name, day.toString());
    }

    void reference(String name, String to) throws IOException {
        object(name, () -> text("reference", to));
    }

    void coding(String system, String code) throws IOException {
        object(
                () -> {
                    text("system", system);
                    text("code", code);
                });
    }

    void concept(String system, String code) throws IOException {
        array("coding", () -> coding(system, code));
    }

    void concept(String name, String system, String code) throws IOException {
        object(name, () -> concept(system, code));
    }

    void identifier(String system, String value) throws IOException {
        object(
                () -> {
                    text("system", system);
                    text("value", value);
                });
    }

    /** An identifier whose kind is a code of HL7 table 0203. */
    void identifierOfType(String type, String system, String value) throws IOException {
        object(
                () -> {
                    concept("type", Systems.IDENTIFIER_TYPE, type);
                    text("system", system);
                    text("value", value);
                });
    }

    void money(String name, long cents, String currency) throws IOException {
        object(
                name,
                () -> {
                    out.writeFieldName("value");
                    out.writeNumber(BigDecimal.valueOf(cents, 2));
                    text("currency", currency);
                });
    }

    void quantity(String name, BigDecimal value, Body unit) throws IOException {
        object(
                name,
                () -> {
                    out.writeFieldName("value");
                    out.writeNumber(value);
                    unit.write();
                });
    }

    void address(String name, Street street) throws IOException {
        object(name, () -> address(street));
    }

    void address(Street street) throws IOException {
        array("line", () -> text(street.line()));
        text("city", street.city());
        text("state", street.state());
        String zip = street.zip();
        text("postalCode", zip.length() == 9 ? zip.substring(0, 5) + "-" + zip.substring(5) : zip);
        text("country", "US");
    }

    void name(String family, String given) throws IOException {
        single(
                "name",
                () -> {
                    text("use", "official");
                    text("family", family);
                    array("given", () -> text(given));
                });
    }

    /** Hands what was written so far to the target, which is not flushed. */
    void handOver() throws IOException {
        out.flush();
    }

    /** Hands on the rest; the target itself is not flushed. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
