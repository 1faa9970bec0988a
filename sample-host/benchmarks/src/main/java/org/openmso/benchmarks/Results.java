package org.openmso.benchmarks;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures as they come: a table on the terminal, and a file for other programs. */
final class Results {
    private final List<Row> rows = new ArrayList<>();

    /** One figure. */
    record Row(String benchmark, String what, double value, String unit, String note) {}

    void add(String benchmark, String what, double value, String unit) {
        add(new Row(benchmark, what, value, unit, ""));
    }

    void ratio(String benchmark, String what, double value, double base, String note) {
        add(new Row(benchmark, what, value / base, "x", note));
    }

    void add(Row row) {
        rows.add(row);
        System.out.printf(
                Locale.ROOT,
                "%-10s %-78s %14s %-9s %s%n",
                row.benchmark,
                row.what,
                row.value >= 1000
                        ? String.format(Locale.ROOT, "%,.0f", row.value)
                        : String.format(Locale.ROOT, "%.2f", row.value),
                row.unit,
                row.note);
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (var json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("date", LocalDate.now().toString());
            json.writeStringField("java", System.getProperty("java.vm.version"));
            json.writeStringField(
                    "machine",
                    Runtime.getRuntime().availableProcessors()
                            + " processors, "
                            + System.getProperty("os.arch")
                            + ", "
                            + System.getProperty("os.name"));
            json.writeArrayFieldStart("results");
            for (Row row : rows) {
                json.writeStartObject();
                json.writeStringField("benchmark", row.benchmark);
                json.writeStringField("what", row.what);
                json.writeNumberField("value", row.value);
                json.writeStringField("unit", row.unit);
                json.writeStringField("note", row.note);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }
}
