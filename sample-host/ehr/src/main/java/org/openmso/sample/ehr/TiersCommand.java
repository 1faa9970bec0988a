package org.openmso.sample.ehr;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.openmso.api.Practice;
import org.openmso.api.Problem;
import org.openmso.api.Tier;
import org.openmso.embed.Mso;

/** {@code tiers}: who has what. */
final class TiersCommand {
    /** Its options. */
    static final List<String> OPTIONS = List.of("tiers");

    private TiersCommand() {}

    /** Runs and returns the exit status. */
    static int run(Arguments arguments, Clock clock, PrintStream out) {
        arguments.withoutFiles();
        // Nothing is counted here, so nothing needs to last, and no other run is in the way.
        Path data = temporary();
        try (Mso mso = SampleMso.start(arguments, data, clock)) {
            print(mso, out);
            out.println();
            out.println("Health: " + mso.health().status());
            for (Problem problem : mso.health().problems()) {
                out.println("  " + problem);
            }
        } finally {
            delete(data);
        }
        return SampleEhr.DONE;
    }

    /** The tables of tiers and practices. */
    static void print(Mso mso, PrintStream out) {
        row(out, "TIER", "NAME", "CAPABILITIES", "", "");
        for (Tier tier : mso.registry().tiers()) {
            row(out, tier.id(), tier.name(), SampleMso.capabilities(tier), "", "");
        }
        out.println();
        row(out, "PRACTICE", "NAME", "TIER", "MODEL", "STATE");
        for (Practice practice : mso.registry().practices()) {
            row(
                    out,
                    practice.id(),
                    practice.name(),
                    practice.tier(),
                    practice.agreement().model().label(),
                    practice.agreement().state());
        }
    }

    private static void row(PrintStream out, String a, String b, String c, String d, String e) {
        String row = String.format(Locale.ROOT, "%-14s%-32s%-16s%-20s%s", a, b, c, d, e);
        out.println(row.stripTrailing());
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("openmso-tiers");
        } catch (IOException e) {
            throw SampleProblem.OUTPUT_UNUSABLE.failed(
                    System.getProperty("java.io.tmpdir"),
                    "No temporary directory can be made.",
                    "Free space there, or name another with -Djava.io.tmpdir.",
                    e);
        }
    }

    private static void delete(Path tree) {
        try (var all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
