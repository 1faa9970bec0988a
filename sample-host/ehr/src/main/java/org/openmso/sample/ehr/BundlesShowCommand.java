package org.openmso.sample.ehr;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.openmso.api.Health;
import org.openmso.embed.BundleStatus;
import org.openmso.embed.Mso;
import org.openmso.embed.SwapRecord;

/** {@code bundles list} and {@code bundles history}: how things stand, and how that came about. */
final class BundlesShowCommand {
    private static final String BUNDLE = "%-31s %-17s %-13s %-9s %-6s %-9s %s";
    private static final String RECORD = "%-5s %-25s %-12s %-31s %-17s %s";

    private BundlesShowCommand() {}

    /** The bundles, and health. */
    static int list(List<String> words, BundlesCommand.Desk desk) {
        Arguments arguments = ServiceArguments.of("list", words).withoutFiles();
        try (Mso mso = ServiceArguments.start(arguments, desk)) {
            List<BundleStatus> bundles = mso.bundles().list();
            Health health = mso.health();
            if (arguments.has(ServiceArguments.JSON)) {
                desk.out().println(JsonText.object(json -> write(json, bundles, health)));
            } else {
                print(bundles, health, desk.out());
            }
        }
        return SampleEhr.DONE;
    }

    /** The journal. */
    static int history(List<String> words, BundlesCommand.Desk desk) {
        Arguments arguments = ServiceArguments.of("history", words).withoutFiles();
        try (Mso mso = ServiceArguments.start(arguments, desk)) {
            List<SwapRecord> history = mso.bundles().history();
            if (arguments.has(ServiceArguments.JSON)) {
                desk.out().println(JsonText.object(json -> write(json, history)));
            } else {
                print(history, desk.out());
            }
        }
        return SampleEhr.DONE;
    }

    private static void print(List<BundleStatus> bundles, Health health, PrintStream out) {
        row(out, BUNDLE, "BUNDLE", "VERSION", "STATE", "FROM", "CALLS", "GIVEN UP", "CAPABILITIES");
        for (BundleStatus each : bundles) {
            row(
                    out,
                    BUNDLE,
                    each.name(),
                    each.version(),
                    words(each.state()),
                    each.hosts() ? "host" : "operator",
                    each.calls(),
                    each.givenUp(),
                    String.join(", ", each.capabilities()));
        }
        out.println();
        out.println("Health: " + health.status());
        health.problems().forEach(problem -> out.println("  " + problem));
    }

    private static void print(List<SwapRecord> history, PrintStream out) {
        if (history.isEmpty()) {
            out.println("Nothing was changed yet.");
            return;
        }
        row(out, RECORD, "NO", "AT", "ACTION", "BUNDLE", "VERSION", "REASON");
        for (SwapRecord each : history) {
            row(
                    out,
                    RECORD,
                    each.sequence(),
                    each.at(),
                    each.action().toLowerCase(Locale.ROOT).replace('_', ' '),
                    each.name(),
                    each.version(),
                    each.reason());
        }
    }

    private static void write(JsonGenerator json, List<BundleStatus> bundles, Health health)
            throws IOException {
        json.writeArrayFieldStart("bundles");
        for (BundleStatus each : bundles) {
            json.writeStartObject();
            json.writeStringField("name", each.name());
            json.writeStringField("version", each.version());
            json.writeStringField("digest", each.digest());
            json.writeStringField("state", JsonText.lower(each.state()));
            json.writeBooleanField("hosts", each.hosts());
            json.writeNumberField("calls", each.calls());
            json.writeNumberField("givenUp", each.givenUp());
            JsonText.texts(json, "capabilities", each.capabilities());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("health", JsonText.lower(health.status()));
        JsonText.problems(json, health.problems());
    }

    private static void write(JsonGenerator json, List<SwapRecord> history) throws IOException {
        json.writeArrayFieldStart("history");
        for (SwapRecord each : history) {
            json.writeStartObject();
            json.writeNumberField("sequence", each.sequence());
            json.writeStringField("at", each.at().toString());
            json.writeStringField(
                    "action", each.action().toLowerCase(Locale.ROOT).replace('_', '-'));
            json.writeStringField("name", each.name());
            json.writeStringField("version", each.version());
            json.writeStringField("reason", each.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String words(BundleStatus.State state) {
        return JsonText.lower(state).replace('-', ' ');
    }

    private static void row(PrintStream out, String form, Object... cells) {
        out.println(String.format(Locale.ROOT, form, cells).stripTrailing());
    }
}
