package org.openmso.sample.ehr;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openmso.api.Problem;
import org.openmso.embed.BundleIndex;
import org.openmso.embed.BundleOffer;
import org.openmso.embed.BundleOffers;
import org.openmso.embed.Mso;
import org.openmso.verifier.IndexMaker;
import org.openmso.verifier.IndexMaker.Heading;
import org.openmso.verifier.IndexMaker.Indexed;

/** {@code bundles offered} and {@code bundles index}: an index read, and one made. */
final class BundlesIndexCommand {
    private static final List<String> OPTIONS = List.of("out", "publisher", "number", "days");
    private static final String OFFER = "%-26s%-18s%-18s%-14s%12s  %s";
    private static final String INDEXED = "%-26s%-18s%s";

    private BundlesIndexCommand() {}

    /** What an index offers, beside what is there. */
    static int offered(List<String> words, BundlesCommand.Desk desk) {
        Arguments arguments = ServiceArguments.withIndex("offered", words).withoutFiles();
        BundleIndex index =
                IndexOptions.index(arguments)
                        .orElseThrow(
                                () ->
                                        SampleProblem.INDEX_UNNAMED.failed(
                                                "bundles offered",
                                                "It is not said from which index.",
                                                "Name a file or an address with --from."));
        try (Mso mso = ServiceArguments.start(arguments, desk)) {
            BundleOffers offers = mso.bundles().from(index).offered();
            if (arguments.has(ServiceArguments.JSON)) {
                desk.out().println(JsonText.object(json -> write(json, offers)));
            } else {
                print(offers, desk.out());
            }
        }
        return SampleEhr.DONE;
    }

    /** Makes an index of the bundles in a folder; jarsigner signs it. */
    static int index(List<String> words, BundlesCommand.Desk desk) {
        var arguments = new Arguments("bundles index", words, OPTIONS, List.of());
        Path folder = arguments.onlyFile("the folder with the bundles' signed jars");
        Path out = arguments.path("out").orElse(folder.resolve("index.jar"));
        Heading heading = heading(arguments, desk.clock().instant());
        List<Indexed> bundles = write(folder, out, heading);
        row(desk.out(), INDEXED, "BUNDLE", "VERSION", "JAR");
        for (Indexed each : bundles) {
            row(desk.out(), INDEXED, each.name(), each.version(), each.jar());
        }
        desk.out().println();
        for (Indexed each : bundles) {
            if (!each.isSigned()) {
                desk.out()
                        .println(
                                "Not signed: "
                                        + each.jar()
                                        + ". Sign it, then make the index again: it holds the jar's"
                                        + " digest.");
            }
        }
        desk.out()
                .println(
                        "Written: "
                                + out
                                + ", number "
                                + heading.sequence()
                                + heading.expiresAt().map(it -> ", good until " + it).orElse("")
                                + ". Now sign it with jarsigner.");
        return SampleEhr.DONE;
    }

    private static Heading heading(Arguments arguments, Instant now) {
        String publisher = arguments.text("publisher", "");
        if (publisher.isEmpty()) {
            throw SampleProblem.PUBLISHER_UNNAMED.failed(
                    "bundles index",
                    "It is not said whose index this is.",
                    "Give a name with --publisher, always the same: hosts compare numbers by it.");
        }
        long days = arguments.number("days", 0, 0, 3650);
        try {
            return new Heading(
                    publisher,
                    arguments.number("number", now.getEpochSecond(), 1, (1L << 53) - 1),
                    now,
                    days == 0 ? Optional.empty() : Optional.of(now.plus(Duration.ofDays(days))));
        } catch (IllegalArgumentException e) {
            throw SampleProblem.VALUE_UNUSABLE.failed(
                    "--publisher", e.getMessage(), "Give a name for people, in one line.");
        }
    }

    private static List<Indexed> write(Path folder, Path out, Heading heading) {
        if (!Files.isDirectory(folder)) {
            throw SampleProblem.JAR_MISSING.failed(
                    folder.toString(), "There is no such folder.", "Name the folder of the jars.");
        }
        try {
            return IndexMaker.write(folder, out, heading);
        } catch (IOException e) {
            throw SampleProblem.INDEX_UNWRITABLE.failed(
                    out.toString(),
                    "The index cannot be written: " + SystemReason.of(e) + ".",
                    "Free space on the disk, or name another file with --out.",
                    e);
        }
    }

    private static void print(BundleOffers offers, PrintStream out) {
        out.println(
                offers.publisher()
                        + ", number "
                        + offers.sequence()
                        + ", issued "
                        + offers.issuedAt()
                        + offers.expiresAt().map(it -> ", good until " + it).orElse(""));
        out.println();
        row(out, OFFER, "BUNDLE", "OFFERED", "THERE", "STANDING", "BYTES", "CAPABILITIES");
        for (BundleOffer each : offers.offers()) {
            row(
                    out,
                    OFFER,
                    each.name(),
                    each.version(),
                    each.present().orElse("-"),
                    JsonText.lower(each.standing()).replace('-', ' '),
                    String.format(Locale.ROOT, "%,d", each.size()),
                    String.join(", ", each.capabilities()));
            for (Problem problem : each.problems()) {
                out.println("  " + problem);
            }
        }
    }

    private static void write(JsonGenerator json, BundleOffers offers) throws IOException {
        json.writeStringField("publisher", offers.publisher());
        json.writeNumberField("number", offers.sequence());
        json.writeStringField("issuedAt", offers.issuedAt().toString());
        json.writeStringField("expiresAt", offers.expiresAt().map(Instant::toString).orElse(""));
        json.writeArrayFieldStart("offers");
        for (BundleOffer each : offers.offers()) {
            json.writeStartObject();
            json.writeStringField("name", each.name());
            json.writeStringField("version", each.version());
            json.writeStringField("there", each.present().orElse(""));
            json.writeStringField("standing", JsonText.lower(each.standing()));
            json.writeNumberField("size", each.size());
            json.writeStringField("digest", each.digest());
            JsonText.texts(json, "capabilities", each.capabilities());
            JsonText.problems(json, each.problems());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void row(PrintStream out, String form, Object... cells) {
        out.println(String.format(Locale.ROOT, form, cells).stripTrailing());
    }
}
