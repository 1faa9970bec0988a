package org.openmso.sample.ehr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.openmso.verifier.BundleVerifier;
import org.openmso.verifier.Finding;
import org.openmso.verifier.Severity;

/** {@code bundles verify}: what would fail or harm if a bundle were installed. */
final class BundlesVerifyCommand {
    private static final List<String> OPTIONS = List.of("against");
    private static final List<String> FLAGS = List.of("json");

    private BundlesVerifyCommand() {}

    /** Runs and returns the exit status: failed where there are errors. */
    static int run(List<String> words, PrintStream out) {
        var arguments = new Arguments("bundles verify", words, OPTIONS, FLAGS);
        Path jar = arguments.onlyFile("the bundle's jar");
        var verifier = new BundleVerifier();
        List<Finding> findings =
                arguments
                        .path("against")
                        .map(against -> verifier.verify(jar, against))
                        .orElseGet(() -> verifier.verify(jar));
        if (arguments.has("json")) {
            out.println(json(jar, findings));
        } else {
            print(findings, out);
        }
        return count(findings, Severity.ERROR) > 0 ? SampleEhr.FAILED : SampleEhr.DONE;
    }

    private static void print(List<Finding> findings, PrintStream out) {
        for (Finding finding : findings) {
            String place = finding.place().isEmpty() ? "" : " at " + finding.place();
            out.println(lower(finding.severity()) + " " + finding.code() + place);
            out.println("    " + finding.message());
            if (finding.severity() != Severity.INFO) {
                out.println("    Fix: " + finding.fix());
            }
        }
        out.println();
        out.println(
                "Errors: "
                        + count(findings, Severity.ERROR)
                        + ", warnings: "
                        + count(findings, Severity.WARNING)
                        + ". docs/errors has a page for each code.");
    }

    private static String json(Path jar, List<Finding> findings) {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField("jar", jar.toString());
            json.writeNumberField("errors", count(findings, Severity.ERROR));
            json.writeNumberField("warnings", count(findings, Severity.WARNING));
            json.writeArrayFieldStart("findings");
            for (Finding finding : findings) {
                json.writeStartObject();
                json.writeStringField("code", finding.code());
                json.writeStringField("severity", lower(finding.severity()));
                json.writeStringField("place", finding.place());
                json.writeStringField("message", finding.message());
                json.writeStringField("fix", finding.fix());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static long count(List<Finding> findings, Severity severity) {
        return findings.stream().filter(finding -> finding.severity() == severity).count();
    }

    private static String lower(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
